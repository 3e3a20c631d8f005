"""The one exception of all ports: what is outside did not answer, or will never answer this."""


class Unavailable(Exception):
    """``permanent``: asking again will not help (not connected, refused for good); else it may, later.

    ``words`` are for whoever runs the system and hold no personal words. ``status``: of HTTP, where it answered.
    """

    def __init__(self, words: str, *, permanent: bool = False, status: int | None = None) -> None:
        super().__init__(words)
        self.words, self.permanent, self.status = words, permanent, status
