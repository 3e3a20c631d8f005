"""The guide (办事指南) of one service in one place on one day: written by the rules that decide at the counter."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from yikatong.catalogue.channels import AskerKind
from yikatong.catalogue.service import Service
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.answer import Step, Why, steps_of, why_of
from yikatong.channels.derive.general import general_words
from yikatong.policies import regions
from yikatong.policies.policy import Policies, PolicyMissing


@dataclass(frozen=True, slots=True)
class Place:
    """Where to ask: a channel, how surely one must be known there, and whether the region closes it."""

    channel: str
    words: str
    assurance: str
    open: bool


@dataclass(frozen=True, slots=True)
class GuideMaterial:
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class GuideRefusal:
    code: str
    words: str
    next: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """``rules`` has a line for each policy value with its source; ``elsewhere`` what other levels say of it."""

    service: str
    name: str
    summary: str
    region: str
    place: str
    on: str
    askers: tuple[str, ...]
    places: tuple[Place, ...]
    materials: tuple[GuideMaterial, ...]
    rules: tuple[Why, ...]
    elsewhere: tuple[Why, ...]
    missing: tuple[str, ...]
    refusals: tuple[GuideRefusal, ...]
    next: tuple[Step, ...]


def guide_of(service: Service[Any], region: str, on: date, policies: Policies) -> Guide:
    rulings, missing, others = [], [], []
    for parameter in service.policies:
        try:
            rulings.append(policies.ruling(parameter, region, on))
            others += policies.trail(parameter, region, on)[1:]
        except PolicyMissing:
            missing.append(parameter.name)
    known = {p.code: p.name for p in service.policies} | {r.parameter.code: r.words for r in rulings}
    return Guide(
        service=service.code,
        name=service.name,
        summary=service.summary,
        region=region,
        place=regions.name(region),
        on=words_of(on),
        askers=tuple(kind.words for kind in AskerKind if kind in service.askers),
        places=_places(service, region, on, policies),
        materials=tuple(GuideMaterial(m.name, m.basis.words) for m in service.materials),
        rules=tuple(why_of(r) for r in rulings),
        elsewhere=tuple(why_of(r) for r in others),
        missing=tuple(missing),
        refusals=tuple(GuideRefusal(r.code, general_words(r, known), steps_of(r.next)) for r in service.refusals),
        next=steps_of(service.next),
    )


def _places(service: Service[Any], region: str, on: date, policies: Policies) -> tuple[Place, ...]:
    here = service.channels_here
    try:
        allowed = policies.ruling(here, region, on).value if here else None
    except PolicyMissing:
        allowed = ()
    return tuple(
        Place(c.value, c.words, a.words, allowed is None or c.value in allowed) for c, a in service.channels.items()
    )


def guide_text(guide: Guide) -> str:
    """The guide as plain text for a terminal or a printer."""
    lines = [
        f"{guide.name}（{guide.place}，{guide.on}）",
        guide.summary,
        "",
        f"谁可以办：{'、'.join(guide.askers)}",
        "在哪里办：",
    ]
    lines += [f"  · {p.words}（{p.assurance}）" + ("" if p.open else " —— 本地不在此办理") for p in guide.places]
    lines += ["要带什么："] + [f"  · {m.name}  依据：{m.basis}" for m in guide.materials] if guide.materials else []
    lines += ["规则和来源："]
    lines += [
        f"  · {w.name}：{w.value}\n    来源：{w.source}（{w.place}，{w.in_force_on}起，{w.confidence}）"
        for w in guide.rules
    ]
    lines += [f"  · {name}：本地规则未录入，请拨打12333" for name in guide.missing]
    if guide.elsewhere:
        lines += ["上级或全国另有规定，本地适用以上规则："]
        lines += [f"  · {w.name}：{w.value}\n    来源：{w.source}（{w.place}）" for w in guide.elsewhere]
    lines += ["下一步："] + [f"  · {s.words}" for s in guide.next]
    return "\n".join([*lines, "", "如有疑问，请拨打12333。"])


def guide_json(guide: Guide) -> dict[str, Any]:
    return asdict(guide)
