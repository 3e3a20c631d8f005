"""A face checker without a model hands every picture to a reviewer."""

import pytest

from tests.photo.specimens import GOOD
from yikatong.adapters.demo.face import ReviewerDecides
from yikatong.ports.face import FaceChecker, FaceVerdict


@pytest.mark.parametrize("jpeg", [GOOD, b""])
def test_it_never_decides(jpeg: bytes) -> None:
    checker: FaceChecker = ReviewerDecides()
    verdict = checker.check(jpeg)
    assert not verdict.decided
    assert not verdict.accepted
    assert verdict.faults == ()
    assert "工作人员" in verdict.words
    assert checker.check_health() is None
    assert "工作人员" in checker.describe()


@pytest.mark.parametrize(("decided", "found"), [(False, ()), (True, ("face_missing",))])
def test_an_undecided_or_faulty_face_cannot_be_accepted(decided: bool, found: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="accepted"):
        FaceVerdict(decided=decided, accepted=True, faults=found, words="")
