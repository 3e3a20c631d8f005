"""Chapters about a card's life after that."""

from yikatong.channels.cli.story.passages import (
    BANK,
    BEIJING,
    DAY_S,
    OUTLET,
    PIN,
    WRONG,
    XIAN,
    People,
    application,
    clock,
    collect_and_enable,
    in_use,
    number_of,
    old_card,
    produce,
)
from yikatong.channels.cli.story.teller import Teller


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
