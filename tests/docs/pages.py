"""Reading our own documentation: its fenced blocks, its tables, and the commands it shows."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from yikatong.channels.cli import main

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """A page by its path from the root of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [content for named, content in FENCE.findall(text) if named == language]


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as a page shows it, and what the page says that it prints."""

    arguments: tuple[str, ...]
    output: str


def shown(text: str) -> list[Shown]:
    """Each ``$ yikatong …`` of the console blocks; a line may be continued with a backslash."""
    found = []
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.replace("\\\n", " ").partition("\n")
            program, *arguments = shlex.split(command)
            if program == "yikatong":
                found.append(Shown(tuple(arguments), output.strip()))
    return found


def run(command: Shown) -> Result:
    return CliRunner().invoke(main, command.arguments)


def is_true(command: Shown, printed: str) -> bool:
    """Whether the page says what is printed; a line ``…`` stands for any lines left out."""
    told = [re.escape(part.strip("\n")) for part in re.split(r"^…$", command.output, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)?".join(told), printed.strip(), re.DOTALL) is not None
