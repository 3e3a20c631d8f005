"""Password and one-time code together; no session begins with only one of them."""

import time
from urllib.parse import quote

import django_otp
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yikatong.catalogue.answers import FieldFault
from yikatong.channels.derive.guard import is_at_work
from yikatong.channels.derive.look import KEPT_S, safe_next
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.derive.staff_receipts import PAPERS
from yikatong.office import staff
from yikatong.office.personnel import STAFFED

FORM = require_http_methods(["GET", "HEAD", "POST"])
# The first of each counts where nothing was chosen.
PREFERENCES = {"keys": ("on", "off"), "paper": PAPERS}
WRONG = FieldFault("username", "", "staff_sign_in_wrong", "用户名、密码或动态口令不对，请核对后重新输入。", "")
LOCKED = FieldFault("username", "", "staff_locked_out", "连续输错次数过多，已暂停登录，请半小时后再试。", "")


@FORM
@friendly
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect("/staff/posts/") if is_at_work(request) else _form(request)
    typed = [_typed(request, name) for name in ("username", "password", "otp_token")]
    admitted = staff.admit(request, *typed) if all(typed) else None
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # answered here, in a page of ours
        return _form(request, 429, LOCKED)
    if admitted is None:
        return _form(request, 422, WRONG)
    user, device = admitted
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    django_otp.login(request, device)
    request.session["seen_at"] = int(time.time())
    return HttpResponseRedirect(safe_next(request, "/staff/posts/"))


@FORM
@friendly
def posts(request: HttpRequest) -> HttpResponse:
    """Which post to work at; an account with one post of a channel need not choose."""
    if not is_at_work(request):
        return HttpResponseRedirect(f"/staff/?next={quote('/staff/posts/')}")
    mine = [p for p in staff.postings_of(request.user) if p.channel in STAFFED]
    if request.method != "POST":
        return page(request, "staff/posts.html", title=_("选择岗位"), posts=mine)
    chosen = next((p for p in mine if str(p.post_id) == request.POST.get("post")), None)
    if chosen is None:
        return page(request, "staff/posts.html", 422, title=_("选择岗位"), posts=mine, fault=_("请从列表中选择岗位。"))
    # What was prepared at one post does not follow to another.
    kept = {k: v for k, v in request.session.get("posts", {}).items() if k != chosen.channel.value}
    for name in ("drafts", "newcomers", "callers", "call", "versions"):
        request.session.pop(name, None)
    request.session["posts"] = kept | {chosen.channel.value: chosen.post_id}
    return HttpResponseRedirect(f"/{chosen.channel.value}/")


@FORM
@friendly
def preferences(request: HttpRequest) -> HttpResponse:
    """Keys and paper, kept in this browser: they belong to the desk's machine and printer, not to the account."""
    if not is_at_work(request):
        return HttpResponseRedirect(f"/staff/?next={quote('/staff/preferences/')}")
    if request.method == "POST":
        response = HttpResponseRedirect("/staff/preferences/?kept=1")
        for name, offered in PREFERENCES.items():
            if (chosen := request.POST.get(name)) in offered:
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(f"yk_{name}", chosen, KEPT_S, secure=secure, httponly=True, samesite="Lax")
        return response
    chosen = {name: request.COOKIES.get(f"yk_{name}", offered[0]) for name, offered in PREFERENCES.items()}
    return page(
        request, "staff/preferences.html", title=_("偏好设置"), chosen=chosen, kept=request.GET.get("kept") == "1",
    )  # fmt: skip


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/staff/")


def _typed(request: HttpRequest, name: str) -> str:
    """What no account can have is not looked up: a NUL would be an error in the database."""
    typed = request.POST.get(name, "")[:200]
    return "" if "\0" in typed else typed


def _form(request: HttpRequest, status: int = 200, fault: FieldFault | None = None) -> HttpResponse:
    shown = {"title": _("工作人员登录"), "next": safe_next(request, ""), "faults": (fault,) if fault else ()}
    return page(request, "staff/sign_in.html", status, **shown)
