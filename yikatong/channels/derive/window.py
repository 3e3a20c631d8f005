"""The window at which something is asked: one screen's channel, post and person, for every view of every channel."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.catalogue.service import Service
from yikatong.channels.derive.answer import Step
from yikatong.office.ask import Ask, OutOfScope
from yikatong.office.desk_queue import Visitor
from yikatong.office.staff import Posting
from yikatong.services import catalogue

HOLDER = Asker()


@dataclass(frozen=True, slots=True)
class Window:
    """``base`` is the path of the pages about this person, ``public`` of those about nobody.

    ``handle`` names the person in paths: an opaque id, never a number. ``own`` is how the post itself asks.
    ``vouches``: the clerk says on each form whether the identity document was seen. ``acting`` is who asks at every
    service here, by a mandate of the person called ``acting_for``; ``matters`` are the services beyond which it shows
    nothing, empty for all. ``version`` is that of the dossier whose form was filled in: an act decided on an older one
    is not done.
    """

    channel: Channel
    assurance: Assurance
    client: str
    base: str
    public: str
    about: str | IdNumber | None = None
    handle: str = ""
    actor: str = ""
    scope: str | None = None
    region: str = "00"
    party: str = ""
    own: Asker | None = None
    vouches: bool = False
    acting: Asker = HOLDER
    acting_for: str = ""
    matters: frozenset[str] = frozenset()
    version: int | None = None

    @property
    def visitor(self) -> Visitor:
        bank = self.party if self.channel is Channel.BANK else ""
        return Visitor(self.channel, self.assurance, self.actor, self.acting, self.scope, self.region, bank)

    def check_matter(self, code: str = "") -> None:
        """Whether this service, or without one the whole record, may be seen here. Errors: OutOfScope."""
        if self.matters and code not in self.matters:
            raise OutOfScope

    def asker_for(self, service: Service[Any], chosen: Asker = HOLDER) -> Asker:
        """Services that concern the post itself it asks as itself; the others for whom the clerk named. Who acts by a
        mandate never asks as the holder."""
        if self.acting is not HOLDER:
            return self.acting
        return self.own if self.own and self.own.kind in service.askers else chosen

    def ask(self, service: Service[Any], **more: Any) -> Ask:
        """An ask at this window; ``more`` are further fields of :class:`Ask`."""
        asked = Ask(
            service=service.code, answers={}, channel=self.channel, assurance=self.assurance, client=self.client,
            about=self.about if service.about_person else None, asker=self.asker_for(service), region=self.region,
            actor=self.actor, scope=self.scope, party=self.party,
            version=self.version if service.about_person else None,
        )  # fmt: skip
        return replace(asked, **more)

    def service_path(self, code: str, card_id: str | None = None) -> str:
        """The path of a service's form, "" where this channel does not offer it."""
        service = catalogue().get(code)
        if service is None or self.channel not in service.channels or service.by_program:
            return ""
        start = self.base if service.about_person else self.public
        return f"{start}services/{code}/" + (f"?card={quote(card_id)}" if card_id else "")

    def check_path(self, code: str, case_number: str) -> str:
        """Where the answers of one form are checked, and where the act that was done is shown again."""
        return f"{self.service_path(code)}check/?case_number={quote(case_number)}"

    def change_path(self, code: str, card_id: str | None, case_number: str) -> str:
        """Back to a form that was filled in before; an anchor names the answer to change."""
        return f"{self.service_path(code, card_id)}{'&' if card_id else '?'}case_number={quote(case_number)}"

    def receipt_path(self, reference: str) -> str:
        """The receipt of an act at this window, to be saved or printed; "" where there is nowhere to save it."""
        if self.channel in (Channel.KIOSK, Channel.FIELD):
            return ""
        return f"{self.base}receipts/{quote(reference)}/"

    def step_up_path(self, here: str) -> str:
        """Where a citizen shows more surely who they are, to come back to ``here``; "" where there is no such page."""
        return f"/step-up/?next={quote(here)}" if self.channel is Channel.PORTAL else ""


def staff_window(
    posting: Posting, assurance: Assurance, about: str | IdNumber | None = None, handle: str = ""
) -> Window:
    """The window of a post, about a person or about nobody."""
    start = f"/{posting.channel.value}/"
    return Window(
        channel=posting.channel, assurance=assurance, client=posting.client,
        base=f"{start}people/{handle}/" if handle else start, public=start, about=about, handle=handle,
        actor=posting.actor, scope=posting.region, region=posting.region, party=posting.party,
        own=posting.own_asker, vouches=posting.channel in (Channel.DESK, Channel.BANK, Channel.FIELD),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A next step; ``href`` is empty where it is nothing to click."""

    words: str
    href: str


def link_of(step: Step, window: Window, here: str = "") -> Link:
    """``here`` is where a real-person check comes back to."""
    if step.code == "step_up" and (path := window.step_up_path(here or window.base)):
        return Link(step.words, path)
    if step.code == "call_12333" and window.channel is Channel.PORTAL:
        return Link(step.words, "tel:12333")
    if step.code == "choose_card":
        return Link(step.words, window.base)
    return Link(step.words, window.service_path(step.service) if step.service else "")
