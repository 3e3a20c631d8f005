"""Passages that several chapters share: an application, its making, its collection."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from yikatong.adapters.demo.portraits import portrait
from yikatong.catalogue.moments import CHINA
from yikatong.channels.cli.city.people import Citizen
from yikatong.channels.cli.story.teller import Teller

People = Iterator[Citizen]
XIAN, BEIJING = "610100", "110105"
OUTLET, BANK = "XA-113-01", "CAB"
PIN, WRONG = "285714", "314159"
DAY_S = 86_400


def application(who: Citizen) -> dict[str, Any]:
    photo = b64encode(portrait(int(who.number[-5:-1]))).decode()
    return {
        "region": XIAN, "name": who.name, "mobile": who.mobile, "bank": BANK, "outlet": OUTLET, "photo": photo,
    }  # fmt: skip


def produce(t: Teller, who: Citizen, card_no: str) -> None:
    """From review to the outlet's shelf."""
    t.ask("officer", "review_application", who, answers={"verdict": "approve"})
    t.ask("bank", "record_production", who, party=BANK, asker={"kind": "party"}, answers={"stage": "batched"})
    for stage in ("making", "personalised", "province_released"):
        made = {"card_no": card_no} if stage == "personalised" else {}
        t.ask("plant", "record_production", who, answers={"stage": stage, **made})
    for stage in ("city_received", "ready"):
        t.ask("officer", "record_production", who, answers={"stage": stage})


def collect_and_enable(t: Teller, who: Citizen) -> None:
    """Xi'an: an appointment first; Shaanxi: the initial PIN must go."""
    t.ask("desk", "collect", who, expect=("needs_appointment",), answers={"outlet": OUTLET})
    slot = book(t, who)
    t.advance(max(60, round((slot - clock(t)).total_seconds())))
    t.ask("desk", "collect", who, answers={"outlet": OUTLET})
    t.ask("desk", "enable", who, expect=("new_pin_missing",))
    t.ask("desk", "enable", who, expect=("initial_pin_not_allowed",), answers={"new_pin": "666666"})
    t.ask("desk", "enable", who, expect=("weak_pin",), answers={"new_pin": "123456"})
    t.ask("desk", "enable", who, answers={"new_pin": PIN})
    t.ask("bank", "activate_account", who, party=BANK, asker={"kind": "party"})


def clock(t: Teller) -> datetime:
    answer = t.http.get("/api/v1/demo/clock", headers=t.headers("officer")).raise_for_status()
    return datetime.fromisoformat(answer.json()["now"]).astimezone(CHINA)


def book(t: Teller, who: Citizen) -> datetime:
    """The first working day's ten o'clock from tomorrow on."""
    day = clock(t) + timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    slot = day.replace(hour=10, minute=0, second=0, microsecond=0)
    t.ask("desk", "book_collection", who, answers={"at": slot.isoformat()})
    return slot


def in_use(t: Teller, who: Citizen, card_no: str) -> None:
    t.ask("desk", "apply", who, answers=application(who), words="首次申领")
    produce(t, who, card_no)
    collect_and_enable(t, who)


def number_of(who: Citizen, letter: str) -> str:
    return f"{letter}{who.number[6:10]}{who.number[-4:-1]}0"[:9]


def old_card(who: Citizen, today: date, region: str, days_left: int) -> dict[str, Any]:
    outlet = OUTLET if region == XIAN else f"CN-{region}-01"
    return {
        "name": who.name, "mobile": who.mobile, "region": region, "bank": BANK, "outlet": outlet,
        "card_no": number_of(who, "O"), "issued_on": str(today - timedelta(days=3000)),
        "valid_until": str(today + timedelta(days=days_left)),
    }  # fmt: skip
