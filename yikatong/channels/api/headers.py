"""The two headers that decide whether an act is done: under which number, and upon which state."""

import re

from django.http import HttpRequest

from yikatong.channels.api.problems import Problem

CASE_NUMBER = re.compile(r"[\x21-\x7e]{1,255}")
ETAG = re.compile(r'"([0-9]{1,9})(?:-[0-9a-f]+)?"')


def case_number(request: HttpRequest, *, required: bool) -> str | None:
    """The ``Idempotency-Key``. Errors: Problem 400 where it is required and missing, or no printable ASCII."""
    key = request.headers.get("Idempotency-Key")
    if key is None and not required:
        return None
    if key is None:
        raise Problem(400, "idempotency_key_missing", "请在Idempotency-Key请求头中填写业务流水号，重试时保持不变。")
    if not CASE_NUMBER.fullmatch(key):
        raise Problem(400, "idempotency_key_malformed", "业务流水号应为1至255个可见的英文字符、数字或符号，不含空格。")
    return key


def version_wanted(request: HttpRequest) -> int | None:
    """The version named by ``If-Match``, if any. Errors: Problem 400 for what is no entity tag of a person."""
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return None
    found = ETAG.fullmatch(wanted.strip())
    if found is None:
        raise Problem(400, "etag_malformed", "If-Match请求头不是本接口给出的ETag。")
    return int(found[1])
