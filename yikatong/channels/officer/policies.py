"""The policy desk: what each place has ruled, on which source; proposing a ruling, seeing whom it touches, deciding."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.kinds import DATE_FORM
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.answer import why_of
from yikatong.channels.derive.filling import place_options
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.officer.policy_lines import history_line, impact_view, proposal_line, value_line
from yikatong.channels.officer.proposing import read_draft, read_reason, value_field
from yikatong.channels.officer.reviewing import moment_of
from yikatong.office import deployment, policy_desk, policy_impact
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.policies.documents import published_documents
from yikatong.policies.parameter import Parameter
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.ruling import Confidence
from yikatong.services import catalogue


@require_safe
@staffed(Channel.OFFICER)
def values(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Everything that is ruled for one place on one day."""
    region, on, q = _region(request, posting), _on(request), request.GET.get("q", "").strip()[:40]
    lines = [value_line(parameter, region, on) for parameter in PARAMETERS.values() if q in parameter.name]
    return page(
        request, "officer/policies.html", title=_("规则"), posting=posting, lines=lines, on=on.isoformat(),
        places=_places(region), region=region, differing=sum(line.differ for line in lines),
        missing=sum(line.here is None for line in lines), q=q,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def parameter(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    """One parameter: who ruled what, since when; and the form to propose another ruling."""
    if code not in PARAMETERS:
        raise Http404
    found = PARAMETERS[code]
    if request.method != "POST":
        return _parameter_page(request, posting, found)
    try:
        draft = read_draft(request.POST, found, posting.region)
    except NotUnderstood as not_understood:
        return _parameter_page(request, posting, found, not_understood.faults)
    number = policy_desk.propose(draft, posting)
    policy_impact.begin(number)
    return HttpResponseRedirect(f"/officer/policies/proposals/{number}/")


@require_safe
@staffed(Channel.OFFICER)
def proposals(request: HttpRequest, posting: Posting) -> HttpResponse:
    found = policy_desk.proposals(posting, _before(request))
    more = found[-1].proposed_at.isoformat() if len(found) == policy_desk.PAGE else ""
    lines = [proposal_line(p, posting) for p in found]
    return page(request, "officer/proposals.html", title=_("拟发布的规则"), posting=posting, lines=lines, more=more)


@require_safe
@staffed(Channel.OFFICER)
def proposal(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """One proposal, whom it would touch, and its decision. Asked again every two seconds while the count goes on."""
    return _proposal_page(request, posting, number)


@posted
@staffed(Channel.OFFICER)
def verdict(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    chosen = request.POST.get("verdict", "")
    if chosen not in ("published", "rejected", "withdrawn"):
        raise Http404
    try:
        reason = read_reason(request.POST, required=chosen == "rejected")
    except NotUnderstood as not_understood:
        return _proposal_page(request, posting, number, not_understood.faults)
    policy_desk.decide(number, chosen, reason, posting)
    return HttpResponseRedirect(f"/officer/policies/proposals/{number}/")


def _proposal_page(
    request: HttpRequest, posting: Posting, number: str, faults: tuple[FieldFault, ...] = ()
) -> HttpResponse:
    found = policy_desk.proposal(number, posting)
    ruling, impact = found.ruling, policy_impact.impact_of(number)
    within = regions.covers(posting.region, ruling.region)
    trail = deployment.policies().trail(ruling.parameter, ruling.region, ruling.in_force_on)
    template = "officer/_impact.html" if request.headers.get("HX-Request") else "officer/proposal.html"
    return page(
        request, template, 422 if faults else 200, title=_("拟发布的规则：{name}").format(name=ruling.parameter.name),
        posting=posting, proposal=proposal_line(found, posting), now=why_of(trail[0]) if trail else None, faults=faults,
        impact=impact_view(impact, posting, within) if impact else None, within=within,
    )  # fmt: skip


def _parameter_page(
    request: HttpRequest, posting: Posting, found: Parameter[object], faults: tuple[FieldFault, ...] = ()
) -> HttpResponse:
    region, on = _region(request, posting), _on(request)
    policies = deployment.policies()
    applied = [s for s in catalogue().values() if found in (*s.policies, s.channels_here, s.by_mandate_here)]
    typed = {name: request.POST.get(name, "")[:500] for name in request.POST}
    documents = [Option(d.code, d.words, typed.get("document") == d.code) for d in published_documents().values()]
    confidences = [Option(c.value, c.words, typed.get("confidence") == c.value) for c in Confidence]
    return page(
        request, "officer/parameter.html", 422 if faults else 200, title=found.name, posting=posting, code=found.code,
        trail=[why_of(r) for r in policies.trail(found, region, on)], faults=faults, typed=typed,
        history=[history_line(r) for r in policies.history(found)], services=[(s.code, s.name) for s in applied],
        places=_places(typed.get("region") or region), documents=documents, confidences=confidences,
        value=value_field(found, request.POST if faults else None), today=on.isoformat(), unit=found.unit,
    )  # fmt: skip


def _places(chosen: str) -> tuple[Option, ...]:
    return (Option(regions.NATION, regions.NATION_NAME, chosen == regions.NATION), *place_options(chosen))


def _region(request: HttpRequest, posting: Posting) -> str:
    wanted = request.GET.get("region", "")
    return regions.region(wanted) if regions.known(wanted) else regions.region(posting.region)


def _on(request: HttpRequest) -> date:
    """The day asked for; today where none or none that exists was named."""
    wanted = request.GET.get("on", "")
    try:
        return date.fromisoformat(wanted) if DATE_FORM.fullmatch(wanted) else day_of(deployment.now())
    except ValueError:
        return day_of(deployment.now())


def _before(request: HttpRequest) -> datetime | None:
    """Errors: Http404 for what is no moment."""
    return moment_of(request.GET["before"]) if "before" in request.GET else None
