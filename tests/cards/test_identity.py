"""The examples of the domain handbook, and laws over any text at all."""

import pickle
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yikatong.cards.identity import (
    IdKind,
    InputFault,
    age_on,
    check_digit,
    normalise,
    read_for_search,
    read_id_number,
    read_mobile,
    read_person_name,
)

TODAY = date(2026, 11, 21)
CITIZENS = {
    "610113196501010011": (date(1965, 1, 1), "male"),
    "610102197005150029": (date(1970, 5, 15), "female"),
    "610402197503010041": (date(1975, 3, 1), "female"),
    "610802198402290036": (date(1984, 2, 29), "male"),
    "610104201206300056": (date(2012, 6, 30), "male"),
    "11010519491231002X": (date(1949, 12, 31), "female"),
}
PERMITS = ("810000199001010019", "820000198512310029", "830000197807040035")
FOREIGN = "961840198506150010"
VALID = (*CITIZENS, *PERMITS, FOREIGN)


def with_check_digit(first17: str) -> str:
    return first17 + check_digit(first17)


def code_of(read, text: str, *args) -> str:
    with pytest.raises(InputFault) as caught:
        read(text, *args)
    assert caught.value.words
    assert caught.value.cure
    return caught.value.code


@pytest.mark.parametrize("number", CITIZENS)
def test_a_citizen_number_tells_birth_sex_and_region(number):
    found = read_id_number(number, TODAY)
    assert (found.number, found.kind, found.region6) == (number, IdKind.CITIZEN, number[:6])
    assert (found.born_on, found.sex) == CITIZENS[number]
    assert found.warnings == ()


@pytest.mark.parametrize(("number", "sex"), list(zip(PERMITS, ("male", "female", "male"), strict=True)))
def test_a_resident_permit_is_told_by_its_area(number, sex):
    found = read_id_number(number, TODAY)
    assert (found.kind, found.region6, found.sex) == (IdKind.RESIDENT_PERMIT, number[:6], sex)


def test_a_new_foreign_number_has_a_birth_date_and_no_region():
    found = read_id_number(FOREIGN, TODAY)
    assert (found.kind, found.born_on) == (IdKind.FOREIGN_PERMANENT, date(1985, 6, 15))
    assert (found.region6, found.sex) == (None, None)


def test_an_old_foreign_number_is_kept_and_said_to_be_unverified():
    found = read_id_number("usa110085061501", TODAY)
    assert (found.number, found.kind) == ("USA110085061501", IdKind.FOREIGN_PERMANENT)
    assert (found.born_on, found.sex, found.region6) == (None, None, None)
    assert found.warnings == ("check_digit_not_verified",)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105-1949-1231-002X",
        "\ufeff110105\u200b19491231\u3000002X\n",
        "110105\u00ad19491231\u2011002X",
    ],
)
def test_ways_of_typing_the_same_number(typed):
    assert read_id_number(typed, TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id_number_length"),
        ("61011319650101001", "id_number_length"),
        ("6101131965010100111", "id_number_length"),
        ("E12345678", "id_number_length"),
        ("61011319650101001A", "id_number_characters"),
        ("X10113196501010011", "id_number_characters"),
        ("六一零一一三一九六五零一零一零零一一", "id_number_characters"),
        ("٦١٠١١٣١٩٦٥٠١٠١٠٠١١", "id_number_characters"),  # Arabic-Indic digits, for which isdigit() is true
        (with_check_digit("01011319650101001"), "id_number_province"),
        (with_check_digit("81010119900101001"), "id_number_province"),
        (with_check_digit("66011319650101001"), "id_number_province"),
        ("610802198302290036", "id_number_birth_date"),
        (with_check_digit("61011319651301001"), "id_number_birth_date"),
        (with_check_digit("61011300000101001"), "id_number_birth_date"),
        (with_check_digit("61011320261122001"), "id_number_future_birth"),
        (with_check_digit("61011318951120001"), "id_number_age"),
        ("610113196501010012", "id_number_check_digit"),
        ("USA123456789012345", "id_number_assigned"),
        ("610113\u202e196501010011", "hidden_characters"),
        ("610113\x00196501010011", "hidden_characters"),
        ("610113\ud800196501010011", "hidden_characters"),
    ],
)
def test_wrong_numbers_have_codes_of_their_own(typed, code):
    assert code_of(read_id_number, typed, TODAY) == code
    assert code_of(read_for_search, typed, TODAY) == code


def test_the_limits_of_birth_and_age_are_inside():
    assert read_id_number(with_check_digit("61011320261121001"), TODAY).born_on == TODAY
    assert read_id_number(with_check_digit("61011318951122001"), TODAY).born_on == date(1895, 11, 22)


@pytest.mark.parametrize(
    ("old", "new"),
    [("610113650101001", "610113196501010011"), ("110105491231002", "11010519491231002X")],
)
def test_fifteen_digits_search_but_are_no_key(old, new):
    found = read_for_search(old, TODAY)
    assert (found.number, found.warnings) == (new, ("upgraded_from_15_digits",))
    with pytest.raises(InputFault) as caught:
        read_id_number(old, TODAY)
    assert caught.value.code == "id_number_15_digits"
    assert f"{new[:6]}********{new[-4:]}" in caught.value.cure
    assert old not in str(caught.value)
    assert new not in str(caught.value)


@pytest.mark.parametrize("sequence", ["996", "997", "998", "999"])
def test_the_sequences_of_centenarians_are_left_to_people(sequence):
    assert code_of(read_for_search, f"610113650101{sequence}", TODAY) == "id_number_centenarian"
    assert code_of(read_id_number, f"610113650101{sequence}", TODAY) == "id_number_centenarian"
    assert read_for_search("610113650101995", TODAY).born_on == date(1965, 1, 1)


def test_fifteen_digits_are_judged_like_eighteen():
    assert code_of(read_for_search, "610113650230001", TODAY) == "id_number_birth_date"
    assert code_of(read_for_search, "660113650101001", TODAY) == "id_number_province"
    for no_old_number in (
        "990113650101001",
        "810000650101001",
    ):  # neither foreigners nor permits had 15 digits
        assert code_of(read_for_search, no_old_number, TODAY) == "id_number_length"
        assert code_of(read_id_number, no_old_number, TODAY) == "id_number_length"


def test_an_abolished_area_is_a_warning_and_no_refusal():
    found = read_id_number("610113196501010011", TODAY, known_areas={"610102"})
    assert found.warnings == ("area_not_current",)
    assert read_id_number("610113196501010011", TODAY, known_areas={"610113"}).warnings == ()
    assert read_id_number(PERMITS[0], TODAY, known_areas={"610102"}).warnings == ()


def test_neither_the_repr_nor_a_fault_tells_the_number():
    shown = repr(read_id_number("610113196501010011", TODAY))
    assert shown == "IdNumber(6****************1, citizen)"
    with pytest.raises(InputFault) as caught:
        read_id_number("610113196501010012", TODAY)
    assert "6101" not in repr(caught.value) + str(caught.value)


def test_a_fault_survives_the_way_between_processes():
    fault = InputFault("a_code", "词。", "法。")
    again = pickle.loads(pickle.dumps(fault))
    assert (again.code, again.words, again.cure) == ("a_code", "词。", "法。")
    assert str(again) == "词。法。"


@given(st.text(max_size=40) | st.from_regex(r"\A[0-9A-Zx ]{13,20}\Z"))
def test_any_text_is_read_or_faulted(text):
    for read in (read_id_number, read_for_search):
        try:
            found = read(text, TODAY)
        except InputFault:
            continue
        assert len(found.number) in (15, 18)
        assert found.number.isascii()
        assert read(found.number, TODAY).number == found.number


@given(st.text(max_size=40))
def test_any_text_is_a_mobile_and_a_name_or_faulted(text):
    for read in (read_mobile, read_person_name):
        try:
            found = read(text)
        except InputFault:
            continue
        assert read(found) == found


@given(st.text(alphabet=st.characters() | st.sampled_from("xX19- \u3000\u200b\u0301e-"), max_size=30))
def test_normalise_is_idempotent(text):
    try:
        once = normalise(text)
    except InputFault:
        assume(False)
    assert normalise(once) == once


@pytest.mark.parametrize("number", VALID)
def test_any_one_character_changed_is_refused(number):
    changed = 0
    for place, was in enumerate(number):
        for other in "0123456789X":
            if other != was:
                code_of(read_id_number, number[:place] + other + number[place + 1 :], TODAY)
                changed += 1
    assert changed == 180


@pytest.mark.parametrize("number", VALID)
def test_two_neighbours_exchanged_are_refused(number):
    pairs = [i for i in range(17) if number[i] != number[i + 1]]
    assert len(pairs) >= 8
    for i in pairs:
        code_of(read_id_number, number[:i] + number[i + 1] + number[i] + number[i + 2 :], TODAY)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.sampled_from(["610113", "440305", "810000"]))
def test_every_number_made_by_the_rule_is_read_back(born_on, sequence, area):
    number = with_check_digit(f"{area}{born_on:%Y%m%d}{sequence:03}")
    found = read_id_number(number, TODAY)
    assert (found.born_on, found.sex) == (born_on, "male" if sequence % 2 else "female")


def test_the_weights_are_those_of_the_standard():
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for place, weight in enumerate(weights):
        assert check_digit("0" * place + "1" + "0" * (16 - place)) == "10X98765432"[weight % 11]
    for wrong in ("1" * 16, "1" * 18, "１" * 17, "²" * 17):
        with pytest.raises(ValueError, match="17 ASCII"):
            check_digit(wrong)


@pytest.mark.parametrize(
    ("born_on", "day", "years"),
    [
        (date(1984, 2, 29), date(2026, 2, 27), 41),
        (date(1984, 2, 29), date(2026, 2, 28), 42),
        (date(1984, 2, 29), date(2028, 2, 28), 43),
        (date(1984, 2, 29), date(2028, 2, 29), 44),
        (date(1984, 2, 29), date(2100, 2, 28), 116),
        (date(1965, 1, 1), date(2025, 12, 31), 60),
        (date(1965, 1, 1), date(2026, 1, 1), 61),
        (date(1965, 1, 1), date(1965, 1, 1), 0),
    ],
)
def test_age(born_on, day, years):
    assert age_on(born_on, day) == years


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "+86 138-1234-5678", "86 13812345678", "008613812345678", "１３８１２３４５６７８"],
)
def test_ways_of_typing_a_mobile(typed):
    assert read_mobile(typed) == "13812345678"


@pytest.mark.parametrize("prefix", ["145", "162", "165", "167", "170", "171", "191", "199"])
def test_newer_and_virtual_mobile_prefixes_are_in_use(prefix):
    assert read_mobile(prefix + "12345678") == prefix + "12345678"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "mobile_length"),
        ("1381234567", "mobile_length"),
        ("86138123456", "mobile_prefix"),
        ("+8613812345678a", "mobile_characters"),
        ("12812345678", "mobile_prefix"),
        ("23812345678", "mobile_prefix"),
        ("138123456七八", "mobile_characters"),
        ("029-12333", "mobile_length"),
        ("138\u202d12345678", "hidden_characters"),
    ],
)
def test_wrong_mobiles(typed, code):
    assert code_of(read_mobile, typed) == code


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
        ("\U00020bb7田", "\U00020bb7田"),  # Extension B
        ("王\U00031350", "王\U00031350"),  # Extension H, unassigned in the Unicode of Python 3.11
        ("李㛃", "李㛃"),  # Extension A
        ("王〇", "王〇"),
        ("⽅⽅", "方方"),  # Kangxi radicals, as copied out of PDF files
        ("ＺＨＡＮＧ Ｓａｎ", "ZHANG San"),
        ("Zoë  O’Neil-Smith Jr.", "Zoë O'Neil-Smith Jr."),
        ("一", "一"),
        ("张" * 50, "张" * 50),
    ],
)
def test_names_are_kept_as_on_the_document(typed, name):
    assert read_person_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name_missing"),
        (" \u3000\n", "name_missing"),
        ("张" * 51, "name_length"),
        ("张3", "name_digits"),
        ("张３", "name_digits"),
        ("张①", "name_digits"),
        ("张\u200d三", "hidden_characters"),
        ("张\u202e三", "hidden_characters"),
        ("张\x1f三", "hidden_characters"),
        ("张\ud842三", "hidden_characters"),
        ("\ue000三", "name_characters"),
        ("·张三", "name_characters"),
        ("张三·", "name_characters"),
        ("=cmd", "name_characters"),
        ("<b>张三", "name_characters"),
        ("张三😀", "name_characters"),
    ],
)
def test_wrong_names(typed, code):
    assert code_of(read_person_name, typed) == code
