"""How the people of a province stand with their cards: most hold one, some wait for one, some have lost it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from yikatong.adapters.demo.portraits import portrait
from yikatong.adapters.photo.confined import measure_confined
from yikatong.cards.identity import IdNumber, age_on, read_id_number
from yikatong.cards.photo import Photo
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.catalogue.photo_rules import limits_at
from yikatong.channels.cli.city import steps as s
from yikatong.channels.cli.city.steps import Step, at_bank, at_desk, by_bank, by_officer, on_phone, online
from yikatong.channels.cli.crowd.people import Inhabitant, card_no, inhabitant
from yikatong.channels.cli.crowd.places import bank_of
from yikatong.office import deployment
from yikatong.office.ask import Ask
from yikatong.office.loading import Lived, Past

GROWN_UP_YEARS = 18
CLIENT = "load-people"


@dataclass(frozen=True, slots=True)
class Life:
    """``share`` in a thousand live it; the last step was ``ended`` (least, most) days ago."""

    share: int
    steps: tuple[Step, ...]
    ended: tuple[int, int]


def _taken(**stands: str) -> tuple[Step, ...]:
    return (by_officer(0, "take_over_card", **{"$": "old card"}, **stands),)


HELD = _taken()
ORAL_LOSS = (*HELD, on_phone(30, "report_loss", function="social"))
READY = (*s.BATCHED, *s.READY)
LIVES = (
    Life(745, HELD, (30, 900)),
    Life(60, _taken(social="sealed", financial="inactive"), (30, 900)),
    Life(15, _taken(social="locked"), (3, 300)),
    Life(10, _taken(financial="frozen"), (3, 300)),
    Life(20, (*ORAL_LOSS, online(2, "lift_loss", function="social")), (1, 500)),
    Life(6, ORAL_LOSS, (0, 6)),
    Life(14, ORAL_LOSS, (8, 300)),
    Life(22, (*HELD, at_bank(30, "report_loss", function="social", kind="formal")), (0, 20)),
    Life(20, s.APPLIED, (0, 2)),
    Life(12, s.REVIEWED, (0, 4)),
    Life(12, s.BATCHED, (0, 4)),
    Life(10, (*s.BATCHED, *s.MAKING), (0, 4)),
    Life(8, (*s.BATCHED, *s.PERSONALISED), (0, 4)),
    Life(8, (*s.BATCHED, *s.RELEASED), (0, 4)),
    Life(16, READY, (0, 25)),
    Life(4, (*s.APPLIED, by_officer(1, "review_application", verdict="reject", reason="name_mismatch")), (2, 200)),
    Life(5, (*s.APPLIED, by_officer(1, "review_application", verdict="return_photo", reason="photo_quality")), (0, 20)),
    Life(5, (*s.APPLIED, online(0.2, "withdraw_application")), (1, 200)),
    Life(8, (*HELD, by_bank(1, "settle_funds", function="financial"), by_officer(1, "settle_funds", function="social"),
             at_desk(1, "cancel", ground="left_province", benefits_in_use="false")), (1, 500)),
)  # fmt: skip


def case_number(n: int, seed: int, step: int) -> str:
    """Of the n-th person's asks, counted from 0."""
    return f"{seed}-{n}-{step}"


@cache
def _thousand() -> tuple[Life, ...]:
    return tuple(life for life in LIVES for _ in range(life.share))


def past(n: int, seed: int, now: datetime) -> Past:
    """The n-th person's asks so far. Children's cards all came from the former system."""
    who = inhabitant(n, seed)
    life = _thousand()[who.dice.below(1000)]
    if age_on(who.born_on, day_of(now)) < GROWN_UP_YEARS:
        life = LIVES[0]
    least, most = life.ended
    ended = now - timedelta(days=least + who.dice.below(most - least + 1), minutes=who.dice.below(480))
    first = ended - timedelta(days=sum(step.days for step in life.steps))
    number = read_id_number(who.number, day_of(now))
    return Past(number, tuple(_lived(n, seed, who, number, life, first)))


def _lived(n: int, seed: int, who: Inhabitant, number: IdNumber, life: Life, at: datetime) -> Iterator[Lived]:
    bank = bank_of(who.county)
    for place, step in enumerate(life.steps):
        at += timedelta(days=step.days)
        code = bank if step.channel is Channel.BANK else step.channel.value
        asker = Asker(step.asker, "" if step.asker is AskerKind.HOLDER else code)
        yield Lived(
            Ask(
                service=step.service, answers=_answers(n, seed, step, who, at), channel=step.channel,
                assurance=step.assurance, client=CLIENT, about=number, asker=asker, region=who.county,
                case_number=case_number(n, seed, place), actor=f"demo-{step.channel}",
                party=bank if step.channel is Channel.BANK else "",
            ),
            at.astimezone(CHINA),
        )  # fmt: skip


def _answers(n: int, seed: int, step: Step, who: Inhabitant, at: datetime) -> dict[str, Any]:
    given = {name: value for name, value in step.answers.items() if name != "$"}
    if given.get("card_no") == "$card_no":
        given["card_no"] = card_no(n, seed)
    kind = step.answers.get("$")
    if kind is None:
        return given
    place = {"region": who.county, "bank": bank_of(who.county), "outlet": f"SN-{who.county}-01"}
    given |= {**place, "name": who.name, "mobile": who.mobile}
    if kind == "application":
        return given | {"address": f"演示路{n % 200 + 1}号", "photo": _photo()}
    issued_on = day_of(at) - timedelta(days=30 + who.dice.below(3300))
    return given | {
        "card_no": card_no(n, seed), "issued_on": issued_on.isoformat(), "generation": "23"[who.dice.below(2)],
        "valid_until": (issued_on + timedelta(days=3652)).isoformat(),
    }  # fmt: skip


@cache
def _photo() -> Photo:
    """One measured portrait for everybody: a million pictures would be a hundred gigabytes of the same."""
    now = day_of(deployment.now())
    measured, _ = measure_confined(portrait(1), limits_at(deployment.policies(), "610000", now))
    return measured
