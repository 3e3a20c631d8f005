"""How a page looks to whoever reads it: size, theme and language, kept in the browser and chosen without JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_POST

KEPT_S = 365 * 24 * 3600
SIZES = {"standard": noop("标准"), "elder": noop("长辈版"), "xl": noop("特大")}
THEMES = {"auto": noop("跟随系统"), "light": noop("浅色"), "dark": noop("深色")}
TAGS = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Look:
    """``size``, ``theme``: the keys of SIZES and THEMES; ``language``: a code of settings.LANGUAGES."""

    size: str
    theme: str
    language: str

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return TAGS.get(self.language, self.language)


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: ``lang`` where its words are in a language of their own."""

    value: str
    words: str
    chosen: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    name: str
    words: str
    choices: tuple[Choice, ...]


def choices(look: Look) -> tuple[ChoiceGroup, ...]:
    """The buttons at the foot of every page."""
    sizes = tuple(Choice(v, _(w), v == look.size) for v, w in SIZES.items())
    themes = tuple(Choice(v, _(w), v == look.theme) for v, w in THEMES.items())
    languages = tuple(Choice(v, w, v == look.language, TAGS.get(v, v)) for v, w in settings.LANGUAGES)
    return (
        ChoiceGroup("size", _("字号"), sizes), ChoiceGroup("theme", _("明暗"), themes),
        ChoiceGroup("lang", _("语言"), languages),
    )  # fmt: skip


def look_of(request: HttpRequest) -> Look:
    """What was chosen in this browser; what is not offered counts as not chosen."""
    return Look(_kept(request, "size", SIZES), _kept(request, "theme", THEMES), translation.get_language() or "zh-hans")


def speaking(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: pages in the language chosen here. A browser's own language is not asked: who has not chosen reads
    Chinese, for telephones set to English are common in China and their owners are not."""

    def spoken(request: HttpRequest) -> HttpResponse:
        with translation.override(_kept(request, "lang", dict(settings.LANGUAGES))):
            return get_response(request)

    return spoken


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back to where it was chosen."""
    response = HttpResponseRedirect(safe_next(request, "/"))
    for name, offered in (("size", SIZES), ("theme", THEMES), ("lang", dict(settings.LANGUAGES))):
        if (chosen := request.POST.get(name)) in offered:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(f"yk_{name}", chosen, max_age=KEPT_S, samesite="Lax", secure=secure, httponly=True)
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where to go on: only within this site, or whoever made the link could lead people away."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    within = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if within else otherwise


def _kept(request: HttpRequest, name: str, offered: dict[str, str]) -> str:
    chosen = request.COOKIES.get(f"yk_{name}", "")
    return chosen if chosen in offered else next(iter(offered))
