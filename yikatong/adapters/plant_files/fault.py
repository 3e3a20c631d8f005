"""What is wrong with a file of the plant's."""


class PlantFileFault(Exception):
    """The file is refused whole: a stable ``code``, Chinese ``words`` and ``cure``, and the ``line`` of the rows file
    where one can be named. It never quotes what stands there."""

    def __init__(self, code: str, words: str, cure: str, line: int | None = None) -> None:
        super().__init__(code)
        self.code, self.words, self.cure, self.line = code, words, cure, line
