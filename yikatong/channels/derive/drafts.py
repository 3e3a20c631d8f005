"""Answers between the form and the confirmation, kept on the server under the case number, sealed."""

import json
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yikatong.catalogue.channels import Asker, AskerKind, Assurance
from yikatong.channels.derive.window import Window
from yikatong.office.ask import CounterFault
from yikatong.office.deployment import vault
from yikatong.office.vault import VaultFault

CASE_NUMBER = re.compile(r"[0-9a-f]{32}")
KEPT = 5


class DraftGone(CounterFault):
    code, words, status = "draft_gone", "填写的内容已经不在了，本次没有办理，请重新填写。", 404


class CaseNumberBad(CounterFault):
    code, words, status = "case_number_bad", "页面内容不完整，请返回上一页重新填写。", 400


@dataclass(frozen=True, slots=True)
class Draft:
    """What was filled in. Secrets and files are never among the answers; the agent's number is kept as it was typed,
    for whoever comes back to change an answer."""

    answers: dict[str, Any]
    card_id: str | None
    asker: Asker
    assurance: Assurance
    agent_number: str = ""


def new_case_number() -> str:
    return secrets.token_hex(16)


def case_number_of(written: str) -> str:
    """Errors: CaseNumberBad."""
    if not CASE_NUMBER.fullmatch(written):
        raise CaseNumberBad
    return written


def keep(request: HttpRequest, window: Window, service: str, case_number: str, draft: Draft) -> None:
    """Kept until the sign-in ends or five newer ones come: a second click must find what the first confirmed."""
    page = {
        "answers": draft.answers, "card_id": draft.card_id,
        "asker": [draft.asker.kind.value, draft.asker.code], "assurance": int(draft.assurance),
        "agent_number": draft.agent_number,
    }  # fmt: skip
    sealed = vault().seal(json.dumps(page).encode(), _place(window, service, case_number))
    others = {k: v for k, v in request.session.get("drafts", {}).items() if k != case_number}
    recent = dict(list(others.items())[-(KEPT - 1) :])
    request.session["drafts"] = recent | {case_number: b64encode(sealed).decode()}


def kept(request: HttpRequest, window: Window, service: str, case_number: str) -> Draft:
    """Errors: DraftGone, also for a draft about another person or service."""
    sealed = request.session.get("drafts", {}).get(case_number)
    if sealed is None:
        raise DraftGone
    try:
        page = json.loads(vault().open(b64decode(sealed), _place(window, service, case_number)))
    except VaultFault:
        raise DraftGone from None
    kind, code = page["asker"]
    asker, assurance = Asker(AskerKind(kind), code), Assurance(page["assurance"])
    return Draft(page["answers"], page["card_id"], asker, assurance, page["agent_number"])


def _place(window: Window, service: str, case_number: str) -> str:
    return f"draft|{window.client}|{window.handle}|{service}|{case_number}"
