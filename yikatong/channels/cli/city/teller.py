"""Lives a life: each step is an ask at the counter, at its moment, by whoever would ask it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.identity import read_id_number
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.channels.cli.city.lives import LIVES, Life
from yikatong.channels.cli.city.people import Citizen, citizen
from yikatong.channels.cli.city.places import BANKS
from yikatong.channels.cli.city.steps import Step
from yikatong.office import deployment
from yikatong.office.ask import Ask
from yikatong.office.counter import serve


class NotAsTold(Exception):
    """A step of a life was refused: the rules and the story differ, which is a fault of one of them."""


def inhabitants() -> Iterator[tuple[int, Life]]:
    """Every inhabitant's number and life."""
    n = 0
    for life in LIVES:
        for _ in range(life.people):
            yield n, life
            n += 1


def live(n: int, life: Life, now: datetime) -> None:
    """Live the life of inhabitant ``n`` so that its last step happened ``ended_days_ago``."""
    total = sum(step.days for step in life.steps)
    moment = (now - timedelta(days=total + life.ended_days_ago)).astimezone(CHINA)
    moment = moment.replace(hour=9 + n % 7, minute=n * 7 % 60, second=0, microsecond=0)
    who, booked = citizen(n), None
    for number, step in enumerate(life.steps):
        moment += timedelta(days=step.days)
        if booked and step.service == "collect":
            moment = booked
        answers = _answers(step, n, who, life, moment)
        if step.service == "book_collection":
            booked = datetime.fromisoformat(answers["at"])
        with deployment.at(min(moment, now)):
            outcome = serve(_ask(step, n, who, life, answers, f"{n}-{number}"))
        if not outcome.granted:
            raise NotAsTold(f"{life.title}, step {number} {step.service}: {outcome.decision}")


def _ask(step: Step, n: int, who: Citizen, life: Life, answers: Mapping[str, Any], case_number: str) -> Ask:
    code = _bank(n) if step.channel is Channel.BANK else step.channel.value
    asker = Asker(step.asker, "" if step.asker is AskerKind.HOLDER else code)
    return Ask(
        service=step.service, answers=answers, channel=step.channel, assurance=step.assurance, client="demo-city",
        about=read_id_number(who.number, deployment.now().date()), asker=asker, region=life.region,
        case_number=case_number, actor=f"demo-{step.channel}", party=code if step.channel is Channel.BANK else "",
    )  # fmt: skip


def _bank(n: int) -> str:
    return BANKS[n % len(BANKS)].code


def _outlet(n: int, region: str) -> str:
    if region == "610100":
        return f"XA-{citizen(n).district[-3:]}-01"
    return f"CN-{region}-01"


def _slot(moment: datetime, n: int) -> datetime:
    """A half hour of a working day after ``moment``, spread so that no half hour is full."""
    day = moment + timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.replace(hour=9 + n % 7, minute=30 * (n % 2), second=0, microsecond=0)


def _answers(step: Step, n: int, who: Citizen, life: Life, moment: datetime) -> dict[str, Any]:
    given = {name: value for name, value in step.answers.items() if name != "$"}
    marks = {
        "$card_no": _card_no(n, step, moment), "$outlet": _outlet(n, life.region),
        "$slot": _slot(moment, n).isoformat(), "$soon": _slot(moment, n).isoformat(),
    }  # fmt: skip
    given = {name: marks.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
    place = {"region": life.region, "bank": _bank(n), "outlet": _outlet(n, life.region)}
    extra = {
        "application": {**place, "name": who.name, "mobile": who.mobile, "address": who.address},
        "old card": {
            **place, "name": who.name, "mobile": who.mobile, "card_no": f"T{n:08}",
            "issued_on": (day_of(moment) - timedelta(days=3650 - life.valid_days)).isoformat(),
            "valid_until": (day_of(moment) + timedelta(days=life.valid_days)).isoformat(),
        },
        "transfer": {"region": "610100", "bank": _bank(n), "outlet": _outlet(n, "610100")},
    }.get(str(step.answers.get("$")), {})  # fmt: skip
    if step.answers.get("$") in ("application", "photo", "transfer"):
        extra["photo"] = portrait(n)
    return given | extra


def _card_no(n: int, step: Step, moment: datetime) -> str:
    """Never twice: a second card of one person is made on another day."""
    return f"D{n:03}{moment.timetuple().tm_yday:03}{moment.year % 100:02}"
