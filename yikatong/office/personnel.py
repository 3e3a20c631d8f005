"""Staff and what they may do: proposed by one officer, approved by another. Taking away needs one, giving needs two."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, staff
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.hiring import check_alone, forget, hire, prepare, unopened
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

# Channels with pages for people; the others are asked by machines.
STAFFED = (
    Channel.DESK, Channel.HOTLINE, Channel.BANK, Channel.OFFICER, Channel.EMPLOYER, Channel.FIELD, Channel.KIOSK,
)  # fmt: skip
WITH_PARTY = (Channel.BANK, Channel.EMPLOYER, Channel.KIOSK)
USERNAME = re.compile(r"[a-z][a-z0-9-]{2,39}", re.ASCII)
PARTY = re.compile(r"[A-Za-z0-9-]{2,40}", re.ASCII)


class SecondOfficerNeeded(CounterFault):
    code, words, status = "second_officer_needed", "提出人不能审核自己提出的岗位，请由另一位工作人员审核。", 409


class PasswordKnown(CounterFault):
    code, status = "password_known", 409
    words = "您提出过这个用户名的岗位，可能知道初始密码，不能再领取动态口令，请由另一位工作人员审核。"


class StaffDecided(CounterFault):
    code, words, status = "staff_proposal_decided", "这一项已经有了审核结果，没有再次处理。", 409


class NotOneself(CounterFault):
    code, words, status = "not_oneself", "不能停用自己的账号，请由另一位工作人员办理。", 409


@dataclass(frozen=True, slots=True)
class StaffProposal:
    proposal_id: int
    kind: str
    username: str
    channel: str
    region: str
    party: str
    proposer: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Credentials:
    """Half of what opens an account, shown once and kept nowhere; the other is empty, for it is another officer's.

    ``password``: the first one, to the proposer. ``otp_address``: of the second factor (otpauth://), to the approver.
    """

    username: str
    password: str = ""
    otp_address: str = ""


@transaction.atomic
def propose_post(posting: Posting, username: str, channel: str, region: str, party: str) -> Credentials | None:
    """Propose a post. A new account is made at once, without post, second factor or way in; gives its first password.

    Errors: InputFault, OutOfScope.
    """
    if not USERNAME.fullmatch(username):
        raise InputFault("username_form", "用户名应为3到40位小写字母、数字或短横，以字母开头。", "请重新填写用户名。")
    if channel not in STAFFED:
        raise InputFault("channel_missing", "没有选择岗位。", "请选择岗位。")
    if not regions.known(region):
        raise InputFault("region_missing", "没有选择地区。", "请选择地区。")
    _check_reach(posting, region)
    if (channel in WITH_PARTY) != bool(party) or party and not PARTY.fullmatch(party):
        raise InputFault("party_unfit", "银行、用人单位和自助机岗位须填写单位代码，其他岗位不填。", "请核对单位代码。")
    check_alone(username, Channel(channel), regions.region(region), party)
    password = prepare(username)
    _propose(posting, "post", username, regions.region(region), channel, party)
    return Credentials(username, password=password) if password else None


def propose_for(posting: Posting, kind: str, username: str) -> None:
    """Propose a new second factor (``key``) or the return of a stopped account (``restore``). Errors: OutOfScope."""
    _whole_account(posting, username)
    _propose(posting, kind, username, posting.region)


def proposals(posting: Posting) -> tuple[StaffProposal, ...]:
    """What waits for a second officer within reach, the latest first."""
    rows, own = models.StaffProposal.objects.filter(verdict="").order_by("-id"), regions.levels(posting.region)[0]
    near = rows if own == regions.NATION_LEVEL else rows.filter(region__startswith=own)
    return tuple(_proposal(row) for row in near[:200])


@transaction.atomic
def decide(posting: Posting, proposal_id: int, approve: bool) -> Credentials | None:
    """Approve or decline another's proposal; gives the second factor of a new account or in place of an old one.

    Errors: OutOfScope (also where the account has come to work beyond reach meanwhile), SecondOfficerNeeded (also for
    what concerns oneself), PasswordKnown (whoever was shown the password is given no second factor), StaffDecided,
    InputFault (another post stands against it by now).
    """
    row = models.StaffProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None or not regions.covers(posting.region, row.region):
        raise OutOfScope
    if row.verdict:
        raise StaffDecided
    if approve and posting.actor in (row.proposer, row.username):
        raise SecondOfficerNeeded
    if approve and row.kind != "post":
        _whole_account(posting, row.username)
    row.verdict, row.decider, row.decided_at = "approved" if approve else "declined", posting.actor, deployment.now()
    row.save()
    return _carry_out(row) if approve else forget(row.username)


@transaction.atomic
def remove_post(posting: Posting, post_id: int) -> None:
    """One person may take a post away. Errors: OutOfScope."""
    row = models.Post.objects.filter(pk=post_id, user__isnull=False).select_related("user").first()
    if row is None or not regions.covers(posting.region, row.region):
        raise OutOfScope
    note(posting, "post_removed", f"{row.user.username} {row.channel} {row.region} {row.party}".strip())
    row.delete()


@transaction.atomic
def stop(posting: Posting, username: str) -> None:
    """One person may stop an account; it is signed out everywhere. Errors: OutOfScope, NotOneself."""
    user = _whole_account(posting, username)
    if username == posting.username:
        raise NotOneself
    User.objects.filter(pk=user.pk).update(is_active=False)
    for device in TOTPDevice.objects.filter(user=user):
        device.delete()  # sessions are verified by the row: under a new one no old session works again
        device.pk = None
        device.save(force_insert=True)
    note(posting, "stopped", username)


def note(posting: Posting, act: str, subject: str) -> None:
    """Write down what one person did alone."""
    models.StaffAct.objects.create(
        act=act, subject=subject[:120], actor=posting.actor, region=posting.region, at=deployment.now()
    )


def _carry_out(row: models.StaffProposal) -> Credentials | None:
    user = User.objects.filter(username=row.username).first()
    if user is None:
        raise OutOfScope
    opens = unopened(user)
    if (opens or row.kind == "key") and _first_proposer(user) == row.decider:
        raise PasswordKnown
    if opens or row.kind == "restore":
        User.objects.filter(pk=user.pk).update(is_active=True)
    if row.kind == "post":
        hire(row.username, "", Channel(row.channel), row.region, row.party)
    return Credentials(row.username, otp_address=staff.enrol(row.username)) if opens or row.kind == "key" else None


def _first_proposer(user: User) -> str | None:
    """Who was shown the first password, if it was made here; proposals for an earlier account of the name are older."""
    made = models.StaffProposal.objects.filter(kind="post", username=user.username, proposed_at__gte=user.date_joined)
    return made.order_by("pk").values_list("proposer", flat=True).first()


def _propose(posting: Posting, kind: str, username: str, region: str, channel: str = "", party: str = "") -> None:
    told = {"kind": kind, "username": username, "region": region, "channel": channel, "party": party, "verdict": ""}
    fresh = {"proposer": posting.actor, "proposed_at": deployment.now()}
    if not models.StaffProposal.objects.filter(**told).exists():  # two at once are two lines, and no error
        models.StaffProposal.objects.create(**told, **fresh)


def _whole_account(posting: Posting, username: str) -> User:
    """An account all of whose posts are within reach: nobody stops whom another place employs too."""
    user = User.objects.filter(username=username, posts__isnull=False).distinct().prefetch_related("posts").first()
    if user is None or not all(regions.covers(posting.region, post.region) for post in user.posts.all()):
        raise OutOfScope
    return user


def _check_reach(posting: Posting, region: str) -> None:
    if not regions.covers(posting.region, region):
        raise OutOfScope("这个地区不在您的业务范围内。")


def _proposal(row: models.StaffProposal) -> StaffProposal:
    return StaffProposal(
        row.pk, row.kind, row.username, row.channel, row.region, row.party, row.proposer, row.proposed_at
    )
