"""The teller asks the running server on everybody's behalf and holds every answer against the one told."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from yikatong.channels.cli.city.people import Citizen, citizen
from yikatong.channels.cli.city.staff import client_secret

Echo = Callable[[str], Any]
TIMEOUT_S = 60
BATCH_WAIT_S = 60
FIRST_STRANGER = 700
STRANGERS_A_RUN = 20


class Differs(Exception):
    """The server answered otherwise than the story tells."""


@dataclass
class Teller:
    """Asks the server on everybody's behalf. ``told`` counts the steps that were as expected."""

    http: httpx.Client
    echo: Echo
    run: str
    told: int = 0
    tokens: dict[str, str] = field(default_factory=dict)

    def headers(self, channel: str, party: str = "") -> dict[str, str]:
        """A bearer token of the channel's demonstration client, fetched anew for each story."""
        client = f"demo-{channel}" + (f"-{party}" if party.isalpha() else party)
        if client not in self.tokens:
            answer = self.http.post(
                "/oauth/token/",
                data={"grant_type": "client_credentials", "scope": channel},
                auth=(client, client_secret(client)),
            )
            self.tokens[client] = str(answer.raise_for_status().json()["access_token"])
        return {"Authorization": f"Bearer {self.tokens[client]}"}

    def ask(self, channel: str, service: str, who: Citizen, *, expect: str | tuple[str, ...] = "granted",
            words: str = "", party: str = "", sign_in: str = "", **body: Any) -> dict[str, Any]:  # fmt: skip
        """One ask. ``expect`` is "granted" or the refusal codes; ``words`` must stand somewhere in the answer."""
        answers = body.pop("answers", {})
        headers = self.headers(channel, party) | {"Idempotency-Key": f"{self.run}-{self.told}"}
        headers |= {"Sign-In": sign_in} if sign_in else {}
        page = {"person": {"id_number": who.number}, "answers": answers, "confirmed": True, **body}
        response = self.http.post(f"/api/v1/acts/{service}", json=page, headers=headers)
        answer: dict[str, Any] = response.json()
        self._check(f"{channel} · {service}", response.status_code, answer, expect, words)
        return answer

    def _check(
        self, title: str, status: int, answer: dict[str, Any], expect: str | tuple[str, ...], words: str
    ) -> None:
        refused = tuple(r["code"] for r in answer.get("refusals", []))
        happened: str | tuple[str, ...] = "granted" if status == 200 else refused or (str(answer.get("code", status)),)
        said = "；".join([answer.get("words", ""), *(r["words"] for r in answer.get("refusals", []))]).strip("；")
        self.echo(f"{self.told + 1:3}  {title}\n     {said or answer.get('detail', '')}")
        for why in self._sources(answer)[:2]:
            self.echo(f"     依据：{why}")
        if happened != expect or words not in str(answer):
            raise Differs(f"第{self.told + 1}步 {title}：应为 {expect} {words}，实为 {status} {answer}")
        self.told += 1

    def _sources(self, answer: dict[str, Any]) -> list[str]:
        whys = [r["why"] for r in answer.get("refusals", []) if r.get("why")] or answer.get("why", [])
        return list(dict.fromkeys(f"{w['source']}（{w['place']}）" for w in whys))

    def advance(self, seconds: int) -> None:
        """Move the demonstration's clock."""
        self.http.post(
            "/api/v1/demo/clock", json={"seconds": seconds}, headers=self.headers("officer")
        ).raise_for_status()
        self.echo(f"     —— 演示时钟向前拨{seconds / 86_400:.2g}天 ——")

    def hand_in(self, roll: bytes, photos: bytes, form: dict[str, str]) -> dict[str, Any]:
        """An employer's batch, followed until the worker has answered every row."""
        headers = self.headers("employer") | {"Idempotency-Key": f"{self.run}-batch"}
        files = {"roll": ("roll.csv", roll), "photos": ("photos.zip", photos)}
        answer = self.http.post("/api/v1/batches", data=form, files=files, headers=headers).raise_for_status()
        batch: dict[str, Any] = answer.json()
        for _ in range(BATCH_WAIT_S):
            if batch["finished_at"]:
                break
            time.sleep(1)
            batch = self.http.get(f"/api/v1/batches/{batch['batch_id']}", headers=headers).raise_for_status().json()
        else:
            raise Differs("批量申领没有办完：请确认 yikatong work 正在运行。")
        self.told += 1
        self.echo(f"{self.told:3}  employer · batches\n     受理{batch['granted']}人，退回{batch['refused']}行")
        return batch

    def strangers(self) -> list[Citizen]:
        """People whom this server does not know yet, so that the story can be told again."""
        first = FIRST_STRANGER
        while self._knows(citizen(first)):
            first += STRANGERS_A_RUN
        return [citizen(first + n) for n in range(STRANGERS_A_RUN)]

    def _knows(self, who: Citizen) -> bool:
        found = self.http.post(
            "/api/v1/persons/search", json={"id_number": who.number}, headers=self.headers("officer")
        )
        return found.status_code == httpx.codes.OK
