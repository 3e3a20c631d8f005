"""Staff: who is let in, and what their posts allow. Deny by default; what is out of a post's scope does not exist."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.cards.person import Person
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.office.ask import OutOfScope
from yikatong.policies import regions
from yikatong.records import models

OWN_ASKERS = {
    Channel.BANK: AskerKind.PARTY,
    Channel.PLANT: AskerKind.PARTY,
    Channel.PARTNER: AskerKind.PARTY,
    Channel.EMPLOYER: AskerKind.EMPLOYER,
    Channel.OFFICER: AskerKind.OFFICER,
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One post of a signed-in account: through which channel, in which region's subtree, for which party."""

    post_id: int
    user_id: int
    username: str
    channel: Channel
    region: str
    party: str

    @property
    def client(self) -> str:
        """Whose case numbers these are."""
        return f"{self.channel.value}:{self.user_id}"

    @property
    def actor(self) -> str:
        """The account's name, as the ledger and the looks keep it (80 characters)."""
        return self.username[:80]

    @property
    def own_asker(self) -> Asker | None:
        """How the post itself asks; None at desks, where the clerk types what the holder asks."""
        kind = OWN_ASKERS.get(self.channel)
        if kind is None:
            return None
        return Asker(kind, self.actor if kind is AskerKind.OFFICER else self.party)

    @property
    def place(self) -> str:
        return regions.name(self.region)


def postings_of(user: Any) -> tuple[Posting, ...]:
    """What this account may do. An account without a verified second factor may do nothing."""
    if not (user.is_authenticated and user.is_active and user.is_verified()):
        return ()
    rows = models.Post.objects.filter(user=user, channel__in=list(Channel)).order_by("channel", "region", "pk")
    return tuple(Posting(row.pk, user.pk, user.username, Channel(row.channel), row.region, row.party) for row in rows)


def admit(request: HttpRequest, username: str, password: str, code: str) -> tuple[User, Device] | None:
    """The account and the device that its code came from; None, whatever of the three was wrong.

    A wrong code counts towards the lock-out like a wrong password: else a thief of the password could try all codes.
    """
    user = authenticate(request, username=username, password=password)
    if user is None:
        return None
    device = _matching_device(user, code)
    if device is None:
        user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
        return None
    return user, device


@transaction.atomic
def _matching_device(user: Any, code: str) -> Device | None:
    """Locked, so that one code opens one door: the device remembers the last step it accepted."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    devices = TOTPDevice.objects.devices_for_user(user, confirmed=True).select_for_update()
    return next((device for device in devices if device.verify_token(code)), None)


def is_enrolled(user: Any) -> bool:
    """Whether the account has a second factor, without which it cannot sign in."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def enrol(username: str) -> str:
    """Give the account a new TOTP key in place of any old one. Gives the otpauth:// address, to be shown once.

    Errors: LookupError for an unknown account.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        raise LookupError(username)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    return str(device.config_url)


def check_party(person: Person, posting: Posting) -> None:
    """A bank sees the holders of its own cards and nobody else. Errors: OutOfScope."""
    if posting.channel is Channel.BANK and not any(card.bank == posting.party for card in person.cards):
        raise OutOfScope
