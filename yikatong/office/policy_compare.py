"""One person decided twice: by the rules as they are, and as a proposed ruling would make them.

Nothing is guessed from the wording: the same openings that draw menus are compared, for each service that applies the
parameter, at each of its channels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from yikatong.cards.directory import Directory
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside, Unasked
from yikatong.catalogue.channels import Asker, AskerKind
from yikatong.catalogue.common import candidates
from yikatong.catalogue.decide import Opening, opening
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.catalogue.service import Service
from yikatong.policies import regions
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies, Ruling
from yikatong.services import catalogue

UNRECORDED = "未录入"
CHANGES = {
    "opened": "原来不能办，改后可以办", "shut": "原来可以办，改后不能办",
    "reasons": "都不能办，理由不同", "choices": "可选的内容不同", "value": "都可以办，按新的数值办理",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One person who would be decided otherwise: no word of theirs, one service at one channel, before and after."""

    person_id: str
    service: str
    channel: str
    change: str
    before: str
    after: str


def changes_for(
    person: Person, proposed: Ruling[Any], old: Policies, directory: Directory, now: datetime
) -> Iterator[Sample]:
    """What would be decided otherwise for one person, by service, card and channel, on the day it comes into force."""
    new = _extended(old, proposed)
    moment = max(now, datetime.combine(proposed.in_force_on, time(9), CHINA))
    for service in _services(proposed.parameter):
        for case in _cases(service, person, proposed.region, moment, old, directory):
            before, after = opening(service, case), opening(service, replace(case, policies=new))
            if change := _change(before, after, case, new, proposed.parameter):
                told = (_told(before), _told(after))
                if change == "value":
                    told = _values(proposed.parameter, case, old, new)
                yield Sample(person.person_id, service.name, case.channel.words, change, *told)


@lru_cache(maxsize=8)
def _extended(old: Policies, proposed: Ruling[Any]) -> Policies:
    """Built once for a whole page of people."""
    return old.with_rulings([proposed])


def _services(parameter: Parameter[Any]) -> list[Service[Any]]:
    return [
        s
        for s in catalogue().values()
        if s.about_person and parameter in (*s.policies, s.channels_here, s.by_mandate_here)
    ]


def _cases(
    service: Service[Any], person: Person, region: str, moment: datetime, policies: Policies, directory: Directory
) -> Iterator[Case[Any]]:
    kind = AskerKind.HOLDER if AskerKind.HOLDER in service.askers else min(service.askers)
    cards = [c for c in candidates(service, person) if regions.covers(region, c.region)] if service.card else [None]
    for card in cards:
        for channel, assurance in service.channels.items():
            yield Case(
                asked=Unasked({}), person=person, channel=channel, assurance=assurance, asker=Asker(kind),
                region=card.region if card else region, now=moment, policies=policies,
                directory=directory, chosen=card, outside=Outside(),
            )  # fmt: skip


def _change(before: Opening, after: Opening, case: Case[Any], new: Policies, parameter: Parameter[Any]) -> str:
    if before.open != after.open:
        return "opened" if after.open else "shut"
    if not before.open:
        same = [(r.code, r.words) for r in before.refusals] == [(r.code, r.words) for r in after.refusals]
        return "" if same else "reasons"
    if [c[:2] for c in before.closed] != [c[:2] for c in after.closed]:
        return "choices"
    then, thereafter = _values(parameter, case, case.policies, new)
    return "" if then == thereafter else "value"


def _values(parameter: Parameter[Any], case: Case[Any], old: Policies, new: Policies) -> tuple[str, str]:
    on = day_of(case.now)
    then = old.trail(parameter, case.region, on)
    return then[0].words if then else UNRECORDED, new.ruling(parameter, case.region, on).words


def _told(seen: Opening) -> str:
    if seen.open:
        closed = "、".join(dict.fromkeys(r.words for _, _, refusals in seen.closed for r in refusals[:1]))
        return f"可以办理（{closed}）" if closed else "可以办理"
    return "；".join(r.words for r in seen.refusals)
