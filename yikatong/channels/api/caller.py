"""Who calls, and how much they may: the token, the channel's ceilings, and who may be said to ask there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.channels.api.problems import Problem, too_often
from yikatong.office.clients import Caller, TokenInvalid, caller_of
from yikatong.office.limits import wait_s

HOLDER, AGENT, GUARDIAN = AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN
PEOPLE = (HOLDER, AGENT, GUARDIAN)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a channel's clients may claim. ``askers``: who may be said to ask; ``opens``: whether dossiers open."""

    ceiling: Assurance
    usual: Assurance
    askers: tuple[AskerKind, ...]
    opens: bool = False


# A staffed channel vouches for whom it saw; a machine or an employer has to say what it did.
RIGHTS: dict[Channel, Rights] = {
    Channel.PORTAL: Rights(Assurance.FACE, Assurance.NONE, PEOPLE, opens=True),
    Channel.DESK: Rights(Assurance.PRESENT, Assurance.PRESENT, (*PEOPLE, AskerKind.OFFICER), opens=True),
    Channel.HOTLINE: Rights(Assurance.CLAIMED, Assurance.CLAIMED, PEOPLE, opens=True),
    Channel.FIELD: Rights(Assurance.PRESENT, Assurance.PRESENT, PEOPLE, opens=True),
    Channel.KIOSK: Rights(Assurance.FACE, Assurance.NONE, PEOPLE),
    Channel.BANK: Rights(Assurance.PRESENT, Assurance.PRESENT, (AskerKind.PARTY, *PEOPLE)),
    Channel.PARTNER: Rights(Assurance.PRESENT, Assurance.PRESENT, (AskerKind.PARTY, *PEOPLE)),
    Channel.EMPLOYER: Rights(Assurance.CODE, Assurance.NONE, (AskerKind.EMPLOYER,)),
    Channel.PLANT: Rights(Assurance.NONE, Assurance.NONE, (AskerKind.PARTY,)),
    Channel.OFFICER: Rights(Assurance.PRESENT, Assurance.NONE, (AskerKind.OFFICER,), opens=True),
}


class ClientToken:
    """For django-ninja: the caller behind the request's bearer token, or the problem that says why not."""

    openapi_security_schema: dict[str, Any] = {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token/", "scopes": {c.value: c.words for c in Channel}}},
    }

    def __call__(self, request: HttpRequest) -> Caller:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise TokenInvalid
        caller = caller_of(token.strip(), request.build_absolute_uri(), request.headers.get("Channel"))
        if waiting := wait_s("client", caller.client):
            raise too_often(waiting)
        return caller


def caller_in(request: HttpRequest) -> Caller:
    """The caller that :class:`ClientToken` found."""
    caller: Caller = request.auth
    return caller


def only_through(caller: Caller, *channels: Channel) -> None:
    """Errors: Problem 403 where this operation is not the caller's channel's."""
    if caller.channel not in channels:
        offered = "、".join(channel.words for channel in channels)
        raise Problem(403, "operation_not_offered", f"这个接口只对{offered}开放。")
