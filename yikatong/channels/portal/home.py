"""The first page: public for everybody; for whoever is signed in their card, the one best next act, what runs."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.card import Card, Tenure
from yikatong.cards.person import Person
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.entries import MenuEntry, menu_entries
from yikatong.channels.derive.guard import signed_of
from yikatong.channels.derive.onward import ReasonLines
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.derive.window import Window
from yikatong.channels.portal import topics
from yikatong.channels.portal.best_act import BestAct, best_act
from yikatong.channels.portal.face import card_face
from yikatong.channels.portal.newcomer import newcomer_page
from yikatong.channels.portal.running import RunningCase, running_cases
from yikatong.channels.portal.window import personal
from yikatong.office import deployment
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import Dossier, open_dossier
from yikatong.policies import parameters as p
from yikatong.policies import regions
from yikatong.policies.policy import PolicyMissing

RENEWAL_DAYS_UNSAID = 0  # where no rule says when a card may be renewed, nobody is urged before its end


@require_safe
@friendly
def home(request: HttpRequest) -> HttpResponse:
    if signed_of(request) is None:
        return page(request, "portal/landing.html", title=_("社会保障卡一卡通"), tab="home")
    return own_home(request)


@require_safe
@personal
def own_home(request: HttpRequest, window: Window) -> HttpResponse:
    """Who acts for somebody in some matters comes to these alone."""
    if window.matters:
        return HttpResponseRedirect(f"{window.base}services/")
    try:
        dossier = open_dossier(window.about, window.visitor, "home")
    except OutOfScope:
        return newcomer_page(request, window)
    person, shown = dossier.person, request.GET.get("show") == "1"
    entries = menu_entries(dossier.openings, window, person)
    act = best_act(person, dossier.now, renewal_days)
    card = _card(person, request.GET.get("card", ""), act)
    face = card and card_face(
        person, card, dossier.now, deployment.directory(), deployment.policies(), shown=shown and not window.acting_for
    )
    bank = deployment.directory().banks.get(act.card.bank) if act.card else None
    return page(
        request, "portal/home.html", title=_("我的社保卡"), window=window, tab="home", base=window.base, face=face,
        shown=shown, act=act, act_link=link_for(act, entries), act_shut=reasons_against(act, entries),
        act_report=link_for(replace(act, services=("report_loss",)), entries), act_bank=bank,
        others=_others(person, card), tiles=tiles(entries, window, card), cases=cases_of(dossier), now=dossier.now,
    )  # fmt: skip


def _card(person: Person, wanted: str, act: BestAct) -> Card | None:
    """The card to show: the one asked for, else the one that the best act is about, else the one in use."""
    order = {Tenure.CURRENT: 0, Tenure.COMING: 1, Tenure.GONE: 2}
    ranked = sorted((c for c in person.cards if not c.failed), key=lambda c: order[person.tenure(c)])
    meant = next((c for c in ranked if c.card_id == wanted), None)
    about = act.card if act.tone != "calm" and act.card in ranked else None
    return meant or about or next(iter(ranked), None)


@dataclass(frozen=True, slots=True)
class OtherCard:
    """A button that shows another of one's cards."""

    card_id: str
    place: str
    tenure: str
    chosen: bool


def _others(person: Person, card: Card | None) -> tuple[OtherCard, ...]:
    living = [c for c in person.cards if not c.failed]
    if len(living) < 2:
        return ()
    return tuple(OtherCard(c.card_id, regions.name(c.region), person.tenure(c).words, c is card) for c in living)


def link_for(act: BestAct, entries: tuple[MenuEntry, ...]) -> MenuEntry | None:
    """The line of the menu that helps most and is open, if any is."""
    card_id = act.card.card_id if act.card else None
    ready = [e for e in entries if topics.is_open(e) and e.line.card_id in (card_id, None)]
    return next((e for code in act.services for e in ready if e.line.code == code), None)


def reasons_against(act: BestAct, entries: tuple[MenuEntry, ...]) -> tuple[ReasonLines, ...]:
    """Why what helps most cannot be asked here, where nothing that helps can."""
    if link_for(act, entries) or not act.services or act.card is None:
        return ()
    meant = (e for e in entries if e.line.code == act.services[0] and e.line.card_id == act.card.card_id)
    return next((e.reasons for e in meant), ())


@dataclass(frozen=True, slots=True)
class Tile:
    topic: topics.Topic
    href: str


def tiles(entries: tuple[MenuEntry, ...], window: Window, card: Card | None) -> tuple[Tile, ...]:
    """The groups on the first page, always in the same places: straight to the form where only one can be asked now."""
    own = [e for e in entries if e.line.card_id in (card.card_id if card else None, None)]
    open_now = {group.topic.code: group.open for group in topics.grouped(own)}
    return tuple(_tile(t, open_now.get(t.code, ()), window) for t in topics.TOPICS if t.code in topics.AT_HOME)


def _tile(topic: topics.Topic, ready: tuple[MenuEntry, ...], window: Window) -> Tile:
    if len(ready) == 1:
        return Tile(topic, ready[0].step_up or ready[0].href)
    return Tile(topic, f"{window.base}services/?topic={topic.code}")


def renewal_days(card: Card) -> int:
    return _ruling(p.renewal_window_days, card.region, RENEWAL_DAYS_UNSAID) or 0


def cases_of(dossier: Dossier) -> tuple[RunningCase, ...]:
    making = next((c for c in dossier.person.cards if c.in_making), None)
    days = _ruling(p.application_working_days, making.region, None) if making else None
    return running_cases(dossier, deployment.directory(), days, deployment.policies())


def _ruling(parameter: Any, region: str, otherwise: Any) -> Any:
    try:
        return deployment.policies().ruling(parameter, region, day_of(deployment.now())).value
    except PolicyMissing:
        return otherwise
