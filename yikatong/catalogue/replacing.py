"""What replacing and renewing a card have in common: the photo on file, and what comes with a new card."""

from typing import Any

from yikatong.cards.identity import age_on
from yikatong.cards.photo import Photo
from yikatong.catalogue.case import Case
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.moments import day_of
from yikatong.policies import parameters as p
from yikatong.policies.parameter import Parameter

FUNDS = Label("原账户的余额", "新卡领取、原卡注销后由银行划转，或者本人到银行柜面取出。", folded=True)


def photo_on_file(case: Case[Any]) -> str | None:
    """The digest of the photo that may be used again. A place that sets no years leaves it to the reviewer."""
    years = case.value(p.photo_reuse_years)
    taken_on = day_of(case.card.applied_at)
    return case.card.photo if years is None or age_on(taken_on, case.today) < years else None


def photo_lacking(case: Case[Any], photo: Photo | None) -> bool:
    """Whether neither a photo was sent nor one on file may be used again."""
    return photo is None and photo_on_file(case) is None


def new_card_words(case: Case[Any], fee: Parameter[int | None]) -> str:
    """Money, account number and fee, as the holder of a card to come hears them."""
    yuan = case.value(fee)
    asked = f"{fee.name}：{fee.words(yuan)}。" if yuan is not None else f"{fee.name}请向网点确认。"
    number = "银行账号可能变化，请更新自动扣款和待遇发放账户。" if case.value(p.account_number_may_change) else ""
    return "账户资金可以取出，或由银行转到新账户，不会损失。" + number + asked
