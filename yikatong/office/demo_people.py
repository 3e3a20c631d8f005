"""Who can sign in to the demonstration, with what it takes. Answers in demo mode only; its people are invented."""

from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.catalogue.terms import words_of
from yikatong.office import deployment, ledger
from yikatong.office.pages import read_person
from yikatong.policies import regions
from yikatong.records import models

P = ParamSpec("P")
T = TypeVar("T")
SHOWN = 30


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """``code`` is the one-time code of this half minute; ``secret`` is for an authenticator app (Base32)."""

    username: str
    posts: tuple[str, ...]
    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class DemoCitizen:
    number: str
    name: str
    standing: str


def _in_demo(view: Callable[P, T]) -> Callable[P, T]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        if not settings.DEMO:
            raise ValueError("只在演示环境中可以查看。")
        return view(*args, **kwargs)

    return guarded


@_in_demo
def accounts() -> list[DemoAccount]:
    """The staff accounts, with the code that their device shows now. Errors: ValueError outside demo mode."""
    found = User.objects.filter(posts__isnull=False, is_active=True).distinct().order_by("username")
    return [_account(user) for user in found.prefetch_related("posts")[:SHOWN]]


def _account(user: User) -> DemoAccount:
    posts = models.Post.objects.filter(user=user).order_by("channel")
    told = (
        f"{CHANNEL_WORDS.get(p.channel, p.channel)}，{regions.name(p.region)}{p.party and f'，{p.party}'}"
        for p in posts
    )
    device = TOTPDevice.objects.devices_for_user(user, confirmed=True).first()
    code = f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):06}" if device else ""
    return DemoAccount(user.username, tuple(told), code, b32encode(device.bin_key).decode() if device else "")


@_in_demo
def citizens() -> list[DemoCitizen]:
    """Some people to sign in as, one for each way a card can stand. Errors: ValueError outside demo mode."""
    seen: dict[str, DemoCitizen] = {}
    for holding in models.Holding.objects.select_related("dossier").order_by("-stage_at")[:600]:
        stands = f"{holding.stage}/{holding.social}/{holding.financial}"
        if stands not in seen and len(seen) < SHOWN:
            seen[stands] = _citizen(holding)
    return list(seen.values())


def _citizen(holding: models.Holding) -> DemoCitizen:
    row = holding.dossier
    opened = deployment.vault().open(bytes(row.words), ledger.words_place(row.person_id)).decode()
    person = read_person(row.person_id, row.version, row.facts, opened, [holding.facts])
    card, words = person.cards[0], person.words
    social, financial = card.social.at(deployment.now()), card.financial.at(deployment.now())
    standing = f"{card.stage.words}；社保功能{social.state.words}，金融功能{words_of(financial.state)}"
    return DemoCitizen(words.id_number if words else "", words.name if words else "", standing)


@_in_demo
def history_is_told(bank: str) -> int:
    """The city's past was heard by whoever was to hear it, but for the accounts that this bank has still to open."""
    past = models.Message.objects.filter(sent_at__isnull=True)
    opening = models.Holding.objects.filter(dossier=OuterRef("dossier"), stage="bank_opening", bank=bank)
    told = past.filter(party="holder").update(sent_at=F("at"))
    return told + past.filter(~Exists(opening), party="bank", target=bank).update(sent_at=F("at"))
