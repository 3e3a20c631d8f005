"""The chapters of the story. Each is a life, or a piece of one, with the answers that the rules must give."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from yikatong.adapters.demo.portraits import portrait
from yikatong.catalogue.moments import CHINA
from yikatong.channels.cli.city.people import Citizen
from yikatong.channels.cli.story import Differs, Teller

People = Iterator[Citizen]
XIAN, BEIJING = "610100", "110105"
OUTLET, BANK, BRANCH = "XA-113-01", "CAB", "XA-102-B1"
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


def lost_and_found(t: Teller, people: People) -> None:
    who = next(people)
    in_use(t, who, number_of(who, "L"))
    social = {"function": "social"}
    t.ask("hotline", "report_loss", who, words="7天", answers=social)
    t.ask("hotline", "report_loss", who, expect=("already_reported",), answers=social)
    t.ask("hotline", "report_loss", who, expect=("temporary_loss_elsewhere",), answers={"function": "financial"})
    t.ask("desk", "lift_loss", who, answers=social)
    t.ask("hotline", "report_loss", who, answers=social)
    t.advance(7 * DAY_S + 1)
    t.ask("hotline", "card_status", who, words="正常")
    t.ask("desk", "lift_loss", who, expect=("already_lapsed",), answers=social)


def lost_for_good(t: Teller, people: People) -> None:
    who = next(people)
    in_use(t, who, number_of(who, "F"))
    formal = {"function": "social", "kind": "formal"}
    t.ask("hotline", "report_loss", who, expect=("formal_loss_elsewhere",), answers=formal)
    t.ask("bank", "report_loss", who, party=BANK, words="原卡作废", answers=formal)
    t.ask(
        "desk",
        "lift_loss",
        who,
        expect=("formal_loss_final",),
        words="正式挂失不能撤销",
        answers={"function": "social"},
    )
    produce(t, who, number_of(who, "G"))
    collect_and_enable(t, who)


def locked(t: Teller, people: People) -> None:
    who = next(people)
    in_use(t, who, number_of(who, "P"))
    for _ in range(6):
        t.ask("partner", "try_pin", who, asker={"kind": "party"}, answers={"current_pin": WRONG})
    t.ask("partner", "try_pin", who, asker={"kind": "party"}, expect=("function_locked",), answers={"current_pin": PIN})
    t.ask("hotline", "report_loss", who, answers={"function": "social"})
    t.ask("desk", "lift_loss", who, answers={"function": "social"})
    t.ask("hotline", "card_status", who, words="锁定")
    t.ask("desk", "unlock", who, answers={"new_pin": "918273"})


def elsewhere(t: Teller, people: People) -> None:
    """A card that Beijing issued, asked about in Xi'an: Beijing's (the nation's) rules hold."""
    who = next(people)
    today = clock(t).date()
    t.ask("officer", "take_over_card", who, answers=old_card(who, today, BEIJING, 1000))
    t.ask("hotline", "report_loss", who, words="没有自动解除的期限", answers={"function": "social"})
    t.ask("desk", "report_loss", who, answers={"function": "social", "kind": "formal"})
    t.ask("desk", "lift_loss", who, answers={"function": "social"})
    early = {"ground": "expiry", "consent": True, "photo": application(who)["photo"]}
    t.ask("desk", "renew", who, expect=("too_early",), answers=early)


def old_card(who: Citizen, today: date, region: str, days_left: int) -> dict[str, Any]:
    outlet = OUTLET if region == XIAN else f"CN-{region}-01"
    return {
        "name": who.name, "mobile": who.mobile, "region": region, "bank": BANK, "outlet": outlet,
        "card_no": number_of(who, "O"), "issued_on": str(today - timedelta(days=3000)),
        "valid_until": str(today + timedelta(days=days_left)),
    }  # fmt: skip


def expiring(t: Teller, people: People) -> None:
    who = next(people)
    t.ask("officer", "take_over_card", who, answers=old_card(who, clock(t).date(), XIAN, 65))
    photo = application(who)["photo"]
    renewal = {"ground": "expiry", "consent": True, "photo": photo}
    t.ask("desk", "renew", who, expect=("too_early",), answers=renewal)
    t.advance(6 * DAY_S)
    t.ask("desk", "renew", who, expect=("consent_missing",), answers={**renewal, "consent": False})
    t.ask("desk", "renew", who, answers=renewal)


def ended(t: Teller, people: People) -> None:
    who = next(people)
    in_use(t, who, number_of(who, "C"))
    leaving = {"ground": "left_province", "benefits_in_use": False}
    t.ask("desk", "cancel", who, expect=("funds_unsettled",), answers=leaving)
    t.ask("bank", "close_account", who, party=BANK, asker={"kind": "party"},
          expect=("social_not_cancelled", "funds_unsettled"))  # fmt: skip
    t.ask("bank", "settle_funds", who, party=BANK, asker={"kind": "party"}, answers={"function": "financial"})
    t.ask("officer", "settle_funds", who, answers={"function": "social"})
    t.ask("desk", "cancel", who, answers=leaving)
    t.ask("bank", "close_account", who, party=BANK, asker={"kind": "party"})


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


def two_pairs_of_eyes(t: Teller, people: People) -> None:
    who = next(people)
    t.ask("officer", "take_over_card", who, answers=old_card(who, clock(t).date(), XIAN, 900))
    change = {"part": "mobile", "value": "13900001111", "reason": "本人到网点申请变更"}
    proposal = t.ask("officer", "propose_correction", who, answers=change)["reference"]
    approval = {"proposal": proposal, "approve": True}
    t.ask("officer", "correct_record", who, expect=("same_officer",), answers=approval)
    t.ask("officer", "correct_record", who, answers=approval, party="2")


def several_cards(t: Teller, people: People) -> None:
    """Two provinces, two cards: each is judged by itself."""
    who = next(people)
    t.ask("officer", "take_over_card", who, answers=old_card(who, clock(t).date(), BEIJING, 900))
    photo = application(who)["photo"]
    t.ask("desk", "transfer", who, expect=("change_not_needed",),
          answers={"region": BEIJING, "bank": BANK, "outlet": f"CN-{BEIJING}-01", "photo": photo})  # fmt: skip
    t.ask("desk", "transfer", who, answers={"region": XIAN, "bank": BANK, "outlet": OUTLET, "photo": photo})
    t.ask("hotline", "review_cards", who, words="北京市")


def unfit_photo(t: Teller, people: People) -> None:
    who = next(people)
    small = b64encode(portrait(7, width=300, height=400)).decode()
    t.ask("desk", "apply", who, expect=("photo_unfit",), words="358×441", answers={**application(who), "photo": small})


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


CHAPTERS: tuple[tuple[str, Callable[[Teller, People], None]], ...] = (
    ("第一张社保卡：申领、制卡、领取、启用、激活", first_card),
    ("单位批量申领：部分受理，逐行答复", by_the_employer),
    ("丢了又找到：口头挂失、解挂、七天自动解除", lost_and_found),
    ("找不到了：正式挂失、补卡", lost_for_good),
    ("密码输错六次：锁定与解锁", locked),
    ("外地发的卡：按发卡地规定", elsewhere),
    ("快到期了：提前六十日换领", expiring),
    ("转出省外：结清、注销、销户", ended),
    ("请人代领：委托登记", by_another),
    ("更正信息：两人经手", two_pairs_of_eyes),
    ("跨省转移和多张卡", several_cards),
    ("照片不合格", unfit_photo),
)
