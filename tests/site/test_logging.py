"""Canaries: what identifies or unlocks never reaches a log line (PIN-1, PII-2)."""

import json
import logging
import sys
import uuid

import pytest

from yikatong.site.logging import JsonLines, masked

CANARIES = [
    "11010119900307731X",
    "11010119900307731x",
    "110101900307731",
    "110101 19900307 7314",
    "110101-19900307-731X",
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "6222021234567890123",
    "6222 0212 3456 7890 123",
    "6222 0212 3456 7890",
    "483920",
    "４８３９２０",
    "１３８００１３８０００",
]
SENTENCES = [
    "{}",
    "证件号码{}有误",
    "pin={}&x=1",
    "pin{}",
    '{{"pin": "{}"}}',
    "Key (id_number)=({}) already exists.",
]


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("yikatong", logging.INFO, "x.py", 1, message, arguments, None)
    vars(record).update(extra)
    return JsonLines().format(record)


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_canary_is_masked_in_message_argument_and_extra(canary: str, sentence: str) -> None:
    words = sentence.format(canary)
    for printed in (line(words), line("%s", words), line("x", asked=words), line("x", asked={"to": [words]})):
        told = json.loads(printed)
        assert "[masked]" in printed
        # Not one of its groups is left, other than in the time of day.
        assert not any(group in str(told | {"at": ""}) for group in canary.replace("-", " ").split())


def test_a_canary_is_masked_in_a_traceback() -> None:
    try:
        raise ValueError("11010119900307731X")
    except ValueError:
        record = logging.LogRecord("yikatong", logging.ERROR, "x.py", 1, "failed", None, sys.exc_info())
    told = json.loads(JsonLines().format(record))
    assert "ValueError: [masked]" in told["traceback"]


def test_what_is_needed_to_find_a_case_is_kept() -> None:
    case = str(uuid.UUID(int=0x1234567812345678123456781234567A))
    kept = f"{case} 2026-01-31 08:15 report_loss 503 12333"
    assert masked(kept) == kept


def test_a_line_is_one_json_object() -> None:
    told = json.loads(line("两行\n%s", "文字", case="x"))
    assert told["message"] == "两行\n文字"
    assert told["case"] == "x"
    assert told["level"] == "INFO"
    assert "\n" not in line("a\nb")
