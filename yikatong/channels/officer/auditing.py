"""Searching what was done and seen: by account or by reference, within some days."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.kinds import DATE_FORM
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import page
from yikatong.office import audit, deployment
from yikatong.office.staff import Posting

KINDS = {"act": "办理", "look": "查看", "staff": "内部"}


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def search(request: HttpRequest, posting: Posting) -> HttpResponse:
    """By POST, for what is sought may name somebody's act; each search is written down."""
    today = day_of(deployment.now())
    typed = {name: request.POST.get(name, "").strip()[:80].replace("\0", "") for name in ("username", "reference")}
    first, last = _day(request, "first", today - timedelta(days=6)), _day(request, "last", today)
    shown = {"typed": typed, "first": first.isoformat(), "last": last.isoformat(), "title": _("操作记录")}
    if request.method != "POST":
        return page(request, "officer/audit.html", posting=posting, **shown)
    try:
        found = audit.trail(posting, typed["username"], typed["reference"].upper(), first, last)
    except InputFault as fault:
        field = "first" if fault.code == "audit_days" else "username"
        faults = (FieldFault(field, "", fault.code, fault.words, fault.cure),)
        return page(request, "officer/audit.html", 422, posting=posting, faults=faults, **shown)
    lines = [(line, KINDS[line.kind]) for line in found.lines]
    return page(request, "officer/audit.html", posting=posting, lines=lines, cut=found.cut, sought=True, **shown)


def _day(request: HttpRequest, name: str, otherwise: date) -> date:
    typed = request.POST.get(name, "")
    try:
        return date.fromisoformat(typed) if DATE_FORM.fullmatch(typed) else otherwise
    except ValueError:
        return otherwise
