"""Who looks at the pages: citizens and staff of the demonstration city, each signed in once and remembered.

Signing in goes through the same forms that people use.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from django_otp.oath import totp

from tests.browser.server import alone
from yikatong.channels.cli.city import lives
from yikatong.channels.cli.city.people import Citizen, citizen
from yikatong.channels.cli.city.staff import STAFF, password, totp_key

# A sign-in lasts half an hour, its real-person check ten minutes.
KEPT_S = 8 * 60
USERNAMES = frozenset(one.username for one in STAFF)
FINDER = "officer2"
TAGS = re.compile(r"<[^>]+>|\s+")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

# One person for each way a card can stand, named for the pages; the lives are those of the demonstration city.
LIVES = {
    "in_use": "正常使用",
    "applied": "申请已受理",
    "photo_returned": "照片退回",
    "making": "制卡中",
    "ready": "网点待领取",
    "booked": "已预约领取",
    "sealed": "封存：已领未启用",
    "inactive": "社保功能已启用，金融功能未激活",
    "lost": "口头挂失中",
    "ending": "口头挂失明天到期",
    "formally_lost": "正式挂失，补卡申请待审核",
    "locked": "密码锁定",
    "expiring": "六十日内到期",
    "left": "社保功能已注销，账户已销",
    "correcting": "更正待复核",
    "two_cards": "两省各有一张卡",
}
STRANGER = 640  # nobody of this number lives in the city


class NotSignedIn(Exception):
    """The door said no; its words are in the message."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where people sign in to the site at ``url``; ``folder`` keeps what the workers share."""

    url: str
    folder: Path

    def cookies(self, who: str) -> list[dict[str, Any]]:
        """The cookies of somebody signed in, as a browser takes them: no more than is needed to look like them.

        ``who``: "" for nobody, a key of LIVES with an optional number ("in_use:3"), "stranger", or a staff account.
        """
        if not who:
            return []
        kept = self.folder / f"signed-{who.replace(':', '-')}.json"
        with alone(kept.with_suffix(".lock")):
            if not kept.exists() or time.time() - kept.stat().st_mtime > KEPT_S:
                kept.write_text(json.dumps(self._sign_in(who)))
            return list(json.loads(kept.read_text()))

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Staff at work: one at a time, for a second window of the same sign-in would undo the call of the first."""
        if who not in USERNAMES:
            yield
            return
        with alone(self.folder / f"turn-{who}.lock"):
            yield

    def handle(self, who: str) -> str:
        """The opaque id that stands for a citizen in the addresses of staff."""
        return _handle(self, who)

    def find(self, who: str) -> str:
        """The path of a citizen's page, as the search of an officer who looks at nothing else answers."""
        with self._client() as http:
            http.cookies.update({c["name"]: c["value"] for c in self.cookies(FINDER)})
            return _post(http, "/officer/", "/officer/", {"q": person(who).number}).headers["location"]

    def _sign_in(self, who: str) -> list[dict[str, Any]]:
        with self._client() as http:
            answer = self._staff(http, who) if who in USERNAMES else self._citizen(http, person(who))
            if not answer.is_redirect:
                raise NotSignedIn(f"{who}: {answer.status_code} {TAGS.sub(' ', answer.text)[:600]}")
            return [{"name": c.name, "value": c.value, "url": self.url} for c in http.cookies.jar]

    def _citizen(self, http: httpx.Client, who: Citizen) -> httpx.Response:
        form = {"number": who.number, "name": who.name, "method": "face", "next": "/"}
        return _post(http, "/sign-in/check/", "/sign-in/check/", form)

    def _staff(self, http: httpx.Client, username: str) -> httpx.Response:
        code = f"{totp(bytes.fromhex(totp_key(username))):06}"
        form = {"username": username, "password": password(username), "otp_token": code}
        return _post(http, "/staff/", "/staff/", form)

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)


def _post(http: httpx.Client, drawn_at: str, path: str, form: dict[str, str]) -> httpx.Response:
    token = TOKEN.search(http.get(drawn_at).raise_for_status().text)
    if token is None:
        raise NotSignedIn(f"{drawn_at}: no form")
    return http.post(path, data={**form, "csrfmiddlewaretoken": token[1]}, headers={"Referer": str(http.base_url)})


@cache
def _handle(door: Door, who: str) -> str:
    return door.find(who).rstrip("/").rpartition("/")[2]


@cache
def _numbers() -> dict[str, range]:
    """The inhabitants of each life, numbered as the city numbers them."""
    first, lived = 0, {}
    for life in lives.LIVES:
        lived[life.title] = range(first, first + life.people)
        first += life.people
    return lived


def inhabitant(who: str) -> int:
    """The number of a name of LIVES: "lost" is the first of them, "lost:2" the third."""
    name, _, number = who.partition(":")
    return STRANGER + int(number or 0) if name == "stranger" else _numbers()[LIVES[name]][int(number or 0)]


def person(who: str) -> Citizen:
    return citizen(inhabitant(who))


def card_number(who: str) -> str:
    """The number of a card that was taken over from a former system, as the city numbers them."""
    return f"T{inhabitant(who):08}"
