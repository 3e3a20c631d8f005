"""Staff and roles: who works here at which posts; proposing, approving, taking away."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.filling import place_options
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.qr import qr_picture
from yikatong.channels.derive.screens import page
from yikatong.office import personnel, roster
from yikatong.office.staff import Posting
from yikatong.policies import regions

FIELDS = {
    "username_form": "username", "channel_missing": "channel", "region_missing": "region", "party_unfit": "party",
    "kiosk_alone": "username",
}  # fmt: skip


@require_safe
@staffed(Channel.OFFICER)
def people(request: HttpRequest, posting: Posting) -> HttpResponse:
    return _page(request, posting)


@posted
@staffed(Channel.OFFICER)
def propose(request: HttpRequest, posting: Posting) -> HttpResponse:
    told = {name: request.POST.get(name, "").strip()[:80] for name in ("username", "channel", "region", "party")}
    try:
        given = personnel.propose_post(posting, **told)
    except InputFault as fault:
        return _page(request, posting, (FieldFault(FIELDS[fault.code], "", fault.code, fault.words, fault.cure),), told)
    return _answered(request, posting, given, _("岗位已提出"))


@posted
@staffed(Channel.OFFICER)
def decide(request: HttpRequest, posting: Posting, number: int) -> HttpResponse:
    if request.POST.get("verdict") not in ("approve", "decline"):
        raise Http404
    given = personnel.decide(posting, number, request.POST["verdict"] == "approve")
    return _answered(request, posting, given, _("动态口令已生成"))


@posted
@staffed(Channel.OFFICER)
def change(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Taking away is done at once; giving back is proposed."""
    username = request.POST.get("username", "")[:80].replace("\0", "")
    post = request.POST.get("post", "")
    acts: dict[str, Callable[[], None]] = {
        "remove": lambda: personnel.remove_post(
            posting, int(post) if post.isascii() and post.isdigit() and len(post) < 16 else 0
        ),
        "stop": lambda: personnel.stop(posting, username),
        "key": lambda: personnel.propose_for(posting, "key", username),
        "restore": lambda: personnel.propose_for(posting, "restore", username),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    act()
    return HttpResponseRedirect("/officer/staff/?kept=1")


def _answered(
    request: HttpRequest, posting: Posting, given: personnel.Credentials | None, title: str
) -> HttpResponse:  # fmt: skip
    """The password, or the second factor, is shown on this page once, and is kept nowhere."""
    if given is None:
        return HttpResponseRedirect("/officer/staff/?kept=1")
    picture = qr_picture(given.otp_address) if given.otp_address else ""
    return page(request, "officer/credentials.html", title=title, posting=posting, given=given, picture=picture)


def _page(
    request: HttpRequest, posting: Posting, faults: tuple[FieldFault, ...] = (), told: dict[str, str] | None = None
) -> HttpResponse:
    after = request.GET.get("after", "")[:80].replace("\0", "")
    accounts = roster.accounts(posting, after)
    told = told or {}
    waiting = [(p, _proposed(p), p.proposer == posting.actor) for p in personnel.proposals(posting)]
    return page(
        request, "officer/staff.html", 422 if faults else 200, title=_("人员和岗位"), posting=posting, faults=faults,
        accounts=[(a, [_post(post) for post in a.posts]) for a in accounts],
        more=accounts[-1].username if len(accounts) == roster.PAGE else "", told=told, waiting=waiting,
        channels=[Option(c.value, c.words, c == told.get("channel")) for c in personnel.STAFFED],
        places=(Option(regions.NATION, regions.NATION_NAME, False), *place_options(told.get("region", ""))),
        kept=request.GET.get("kept") == "1",
    )  # fmt: skip


def _post(post: roster.Post) -> tuple[int, str, str, str]:
    """Its number, channel and place in words, and its party's code: a code is said in no language."""
    return post.post_id, post.channel.words, regions.name(post.region), post.party


def _proposed(found: personnel.StaffProposal) -> str:
    if found.kind == "post":
        return f"{Channel(found.channel).words}，{regions.name(found.region)}"
    return {"key": "更换动态口令", "restore": "恢复账号"}[found.kind]
