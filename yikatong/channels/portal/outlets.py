"""Outlets: for what, of which bank, where, open now, and the nearest first for whoever says where they are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yikatong.cards.directory import Directory
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.derive.filling import place_options
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.portal.nearby import OutletRow, Position, nearest_first, outlet_row, read_position
from yikatong.channels.portal.window import public_window
from yikatong.office import deployment
from yikatong.office.ask import Outcome
from yikatong.office.counter import serve
from yikatong.policies import regions
from yikatong.services import catalogue

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen, and what can be."""

    places: tuple[Option, ...]
    services: tuple[Option, ...]
    banks: tuple[Option, ...]
    open_now: bool
    step_free: bool
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@friendly
def outlets(request: HttpRequest) -> HttpResponse:
    """By GET with filters alone. By POST with a position too: where somebody stands must not be in an address."""
    asked = request.POST if request.method == "POST" else request.GET
    here = read_position(asked.get("latitude", ""), asked.get("longitude", ""))
    directory, faults = deployment.directory(), ()
    try:
        outcome = _serve(asked)
    except NotUnderstood as fault:
        outcome, faults = None, fault.faults
    rows = _rows(outcome, directory, here) if outcome else ()
    return page(
        request, "portal/outlets.html", 422 if faults else 200, title=_("查网点"), rows=rows[:SHOWN],
        more=len(rows) > SHOWN, faults=faults, filters=_filters(asked, directory), here=here,
        unplaced=bool(here) and not any(r.km for r in rows),
        tab="services", base="/",
    )  # fmt: skip


def _serve(asked: Any) -> Outcome:
    answers = {name: asked.get(name, "") for name in ("service", "bank", "step_free")}
    answers["region"] = asked.get("region", "") or regions.NATION
    if asked.get("open_now"):
        answers["open_at"] = deployment.now().isoformat()
    return serve(public_window("outlets").ask(catalogue()["find_outlet"], answers=answers))


def _rows(outcome: Outcome, directory: Directory, here: Position | None) -> tuple[OutletRow, ...]:
    found = (directory.outlets[str(f.value)] for f in outcome.findings if f.code == "outlet")
    return nearest_first([outlet_row(o, _bank(o.bank, directory), outcome.at, here) for o in found])


def _bank(code: str | None, directory: Directory) -> str:
    return directory.banks[code].name if code in directory.banks else ""


def _filters(asked: Any, directory: Directory) -> Filters:
    done = {code for outlet in directory.outlets.values() for code in outlet.services}
    region = asked.get("region", "") or regions.NATION
    return Filters(
        places=(Option(regions.NATION, regions.NATION_NAME, region == regions.NATION), *place_options(region)),
        services=tuple(
            Option(s.code, s.name, s.code == asked.get("service")) for s in catalogue().values() if s.code in done
        ),
        banks=tuple(Option(b.code, b.name, b.code == asked.get("bank")) for b in directory.banks.values()),
        open_now=bool(asked.get("open_now")),
        step_free=bool(asked.get("step_free")),
        chosen=bool(asked.get("region") or asked.get("service") or asked.get("bank")),
    )
