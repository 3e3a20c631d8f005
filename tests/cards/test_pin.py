"""A PIN is read, judged and compared, and cannot be seen by accident."""

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yikatong.cards.identity import InputFault
from yikatong.cards.pin import Pin

SECRET = "470916"


@dataclasses.dataclass(frozen=True)
class Asked:
    pin: Pin


def test_reading_takes_digits_of_any_width():
    assert Pin.read("４７０９１６").reveal() == SECRET
    assert Pin.read(f" {SECRET}\n").reveal() == SECRET
    assert Pin.read("0471", digits=4).reveal() == "0471"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "pin_length"),
        ("47091", "pin_length"),
        ("4709160", "pin_length"),
        ("47091a", "pin_characters"),
        ("47 916", "pin_characters"),
        ("-47091", "pin_characters"),
        ("٤٧٠٩١٦", "pin_characters"),
    ],
)
def test_wrong_pins(typed, code):
    with pytest.raises(InputFault) as caught:
        Pin.read(typed)
    assert caught.value.code == code
    assert typed == "" or typed not in repr(caught.value) + str(caught.value)


@given(st.text(max_size=12), st.integers(4, 16))
def test_any_text_is_a_pin_or_faulted(text, digits):
    try:
        pin = Pin.read(text, digits)
    except InputFault:
        return
    assert len(pin.reveal()) == digits


def test_no_way_of_showing_shows_it():
    pin = Pin.read(SECRET)
    asked = Asked(pin)
    record = logging.LogRecord("log", logging.INFO, "file", 1, "%s %r", (pin, asked), None)
    shown = [repr(pin), str(pin), f"{pin}", f"{pin:>20}", f"{pin!r}", format(pin, "x")]
    shown += [repr(asked), str(dataclasses.asdict(asked)), str(dataclasses.astuple(asked))]
    shown += [pprint.pformat(asked), record.getMessage(), json.dumps(str(pin)), ascii(pin)]
    for text in shown:
        assert "Pin(******)" in text
        assert SECRET not in text


def test_it_cannot_be_written_out():
    pin = Pin.read(SECRET)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="never pickled"):
            pickle.dumps(pin, protocol)
    with pytest.raises(TypeError):
        pickle.dumps(Asked(pin))
    with pytest.raises(TypeError):
        json.dumps({"pin": pin})
    with pytest.raises(TypeError):
        vars(pin)
    assert copy.copy(pin) is copy.deepcopy(pin) is pin


def test_no_plain_attribute_holds_it_and_no_pin_is_made_unread():
    pin = Pin.read(SECRET)
    public = [name for name in dir(pin) if not name.startswith("_")]
    assert public == ["equals", "is_simple", "occurs_in", "read", "reveal"]
    assert not hasattr(pin, "digits")
    with pytest.raises(TypeError, match=r"Pin\.read"):
        Pin()


def test_a_traceback_with_local_variables_does_not_show_it():
    pin = Pin.read(SECRET)
    try:
        pin.occurs_in(None)
    except TypeError as error:
        report = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "Pin(******)" in report
    assert SECRET not in report


def test_a_refused_pin_is_not_among_the_local_variables_of_reading_it():
    try:
        Pin.read("47" + "0916" + "55")
    except InputFault as error:
        frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    inner = [frame for frame in frames if frame.filename.endswith("pin.py") and frame.name == "read"]
    assert len(inner) == 1
    assert "digits" in inner[0].locals
    assert "470916" not in str(inner[0].locals)


def test_equality_is_asked_for_by_name():
    one, same, other = Pin.read(SECRET), Pin.read(SECRET), Pin.read("470917")
    assert one.equals(same)
    assert not one.equals(other)
    assert not one.equals(Pin.read("4709", digits=4))
    assert one != same


@pytest.mark.parametrize("digits", ["000000", "123456", "890123", "987654", "210987", "101010", "123123"])
def test_simple_pins(digits):
    assert Pin.read(digits).is_simple()


@pytest.mark.parametrize("digits", ["470916", "123457", "135790", "121213", "112234", "123321", "668899"])
def test_pins_that_are_not_simple(digits):
    assert not Pin.read(digits).is_simple()


def test_the_simple_pins_are_these_and_no_others():
    ring = "0123456789" * 2
    runs = [line[i : i + n] for line in (ring, ring[::-1]) for n in (2, 3, 6) for i in range(10)]
    simple = {"".join(c * (6 // len(run)) for c in run) for run in runs}
    simple |= {f"{n:02}" * 3 for n in range(100)} | {f"{n:03}" * 2 for n in range(1000)}
    assert len(simple) == 1150
    assert all(Pin.read(digits).is_simple() for digits in simple)
    others = [f"{n:06}" for n in range(0, 1_000_000, 17) if f"{n:06}" not in simple]
    assert len(others) > 58_000
    assert not any(Pin.read(digits).is_simple() for digits in others)


def test_it_is_found_in_numbers_however_they_are_written():
    assert Pin.read("650101").occurs_in("610113196501010011")
    assert Pin.read("650101").occurs_in("610113 1965-0101 0011")
    assert Pin.read("345678").occurs_in("１３８１２３４５６７８")
    assert not Pin.read(SECRET).occurs_in("610113196501010011")
    assert not Pin.read(SECRET).occurs_in("")
