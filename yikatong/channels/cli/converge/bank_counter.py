"""The bank's own counter, clock and back office, worked from outside over HTTP, as its clerk would."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from yikatong.channels.cli.converge.processes import Party

TRIES = 5


class BankCounter:
    """``party`` is brought up again where it has been killed: a clerk waits for the system."""

    def __init__(self, party: Party, url: str) -> None:
        self._party, self._http = party, httpx.Client(base_url=url, trust_env=False, timeout=10.0)

    def act(self, card_id: str, name: str, **form: str) -> str:
        """One act at the counter: ``done``, ``refused`` or ``absent`` (no account of this card)."""
        path = f"/accounts/{card_id}/"
        if self._asked("GET", path).status_code == httpx.codes.NOT_FOUND:
            return "absent"
        token = self._http.cookies.get("sandbox_bank_csrf", "")
        answered = self._asked("POST", f"{path}{name}/", data={**form, "csrfmiddlewaretoken": token})
        return "done" if answered.is_redirect else "refused"

    def set_clock(self, ahead_s: float) -> None:
        self._panel("clock", {"offset_s": ahead_s})

    def behave(self, refusing: float) -> None:
        """A bank that takes its time, and refuses a share of what it is ordered."""
        self._panel("practice", {"delay_s": 20, "cut_off": "", "keeps_numbers": True, "activates_unseen": True})
        self._panel("faults", {"kind": "refuse", "on": True, "probability": refusing})

    def hurry(self) -> None:
        """All that waits at the bank is due now."""
        self._panel("work", {})

    def waiting(self) -> dict[str, int]:
        found: dict[str, int] = self._asked("GET", "/panel/work").json()
        return found

    def now(self) -> datetime:
        return datetime.fromisoformat(self._asked("GET", "/panel/clock").json()["now"])

    def _panel(self, name: str, page: Mapping[str, Any]) -> None:
        self._asked("POST", f"/panel/{name}", json=page).raise_for_status()

    def _asked(self, method: str, path: str, **content: Any) -> httpx.Response:
        """A connection that breaks because the bank was killed is made anew. Nothing here may be lost unnoticed."""
        for _ in range(TRIES):
            try:
                return self._http.request(method, path, **content)
            except httpx.HTTPError:
                time.sleep(0.05)
                self._party.wait_until_up()
        return self._http.request(method, path, **content)
