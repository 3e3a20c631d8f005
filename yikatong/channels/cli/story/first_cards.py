"""Chapters about getting a first card."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from yikatong.adapters.demo.portraits import portrait
from yikatong.channels.cli.city.people import Citizen
from yikatong.channels.cli.story.passages import (
    BANK,
    OUTLET,
    PIN,
    XIAN,
    People,
    application,
    book,
    clock,
    collect_and_enable,
    number_of,
    produce,
)
from yikatong.channels.cli.story.teller import Differs, Teller


def first_card(t: Teller, people: People) -> None:
    who = next(people)
    t.ask("hotline", "card_status", who, expect=("person_not_found",), words="可由本人或单位申领")
    t.ask("desk", "apply", who, answers=application(who), words="首次申领")
    t.ask("desk", "apply", who, expect=("application_pending",), answers=application(who))
    t.ask("desk", "collect", who, expect=("not_issued_yet",), answers={"outlet": OUTLET})
    t.ask("hotline", "track", who, words="申请已受理")
    produce(t, who, number_of(who, "S"))
    t.ask("desk", "enable", who, expect=("not_collected",), words="不影响社保缴费", answers={"new_pin": PIN})
    collect_and_enable(t, who)
    t.ask("hotline", "card_status", who, words="正常")
    t.ask("desk", "apply", who, expect=("has_card",), words="一人一卡", answers=application(who))


def by_the_employer(t: Teller, people: People) -> None:
    """A file of three: two are applied for, one row cannot be read. The worker does it beside the server."""
    first, second, third = next(people), next(people), next(people)
    rows = [(who.name, who.number, who.mobile) for who in (first, second)] + [(third.name, "6101", third.mobile)]
    roll = "\n".join(["姓名,证件号码,手机号码", *(",".join(row) for row in rows)])
    batch = t.hand_in(roll.encode(), pictures(first, second), {"region": XIAN, "bank": BANK, "outlet": OUTLET})
    if (batch["granted"], batch["refused"]) != (2, 1):
        raise Differs(f"单位批量申领：应为2人受理、1行退回，实为 {batch}")
    t.ask("officer", "review_application", first, answers={"verdict": "approve"})
    t.ask("officer", "review_application", second, answers={"verdict": "return_photo", "reason": "photo_pose"})


def pictures(*people: Citizen) -> bytes:
    """A ZIP of portraits, each named after its person's number."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for who in people:
            archive.writestr(f"{who.number}.jpg", portrait(int(who.number[-5:-1])))
    return packed.getvalue()


def by_another(t: Teller, people: People) -> None:
    """An agent collects: registered first, then with both documents at the counter."""
    who, agent = next(people), next(people)
    t.ask("desk", "apply", who, answers=application(who))
    produce(t, who, number_of(who, "A"))
    t.advance(max(60, round((book(t, who) - clock(t)).total_seconds())))
    asker = {"kind": "agent", "agent_id_number": agent.number}
    t.ask("desk", "collect", who, asker=asker, expect=("mandate_missing",), answers={"outlet": OUTLET})
    today = clock(t).date()
    mandate = {"kind": "agent", "agent_id_number": agent.number, "agent_name": agent.name, "matter": "collect"}
    t.ask("desk", "register_mandate", who, expect=("agent_is_holder",),
          answers={**mandate, "agent_id_number": who.number, "ends_on": str(today)})  # fmt: skip
    t.ask("desk", "register_mandate", who, answers={**mandate, "ends_on": str(today + timedelta(days=30))})
    t.ask("desk", "collect", who, asker=asker, answers={"outlet": OUTLET})


def unfit_photo(t: Teller, people: People) -> None:
    who = next(people)
    small = b64encode(portrait(7, width=300, height=400)).decode()
    t.ask("desk", "apply", who, expect=("photo_unfit",), words="358×441", answers={**application(who), "photo": small})
