"""What people come for, in a few groups, and how they find it in their own words."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yikatong.catalogue.channels import Channel
from yikatong.catalogue.service import Service
from yikatong.channels.derive import speech
from yikatong.channels.derive.entries import MenuEntry
from yikatong.services import catalogue

# What is typed to find the large letters (T/TAF 114-2022 asks that a search finds them).
ELDER_WORDS = ("长辈版", "亲情版", "关爱版", "关怀版", "老年版", "适老版", "大字版", "大字", "字大", "字太小", "看不清")


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of services: its code in addresses, its icon, its services in the order in which they are shown."""

    code: str
    icon: str
    services: tuple[str, ...]

    @property
    def name(self) -> str:
        return topic_names()[self.code]


TOPICS = (
    Topic("loss", "shield-alert", ("report_loss", "lift_loss")),
    Topic("card", "refresh-cw", ("replace", "renew", "transfer", "apply", "resubmit_photo", "withdraw_application")),
    Topic("pin", "key-round", ("reset_pin", "change_pin", "unlock")),
    Topic("collect", "credit-card", ("book_collection", "cancel_appointment", "collect", "enable", "activate_account")),
    Topic("query", "search", ("track", "card_status", "review_cards", "find_outlet", "check_photo")),
    Topic("mandate", "handshake", ("register_mandate", "revoke_mandate")),
)
REST = Topic("rest", "list", ())
AT_HOME = ("loss", "card", "pin")


def topic_names() -> dict[str, str]:
    """The groups' names in the page's language."""
    return {
        "loss": _("挂失解挂"), "card": _("补换卡"), "pin": _("重置密码"), "collect": _("领卡启用"), "query": _("查询"),
        "mandate": _("委托"), "rest": _("其他事项"),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One topic with what may be asked now, and what may not, folded."""

    topic: Topic
    open: tuple[MenuEntry, ...]
    shut: tuple[MenuEntry, ...]


def grouped(entries: Iterable[MenuEntry], only: str = "") -> tuple[Group, ...]:
    """Every entry once, by topic; a service that no topic names stands among the rest. ``only``: that topic alone."""
    found, named = tuple(entries), {code for topic in TOPICS for code in topic.services}
    rest = tuple(dict.fromkeys(e.line.code for e in found if e.line.code not in named))
    topics = (*TOPICS, Topic(REST.code, REST.icon, rest))
    groups = (_group(topic, found) for topic in topics if not only or topic.code == only)
    return tuple(group for group in groups if group.open or group.shut)


def _group(topic: Topic, entries: tuple[MenuEntry, ...]) -> Group:
    own = [e for code in topic.services for e in entries if e.line.code == code]
    return Group(topic, tuple(e for e in own if is_open(e)), tuple(e for e in own if not is_open(e)))


def is_open(entry: MenuEntry) -> bool:
    """Open, or open after a real-person check."""
    return entry.line.open or bool(entry.step_up)


def offered() -> tuple[Service[object], ...]:
    """What the portal has for people: by topic, then the rest."""
    order = [code for topic in TOPICS for code in topic.services]
    found = [s for s in catalogue().values() if Channel.PORTAL in s.channels and not s.share]
    return tuple(sorted(found, key=lambda s: order.index(s.code) if s.code in order else len(order)))


def found_by(words: str, services: Iterable[Service[object]]) -> tuple[Service[object], ...]:
    """Services that are called so, or that people call so: 丢了 finds 挂失. The closest first."""
    wanted = plain(words)
    ranked = [(_closeness(wanted, service), service) for service in services] if wanted else []
    return tuple(service for rank, service in sorted(ranked, key=lambda found: found[0]) if rank < NOT_AT_ALL)


NOT_AT_ALL = 4


def _closeness(wanted: str, service: Service[object]) -> int:
    """0 by name, 1 by what people call it, 2 where the words stand within what was typed, 3 in the summary."""
    names, summaries = ([plain(words) for words in _spoken(text)] for text in (service.name, service.summary))
    if any(wanted in name for name in names):
        return 0
    called = [plain(synonym) for synonym in service.synonyms]
    if any(wanted in synonym for synonym in called):
        return 1
    if any(word in wanted for word in (*called, *names)):
        return 2
    return 3 if any(wanted in summary for summary in summaries) else NOT_AT_ALL


def _spoken(words: str) -> tuple[str, str]:
    """In Chinese, and in the language of the page."""
    return words, speech.said(words, get_language() or "zh-hans").words


def wants_large_letters(words: str) -> bool:
    wanted = plain(words)
    return bool(wanted) and any(word in wanted for word in ELDER_WORDS)


def plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
