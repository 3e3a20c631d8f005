"""What every page has in common: how it is drawn, what it says when something is wrong, and who may keep it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.derive.look import choices, look_of
from yikatong.office.ask import CounterFault

TITLES = {
    400: "提交的内容不能识别",
    401: "请先登录",
    403: "不能打开这个页面",
    404: "没有找到",
    409: "没有办理",
    412: "档案有了变化",
    413: "上传的内容太大",
    422: "提交的内容需要改正",
    429: "尝试次数过多",
    503: "现在不能办理",
}
WORDS = {
    400: "请返回上一页，检查后重新提交。",
    403: "页面已过期或不是从本系统打开的，请返回首页重新进入。",
    404: "没有这个页面，或不在您的业务范围内。",
    413: "照片不超过10MB，名单不超过规定的大小。请压缩后重新上传。",
    500: "系统出错，本次没有办理。错误已记录，请再试一次。",
}

# Whoever is at work is led back to their work, not to the citizens' home.
STAFF_STARTS = frozenset({"staff", "desk", "hotline", "bank", "officer", "employer"})

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    """A page that no cache keeps: almost every page is about a person.

    ``skin``: what both kinds of pages extend, the staff's where the window has a scope.
    """
    look, window = look_of(request), shown.get("window")
    staffed = window is not None and window.scope is not None
    frame = {
        "demo": settings.DEMO, "look": look, "look_choices": choices(look), "look_next": next_of(request),
        "skin": "derive/staff.html" if staffed else getattr(request, "skin", "derive/h5.html"),
    }  # fmt: skip
    response = render(request, template, {**frame, **shown}, status=status)
    response["Cache-Control"] = "no-store, private"
    response["Content-Language"] = look.tag
    return response


def next_of(request: HttpRequest) -> str:
    """Where a choice of size or language comes back to; what was posted cannot be asked again."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def fault_page(request: HttpRequest, status: int, words: str = "", code: str = "") -> HttpResponse:
    title = TITLES.get(status, "系统出错")
    words = words or WORDS.get(status, WORDS[500])
    start = request.path.split("/")[1]
    home = f"/{start}/" if start in STAFF_STARTS else "/"
    return page(request, "derive/fault.html", status, title=title, words=words, code=code, home=home)


def friendly(view: View) -> View:
    """Turns what the counter could not decide into a page. A bug stays an exception."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CounterFault as fault:
            return fault_page(request, fault.status, fault.words, fault.code)
        except NotUnderstood as fault:
            return fault_page(request, 422, "；".join(f"{f.label}：{f.words}{f.cure}" for f in fault.faults))
        except InputFault as fault:
            return fault_page(request, 422, str(fault), fault.code)

    return wrapped


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return fault_page(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault_page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return fault_page(request, 500)


def client_address(request: HttpRequest) -> str:
    """The caller's address: of the header only its last entry, which our own proxy wrote, and only behind one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
