"""One decision, without any table: microseconds of this thread's processor time, whatever else the machine does."""

from datetime import datetime
from statistics import median
from time import thread_time

from bench.rounds import Work
from tests.examples.places import DIRECTORY
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Granted, Refused, decide
from yikatong.catalogue.scenario import read_case
from yikatong.catalogue.service import Service
from yikatong.policies.policy import published
from yikatong.services import catalogue

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
AIM_US, TIMES, ROUNDS = 60, 1000, 9


def _case(service: Service, state: dict[str, object], **written: object) -> Case:
    told = {"now": NOW.isoformat(), "region": "610104", "state": state, **written}
    return read_case(service, told, policies=published(), directory=DIRECTORY)


def cases() -> dict[str, tuple[Service, Case]]:
    loss = catalogue()["report_loss"]
    lost = {"cards": [{"social": {"state": "temp_lost", "since": "2026-11-20T10:00:00+08:00", "before": "normal"}}]}
    asked = {"asked": {"function": "social"}, "channel": "hotline"}
    return {
        "report_loss, granted": (loss, _case(loss, {"cards": [{"region": "610104"}]}, **asked)),
        "report_loss, refused": (loss, _case(loss, lost, **asked)),
    }


def microseconds(work: Work) -> float:
    begun = thread_time()
    for _ in range(TIMES):
        work()
    return (thread_time() - begun) / TIMES * 1e6


def run() -> list[str]:
    lines = []
    for name, (service, case) in cases().items():
        decision = decide(service, case)
        if not isinstance(decision, Granted if name.endswith("granted") else Refused):
            raise SystemExit(f"{name}: decided otherwise")
        found = sorted(microseconds(lambda service=service, case=case: decide(service, case)) for _ in range(ROUNDS))
        verdict = "met" if median(found) <= AIM_US else "MISSED"
        lines.append(
            f"decide: {name:36}{found[0]:>8.1f} / {median(found):.1f} / {found[-1]:.1f} µs   aim {AIM_US} {verdict}"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(run()))
