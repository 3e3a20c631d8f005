"""A face checker without a face model: it never decides, so every picture reaches a reviewer."""

from yikatong.ports.face import FaceVerdict


class ReviewerDecides:
    """The checker of an installation that has no licensed face product."""

    def check(self, jpeg: bytes) -> FaceVerdict:  # noqa: ARG002 - the port's form
        """Refuses to guess: `decided` is False for whatever is shown."""
        return FaceVerdict(decided=False, accepted=False, faults=(), words="人脸由工作人员审核。")

    def describe(self) -> str:
        return "未接入人脸检测产品，照片一律由工作人员审核"

    def check_health(self) -> str | None:
        return None  # nothing outside that could fail
