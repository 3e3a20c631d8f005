"""Machine clients: what a bearer token's client may do here, and how a client is registered."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.auth.models import Group, User
from django.db import transaction
from oauth2_provider.models import get_application_model
from oauth2_provider.oauth2_validators import OAuth2Validator

from yikatong.catalogue.channels import Channel
from yikatong.office.ask import CounterFault
from yikatong.policies import regions
from yikatong.records import models


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the client, through which channel, for which region's subtree, speaking for which party."""

    client: str
    channel: Channel
    region: str
    party: str


class TokenInvalid(CounterFault):
    code, words, status = "token_invalid", "访问令牌缺失、无效或已过期，请重新获取。", 401


class ScopeMissing(CounterFault):
    code, words, status = "scope_missing", "访问令牌没有这个渠道的权限。", 403


class ChannelUnnamed(CounterFault):
    code, words = "channel_unnamed", "访问令牌包含多个渠道，请用Channel请求头说明本次使用哪一个。"
    status = 400


class PostMissing(CounterFault):
    code, words, status = "post_missing", "这个客户端在该渠道没有登记业务范围，请联系经办机构。", 403


def caller_of(token: str, address: str, named: str | None = None) -> Caller:
    """The caller behind a bearer token. ``address`` is the one asked, for tokens bound to a resource.

    ``named`` chooses among several scopes. Errors: TokenInvalid, ScopeMissing, ChannelUnnamed, PostMissing.
    """
    checked = SimpleNamespace(uri=address)
    if not OAuth2Validator().validate_bearer_token(token, [], checked):
        raise TokenInvalid
    application = checked.client
    if application is None or application.user is None or not application.user.is_active:
        raise TokenInvalid
    channel = _channel([s for s in checked.scopes if s in set(Channel)], named)
    post = models.Post.objects.filter(application=application, channel=channel.value).order_by("pk").first()
    if post is None or (channel is Channel.BANK and not post.party):  # else it would see every bank's cards
        raise PostMissing
    return Caller(application.client_id, channel, post.region, post.party)


def _channel(scopes: list[str], named: str | None) -> Channel:
    if named is not None:
        if named not in scopes:
            raise ScopeMissing
        return Channel(named)
    if not scopes:
        raise ScopeMissing
    if len(scopes) > 1:
        raise ChannelUnnamed
    return Channel(scopes[0])


@transaction.atomic
def register_client(client_id: str, secret: str, channel: Channel, region: str, party: str = "") -> None:
    """Register a machine client for one channel, or give a registered one a new secret, region or party.

    Called again with another channel it adds that one. Errors: ValueError for an unknown region.
    """
    code = regions.region(region)
    account, _ = User.objects.get_or_create(username=client_id, defaults={"password": "!"})  # no password opens it
    account.groups.add(Group.objects.get_or_create(name=channel.value)[0])
    kind = get_application_model()
    application, _ = kind.objects.update_or_create(
        client_id=client_id,
        defaults={
            "name": client_id, "user": account, "client_secret": secret,
            "client_type": kind.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": kind.GRANT_CLIENT_CREDENTIALS,
        },
    )  # fmt: skip
    models.Post.objects.update_or_create(
        application=application, channel=channel.value, defaults={"region": code, "party": party}
    )
