"""The main lives of a card, walked through a running demonstration server's HTTP API.

Each step prints what was asked, what was answered and on which source; an answer that differs from the one told here
ends the story with what was expected.
"""

import uuid
from collections.abc import Callable

import httpx

from yikatong.channels.cli.story.cards_in_use import (
    elsewhere,
    ended,
    expiring,
    locked,
    lost_and_found,
    lost_for_good,
    several_cards,
    two_pairs_of_eyes,
)
from yikatong.channels.cli.story.first_cards import by_another, by_the_employer, first_card, unfit_photo
from yikatong.channels.cli.story.passages import People
from yikatong.channels.cli.story.teller import TIMEOUT_S, Differs, Echo, Teller

CHAPTERS: tuple[tuple[str, Callable[[Teller, People], None]], ...] = (
    ("第一张社保卡：申领、制卡、领取、启用、激活", first_card),
    ("单位批量申领：部分受理，逐行答复", by_the_employer),
    ("丢了又找到：口头挂失、解挂、七天自动解除", lost_and_found),
    ("找不到了：正式挂失、补卡", lost_for_good),
    ("密码输错六次：锁定与解锁", locked),
    ("外地发的卡：按发卡地规定", elsewhere),
    ("快到期了：提前六十日换领", expiring),
    ("转出省外：结清、注销、销户", ended),
    ("请人代领：委托登记", by_another),
    ("更正信息：两人经手", two_pairs_of_eyes),
    ("跨省转移和多张卡", several_cards),
    ("照片不合格", unfit_photo),
)


def tell(url: str, echo: Echo) -> int:
    """The whole story against the server at ``url``: 0 when everything was as told, else 1."""
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT_S) as http:
            teller = Teller(http, echo, run=uuid.uuid4().hex)
            people = iter(teller.strangers())
            for title, chapter in CHAPTERS:
                echo(f"\n【{title}】")
                chapter(teller, people)
    except Differs as difference:
        echo(f"\n✗ {difference}")
        return 1
    except httpx.HTTPError as error:
        echo(f"\n✗ 服务没有回应：{error}。请先运行 make demo。")
        return 1
    echo(f"\n✓ {teller.told} 步，全部与预期一致。演示时钟随故事向前走了几周。")
    return 0
