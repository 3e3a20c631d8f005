"""Is the caller the holder? Compared in the office; the screen learns how many things were right, not which."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yikatong.cards.identity import InputFault, read_person_name
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.caller import verified
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import page
from yikatong.office import reception
from yikatong.office.staff import Posting

ITEMS = ("born_on", "mobile", "card_no")


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.HOTLINE)
def caller(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    shown = {"title": "核对来电人", "hint": reception.hint(handle, posting), "handle": handle}
    if request.method != "POST":
        return page(request, "hotline/caller.html", **shown)
    said = {item: request.POST.get(item, "")[:20] for item in ITEMS}
    try:
        name = read_person_name(request.POST.get("name", "")[:200])
    except InputFault as fault:
        return page(request, "hotline/caller.html", 422, **shown, fault=str(fault))
    score = reception.check_caller(handle, posting, name, said)
    if not score.passed:
        return page(request, "hotline/caller.html", 422, **shown, score=score)
    verified(request, handle)
    return HttpResponseRedirect(f"/hotline/people/{handle}/")
