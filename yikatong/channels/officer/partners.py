"""Subscriptions of partners: adding, approving, an example, a new secret, the log, telling anew, ending."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.kinds import DATE_FORM
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.channels.derive.filling import place_options
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.officer.partner_lines import kind_words, log_line, subscription_line
from yikatong.office import deployment, partner_desk, subscriptions
from yikatong.office.partner_facts import GIVEN, Purpose
from yikatong.office.staff import Posting
from yikatong.policies import regions

FIELDS = {
    "partner_form": "partner", "partner_name": "name", "purpose_missing": "purpose", "region_missing": "region",
    "kinds_unfit": "kinds", "address_unfit": "url",
}  # fmt: skip
TYPED = ("partner", "name", "purpose", "region", "url")


@require_safe
@staffed(Channel.OFFICER)
def partners(request: HttpRequest, posting: Posting) -> HttpResponse:
    return _list(request, posting)


@posted
@staffed(Channel.OFFICER)
def add(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The secret is shown on the answer to this form, once."""
    typed = {name: request.POST.get(name, "").strip()[:500].replace("\0", "") for name in TYPED}
    told = (kind.partition(":") for kind in request.POST.getlist("kinds")[:50])  # as card_use:loss_reported
    kinds = tuple(dict.fromkeys(kind for purpose, _colon, kind in told if purpose == typed["purpose"]))
    try:
        number, secret = subscriptions.add(subscriptions.Draft(**typed, kinds=kinds), posting.actor, posting.region)
    except InputFault as fault:
        faults = (FieldFault(FIELDS[fault.code], "", fault.code, fault.words, fault.cure),)
        return _list(request, posting, faults, {**typed, "kinds": kinds})
    return _one(request, posting, number, secret=secret)


@require_safe
@staffed(Channel.OFFICER)
def partner(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    return _one(request, posting, number)


@posted
@staffed(Channel.OFFICER)
def act(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    wanted = request.POST.get("act", "")
    if wanted == "rotate":
        return _one(request, posting, number, secret=subscriptions.rotate(number, posting.region))
    if wanted == "example":
        tried = partner_desk.send_example(number, request.POST.get("kind", "")[:40], posting.region)
        return _one(request, posting, number, tried=tried)
    if wanted == "replay":
        since, until = _day(request, "first"), _day(request, "last", timedelta(days=1))
        return _one(request, posting, number, replayed=partner_desk.replay(number, since, until, posting.region))
    acts: dict[str, Callable[[str, str, str], None]] = {"approve": subscriptions.approve, "end": subscriptions.end}
    if wanted not in acts:
        raise Http404
    acts[wanted](number, posting.actor, posting.region)
    return HttpResponseRedirect(f"/officer/partners/{number}/")


def _list(
    request: HttpRequest, posting: Posting, faults: tuple[FieldFault, ...] = (), typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    after, typed = request.GET.get("after", "")[:40].replace("\0", ""), typed or {}
    found = subscriptions.subscriptions(posting.region, after)
    return page(
        request, "officer/partners.html", 422 if faults else 200, title=_("合作单位"), posting=posting, faults=faults,
        lines=[subscription_line(s, posting) for s in found], typed=typed,
        more=found[-1].subscription_id if len(found) == subscriptions.PAGE else "",
        purposes=[(p, _kinds(p, typed)) for p in Purpose], places=_places(posting, typed),
    )  # fmt: skip


def _kinds(purpose: Purpose, typed: Mapping[str, Any]) -> list[Option]:
    chosen = typed["kinds"] if typed.get("purpose") == purpose else ()
    return [Option(k, kind_words(k), k in chosen) for k in GIVEN[purpose]]


def _places(posting: Posting, typed: Mapping[str, Any]) -> list[Option]:
    chosen = str(typed.get("region", ""))
    all_places = (Option(regions.NATION, regions.NATION_NAME, chosen == regions.NATION), *place_options(chosen))
    return [option for option in all_places if regions.covers(posting.region, option.value)]


def _one(
    request: HttpRequest, posting: Posting, number: str, secret: str = "", tried: partner_desk.Tried | None = None,
    replayed: int | None = None,
) -> HttpResponse:  # fmt: skip
    found, before = subscriptions.subscription(number, posting.region), request.GET.get("before", "")
    good = before.isascii() and before.isdigit() and len(before) < 18
    log = partner_desk.log(number, posting.region, int(before) if good else None)
    return page(
        request, "officer/partner.html", title=_("合作单位"), posting=posting, line=subscription_line(found, posting),
        secret=secret, tried=tried, replayed=replayed, log=[log_line(m) for m in log],
        kinds=[Option(k, kind_words(k), False) for k in found.kinds], today=day_of(deployment.now()).isoformat(),
        more=log[-1].message_id if len(log) == partner_desk.PAGE else 0,
    )  # fmt: skip


def _day(request: HttpRequest, name: str, later: timedelta = timedelta()) -> datetime:
    """Errors: RangeUnfit."""
    typed = request.POST.get(name, "")
    try:
        if not DATE_FORM.fullmatch(typed):
            raise ValueError
        return datetime.combine(datetime.fromisoformat(typed).date(), time(), CHINA) + later
    except (ValueError, OverflowError):
        raise partner_desk.RangeUnfit from None
