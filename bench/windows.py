"""Whose pages are measured: a citizen of the demonstration city, its staff, and a sample of a province's people."""

from functools import partial
from typing import Any

from click.testing import CliRunner
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from bench.pages import AIM_MS, PERSON_AIM_MS, SAMPLE, SQLITE_AIM_MS, Ask, Page
from tests.channels.setting import verified
from yikatong.cards.identity import read_id_number
from yikatong.catalogue.moments import day_of
from yikatong.channels.cli import main
from yikatong.channels.cli.city.build import build
from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.city.staff import employ
from yikatong.channels.cli.city.teller import inhabitants
from yikatong.channels.cli.crowd.people import Inhabitant, card_no, inhabitant
from yikatong.channels.derive.caller import VERIFIED_FOR_S
from yikatong.channels.derive.guard import SIGN_IN_COOKIE
from yikatong.office import deployment, limits, sign_in
from yikatong.office.cases import index_of
from yikatong.office.desk_queue import is_known
from yikatong.ports.identity import Method
from yikatong.records import models

SOMEBODY = 120


def trivial() -> Ask:
    return partial(Client().get, "/healthz")


def city() -> list[Page]:
    """The demonstration city, built in the first run."""
    call_command("migrate", verbosity=0)
    if not is_known(citizen(len(tuple(inhabitants())) - 1).number):
        build(lambda done, total: None)
    who, fullest = citizen(SOMEBODY), _fullest()
    browser = _citizen(who.number, who.name)
    desk, hotline, officer = (_staff(name) for name in ("desk", "hotline", "officer"))
    return [
        *(Page(name, [partial(browser.get, path)], SQLITE_AIM_MS) for name, path in (
            ("portal: home", "/"), ("portal: services", "/services/"), ("portal: guide", "/guides/apply/"),
            ("portal: outlets", "/outlets/"),
        )),
        Page("desk: search, by number", [_search(desk, "desk", who.number)], SQLITE_AIM_MS, 302),
        Page("desk: search, by name", [_search(desk, "desk", who.name)], SQLITE_AIM_MS, 302),
        Page("desk: a person", [partial(desk.get, f"/desk/people/{fullest}/")], SQLITE_AIM_MS),
        Page("hotline: console", [_console(hotline, fullest)], SQLITE_AIM_MS),
        Page("officer: queue", [partial(officer.get, "/officer/queue/")], SQLITE_AIM_MS),
    ]  # fmt: skip


def province(people: int) -> list[Page]:
    """As many invented people as asked for, loaded if they are not there."""
    loaded = CliRunner().invoke(main, ["load-people", str(people), "--jobs", "2"], catch_exceptions=False)
    if loaded.exit_code:
        raise SystemExit(loaded.output)
    employ()
    step = max(1, people // SAMPLE)
    sample = [(n, inhabitant(n, 0)) for n in range(0, people, step)]
    ids = [_id_of(who) for _, who in sample]
    desk, local, officer, bank = (_staff(name) for name in ("desk", "desk-yanta", "officer", "bank-cab"))
    limits.LIMITS["people_search"] = limits.Limit(10**9, 1)
    return [
        Page("desk: a person", [partial(desk.get, f"/desk/people/{one}/") for one in ids], PERSON_AIM_MS),
        Page("desk: search, by number", [_search(desk, "desk", who.number) for _, who in sample], AIM_MS, 302),
        Page("desk: search, by card", [_search(desk, "desk", card_no(n, 0)) for n in _holders(sample)], AIM_MS, 302),
        Page("desk: search, by mobile", [_search(desk, "desk", who.mobile) for n, who in sample if n % 40 > 1],
             AIM_MS, 302),
        Page("desk: search, too many namesakes", [_search(desk, "desk", "王伟")], AIM_MS, 422),
        Page("desk of a district: search, namesakes", [_search(local, "desk", "王伟")], AIM_MS),
        Page("officer: queue", [partial(officer.get, "/officer/queue/")], AIM_MS),
        Page("bank: waiting", [partial(bank.get, "/bank/waiting/")], AIM_MS),
    ]  # fmt: skip


def _holders(sample: list[tuple[int, Inhabitant]]) -> list[int]:
    known = set(
        models.Holding.objects.filter(card_no__in=[card_no(n, 0) for n, _ in sample]).values_list("card_no", flat=True)
    )
    return [n for n, _ in sample if card_no(n, 0) in known]


def _id_of(who: Inhabitant) -> str:
    number = read_id_number(who.number, day_of(deployment.now()))
    return str(models.Dossier.objects.only("person_id").get(number_index=index_of(number)).person_id)


def _fullest() -> str:
    """Whoever has the longest history."""
    return str(models.Entry.objects.values("dossier_id").annotate(acts=Count("id")).order_by("-acts")[0]["dossier_id"])


def _citizen(number: str, name: str) -> Client:
    browser, today = Client(), day_of(deployment.now())
    token = sign_in.by_identity(read_id_number(number, today), name, Method.FACE, "bench")
    browser.cookies[SIGN_IN_COOKIE] = token
    return browser


def _staff(username: str) -> Client:
    return verified(User.objects.get(username=username))


def _search(browser: Client, channel: str, typed: str) -> Ask:
    return partial(browser.post, f"/{channel}/", {"q": typed})


def _console(browser: Client, person_id: str) -> Ask:
    session: Any = browser.session
    session["callers"] = {person_id: int(session["seen_at"]) + VERIFIED_FOR_S}
    session.save()
    return partial(browser.get, f"/hotline/people/{person_id}/")
