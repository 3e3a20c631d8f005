"""Home visits to come in the demonstration city, so that the worker's list of the day is not empty."""

from datetime import datetime, time, timedelta

from yikatong.cards.identity import read_id_number
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.channels.cli.city.people import citizen
from yikatong.office import deployment
from yikatong.office.ask import Ask
from yikatong.office.counter import serve

DISTRICT = "610113"
# Inhabitant, in how many days, half, why; all live in the worker's district.
PLANNED = (
    (115, 0, "morning", "aged"), (25, 0, "morning", "ill"), (125, 0, "morning", "aged"),
    (165, 0, "afternoon", "other"), (255, 0, "afternoon", "disabled"), (135, 1, "morning", "aged"),
    (145, 1, "afternoon", "ill"), (195, 3, "morning", "disabled"),
)  # fmt: skip
STREETS = ("长安中路", "小寨东路", "翠华路", "含光路南段", "吉祥路")


def plan_visits() -> None:
    """Ask for them two days ago; whoever waits for a visit already, or has no matter, is left as they are."""
    today = day_of(deployment.now())
    asked_at = datetime.combine(today - timedelta(days=2), time(9, 30), CHINA)
    for n, days, half, reason in PLANNED:
        day = today + timedelta(days=days)
        with deployment.at(asked_at):
            for matter in ("enable", "photo", "check"):
                if serve(_ask(n, matter, day.isoformat(), half, reason)).granted:
                    break


def _ask(n: int, matter: str, day: str, half: str, reason: str) -> Ask:
    who = citizen(n)
    answers = {
        "matter": matter, "reason": reason, "region": DISTRICT,
        "address": f"雁塔区{STREETS[n // 10 % len(STREETS)]}{n}号院{n % 7 + 1}号楼{n % 3 + 1}单元{n // 20 + 1}02室",
        "contact": who.mobile, "day": day, "half": half,
    }  # fmt: skip
    return Ask(
        service="request_visit", answers=answers, channel=Channel.HOTLINE, assurance=Assurance.CLAIMED,
        client="demo-city", about=read_id_number(who.number, deployment.now().date()),
        case_number=f"visit-{n}-{matter}-{day}", actor="demo-hotline",
    )  # fmt: skip
