"""Laws over every text for holders; each is first shown to see a planted fault."""

import re

import pytest

from yikatong.cards import events as e
from yikatong.cards.orders import OrderKind, OrderResult
from yikatong.cards.stages import Stage
from yikatong.office.messages import STAGES_HEARD
from yikatong.office.telling import reminders, sms
from yikatong.office.telling.preview import EXAMPLE, previews
from yikatong.office.telling.templates import CHINESE, OTHER, SmsUse, TemplateFault, read, template_of, templates
from yikatong.office.telling.terms import NAMES

SOUND = "# 例\nsms: now\nwhat: 卡已挂失。\nwhy: 应申请。\nnext: 请补领。\nreference: 编号{reference}，咨询{hotline}。\n"
HEARD = sorted(kind for kind, cls in e.EVENTS.items() if e.Party.HOLDER in cls.hears)
ENDS = re.compile(r"\{(hotline|bank_hotline)\}。$")
LETTERS = re.compile("[\u4e00-\u9fff]")


def faults(text: str) -> list[str]:
    """What is wrong with a template that is sent by text message."""
    template = read("planted", text)
    words = sms.words(template, dict(EXAMPLE))
    found = sms.unfit(words) + (["太长"] if sms.segments(words) > sms.MESSAGES_MAX else [])
    found += [] if ENDS.search(template.reference) else ["没有电话"]
    found += [] if "{reference}" in template.reference else ["没有编号"]
    return found + [f"没有{name}" for name in template.names - NAMES]


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        ("详见https://card.example.org", "有链接"), ("请看 yikatong.cn/a", "有链接"), ("点击 www.x 查看", "有链接"),
        ("请回电13912345678", "证件号"), ("您的卡6222020200011223344", "证件号"), ("61010419700101000X 的卡", "证件号"),
        ("请补领。" * 40, "太长"), ("见{nowhere}", "没有nowhere"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_seen(planted: str, words: str) -> None:
    assert faults(SOUND) == []
    try:
        found = faults(SOUND.replace("请补领。", planted))
    except KeyError as unknown:  # a name that nothing stands for cannot even be filled in
        found = [f"没有{unknown.args[0]}"]
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize("text", [
    "", SOUND.replace("why: 应申请。\n", ""), SOUND.replace("sms: now", "sms: often"), SOUND + "more: x\n",
    SOUND.replace("next: 请补领。", "next:"), SOUND + "没有冒号\n",
])  # fmt: skip
def test_a_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(TemplateFault):
        read("planted", text)


@pytest.mark.parametrize("name", templates())
def test_every_text_message_keeps_the_law(name: str) -> None:
    template = templates()[name]
    assert template.names <= NAMES, template.names - NAMES
    if template.sms is SmsUse.NEVER:
        return
    words = sms.words(template, dict(EXAMPLE))
    assert sms.unfit(words) == []
    assert sms.segments(words) <= sms.MESSAGES_MAX, (len(words), words)
    assert ENDS.search(template.reference)
    assert "{reference}" in template.reference


@pytest.mark.parametrize("name", templates())
def test_every_text_is_in_english_with_the_same_facts(name: str) -> None:
    chinese, english = templates()[name], templates("en")[name]
    assert not LETTERS.search("".join(english.parts))
    assert english.names == chinese.names, english.names ^ chinese.names
    assert english.sms is chinese.sms
    assert templates("en").keys() == templates().keys()


@pytest.mark.parametrize("kind", [*HEARD, *(kind.kind for kind in reminders.KINDS)])
def test_every_kind_that_a_holder_hears_has_words_of_its_own(kind: str) -> None:
    assert template_of(kind, {}).name != OTHER or kind in ("loss_reported",)


def test_the_variants_that_matter_have_their_words() -> None:
    def named(heard: str, **facts: object) -> str:
        return template_of(heard, facts).name

    assert named("loss_reported", formal=True) == "loss_reported-formal"
    assert named("loss_reported", until="2026-11-30") == "loss_reported-temporary"
    assert named("loss_reported") == "loss_reported-open"
    for stage in STAGES_HEARD[e.Party.HOLDER] - {Stage.BATCHED}:
        assert named("stage_reached", stage=stage.value) == f"stage_reached-{stage.value}"
    for result in OrderResult:
        assert named("account_mirrored", result=result.value) == f"account_mirrored-{result.value}"
    assert named("account_mirrored") == "account_mirrored-changed"
    assert {named("account_ordered", kind=kind.value) for kind in OrderKind} >= {
        "account_ordered-report_formal_loss", "account_ordered-report_temporary_loss", "account_ordered-lift_loss",
        "account_ordered-move_balance", "account_ordered-pay_out", "account_ordered-close_account", "account_ordered",
    }  # fmt: skip
    assert named("nobody_wrote_words_for_it") == OTHER


def test_what_guards_the_card_goes_out_at_once_and_an_order_says_that_nothing_is_certain() -> None:
    urgent = {name for name, template in templates(CHINESE).items() if template.sms is SmsUse.NOW}
    assert {"loss_reported-temporary", "loss_reported-formal", "loss_lifted", "pin_changed", "function_locked",
            "function_unlocked", "account_ordered-report_temporary_loss"} <= urgent  # fmt: skip
    assert not {name for name in urgent if name.startswith(("reminder", "appointment", "visit"))}
    for name, template in templates().items():
        if name.startswith("account_ordered"):
            assert "银行尚未回执" in "".join(template.parts), name
            assert "{bank_hotline}" in template.reference, name


def test_the_example_has_a_value_for_every_name_and_every_template_is_shown() -> None:
    assert set(EXAMPLE) == NAMES
    assert [p.template.name for p in previews()] == [*templates()]
    assert all(p.segments == 0 for p in previews() if p.template.sms is SmsUse.NEVER)


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        ("2026-11-23T20:59:59", "21:00-08:00", None),
        ("2026-11-23T21:00:00", "21:00-08:00", "2026-11-24T08:00:00"),
        ("2026-11-23T23:30:00", "21:00-08:00", "2026-11-24T08:00:00"),
        ("2026-11-24T00:00:00", "21:00-08:00", "2026-11-24T08:00:00"),
        ("2026-11-24T07:59:59", "21:00-08:00", "2026-11-24T08:00:00"),
        ("2026-11-24T08:00:00", "21:00-08:00", None),
        ("2026-11-23T13:00:00", "12:00-14:00", "2026-11-23T14:00:00"),
        ("2026-11-23T14:00:00", "12:00-14:00", None),
    ],
)
def test_quiet_hours_end_in_the_morning(now: str, hours: str, until: str | None) -> None:
    from datetime import datetime

    found = sms.quiet_until(datetime.fromisoformat(f"{now}+08:00"), hours)
    assert found == (datetime.fromisoformat(f"{until}+08:00") if until else None)
