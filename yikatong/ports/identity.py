"""What we need of a real-person check (实人核验): is whoever sits there now the person of this number and name?

A face check always has an alternative without one (个人信息保护法 art 26, 人脸识别技术应用安全管理办法 art 10).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Method(StrEnum):
    """How the person is checked. The alternative is as good as the face check and always offered beside it."""

    FACE = "face"
    VIDEO = "video"

    @property
    def words(self) -> str:
        return {"face": "人脸核验", "video": "人工视频核验（不使用人脸识别）"}[self]

    @property
    def help(self) -> str:
        return {
            "face": "用手机或电脑的摄像头核验，约需一分钟。",
            "video": "由工作人员通过视频核对您和您的身份证件。",
        }[self]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found: ``words`` is one Chinese sentence for the person, ``reference`` the checker's number."""

    accepted: bool
    words: str
    reference: str


class Identity(Protocol):
    """A bureau brings a product connected to the police's register."""

    def verify(self, number: str, name: str, method: Method) -> Verdict:
        """Check the person of this canonical identity number and name. Errors: Unavailable."""
        ...

    def describe(self) -> str:
        """One Chinese line for the operator: which product."""
        ...

    def check_health(self) -> str | None:
        """None when in order, otherwise one Chinese sentence saying what is wrong."""
        ...
