"""The rows behind citizens' sign-ins: limits, tries, digests and sealed words."""

import json
from datetime import datetime, timedelta

from django.db.models import F

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Assurance
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.canonical import canonical, digest
from yikatong.office.cases import index_of
from yikatong.records import models

CODE_FOR = timedelta(minutes=5)
FACE_FOR = timedelta(minutes=10)
SIGNED_FOR = timedelta(minutes=30)
TRIES = 5
LIMIT_WINDOW = timedelta(hours=1)
LIMIT_PER_NUMBER = 5
LIMIT_PER_CLIENT = 60

FAULTS = {
    "code_wrong": (422, "验证码不对，请核对后重新输入。"),
    "code_expired": (422, "验证码已失效，请重新获取。"),
    "too_many_tries": (429, "连续输错次数过多，请重新登录。"),
    "sign_in_limited": (429, "一小时内尝试次数过多，请一小时后再试，或拨打12333。"),
    "sign_in_ended": (401, "登录已结束，请重新登录。"),
    "identity_refused": (403, "没有通过实人核验。"),
    "identity_unavailable": (503, "实人核验服务暂时没有回应，没有记为失败，请换一种方式或稍后再试。"),
}


class SignInFault(CounterFault):
    """Why nobody was signed in or checked; ``code`` is one of :data:`FAULTS`."""

    def __init__(self, code: str, words: str | None = None) -> None:
        self.status, default = FAULTS[code]
        super().__init__(words or default)
        self.code = code


def limited(number: IdNumber, client: str, now: datetime) -> str:
    """The blind index of the client, whose address is personal too. Errors: SignInFault (sign_in_limited)."""
    caller = deployment.vault().blind_index("client", client).hex()
    recent = models.SignIn.objects.filter(code_ends_at__gt=now + CODE_FOR - LIMIT_WINDOW)
    of_number = recent.filter(number_index=index_of(number)).count()
    if of_number >= LIMIT_PER_NUMBER or recent.filter(client=caller).count() >= LIMIT_PER_CLIENT:
        raise SignInFault("sign_in_limited")
    return caller


def write(
    token: str, number: IdNumber, name: str, caller: str, *, code_digest: bytes, ends_at: datetime
) -> models.SignIn:
    index = index_of(number)
    page = canonical({"number": number.number, "name": name}).encode()
    return models.SignIn.objects.create(
        token_digest=digest(token), client=caller, number_index=index,
        sealed=deployment.vault().seal(page, _place(index)), code_digest=code_digest,
        code_ends_at=deployment.now() + CODE_FOR, ends_at=ends_at,
    )  # fmt: skip


def assure(row: models.SignIn, now: datetime, ends_at: datetime) -> None:
    models.SignIn.objects.filter(pk=row.pk).update(
        assurance=int(Assurance.CODE), tries=0, face_ends_at=now + FACE_FOR, ends_at=ends_at
    )


def count_try(row: models.SignIn) -> None:
    """Counted before it is looked at, in one statement: many at once are not more than one after the other."""
    if not models.SignIn.objects.filter(pk=row.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise SignInFault("too_many_tries")


def signed_row(token: str) -> models.SignIn | None:
    signed = models.SignIn.objects.filter(token_digest=digest(token), assurance__gt=0)
    return signed.filter(ends_at__gt=deployment.now()).first()


def opened_words(row: models.SignIn) -> dict[str, str]:
    opened = deployment.vault().open(bytes(row.sealed), _place(bytes(row.number_index)))
    return dict(json.loads(opened))


def _place(index: bytes) -> str:
    return f"records_signin|sealed|{index.hex()}"


def code_digest_of(ticket: str, code: str) -> bytes:
    return deployment.vault().blind_index("sign_in_code", f"{ticket}|{code}")
