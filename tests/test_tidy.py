"""Rules of the house over the repository itself. Each rule is first shown to see a planted fault."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("yikatong", "tests", "bench", "docs", ".ci")
TEXT = {
    ".py",
    ".md",
    ".html",
    ".js",
    ".css",
    ".yaml",
    ".yml",
    ".toml",
    ".sql",
    ".txt",
    ".lock",
    ".po",
    ".json",
    "",
}
GENERATED = re.compile(r"/migrations/|/static/vendor/|/__pycache__/")

MODULE_LINES, SERVICE_LINES, TEST_LINES, FUNCTION_LINES = 200, 120, 400, 30
VAGUE = {"manager", "handler", "helper", "helpers", "util", "utils", "base", "data", "info"}


def too_long(path: str, text: str) -> Iterator[str]:
    """A service is counted without its blank lines: it is a list of small functions, and they need air."""
    service = path.startswith("yikatong/services/")
    limit = SERVICE_LINES if service else TEST_LINES if path.startswith("tests/") else MODULE_LINES
    if (lines := sum(1 for line in text.splitlines() if line.strip() or not service)) > limit:
        yield f"{lines} lines; a module has {limit} at most"


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the docstring: else the rule would be kept by leaving it out."""
    documented = ast.get_docstring(function) is not None
    first = function.body[0]
    words = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - words


def long_functions(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body_lines(node) > FUNCTION_LINES:
            yield f"{node.name} has {_body_lines(node)} lines; a function has {FUNCTION_LINES} at most"


def vague_names(path: str, text: str) -> Iterator[str]:
    if VAGUE & set(PurePosixPath(path).stem.split("_")):
        yield f"the module's name says nothing: {PurePosixPath(path).name}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            words = re.findall(r"[A-Z]+[a-z0-9]*|[a-z0-9]+", node.name)
            if words and VAGUE & {words[0].lower(), words[-1].lower()}:
                yield f"the class's name says nothing: {node.name}"


def relative_imports(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: a relative import"


def matching(pattern: str) -> Callable[[str, str], Iterator[str]]:
    """A rule against whatever matches `pattern` on a line."""
    compiled = re.compile(pattern)

    def find(path: str, text: str) -> Iterator[str]:
        for number, line in enumerate(text.splitlines(), 1):
            if found := compiled.search(line):
                yield f"line {number}: {found[0]}"

    return find


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    find: Callable[[str, str], Iterable[str]]
    only: str  # the suffix of the files it is about; "" for all
    bad: tuple[str, str]  # path and text
    good: tuple[str, str]


# The samples are put together from pieces, so that this file itself is tidy.
RULES = [
    Rule("module length", too_long, ".py", ("yikatong/x.py", "\n" * 201), ("yikatong/x.py", "\n" * 200)),
    Rule(
        "service length", too_long, ".py", ("yikatong/services/x.py", "x = 1\n" * 121), ("tests/x.py", "x = 1\n" * 121)
    ),
    Rule(
        "function length",
        long_functions,
        ".py",
        ("x.py", "def f():\n" + "    f()\n" * 30),
        ("x.py", 'def f():\n    """Words.\n\n    More.\n    """\n' + "    f()\n" * 29),
    ),
    Rule("module names", vague_names, ".py", ("yikatong/card_utils.py", ""), ("yikatong/database.py", "")),
    Rule(
        "class names",
        vague_names,
        ".py",
        ("x.py", "class CardManager: ..."),
        ("x.py", "class Informant: ..."),
    ),
    Rule("leading names", vague_names, ".py", ("x.py", "class BaseCard: ..."), ("x.py", "class Baseline: ...")),
    Rule("relative imports", relative_imports, ".py", ("x.py", "from . import y"), ("x.py", "from x import y")),
    Rule("unfinished", matching(r"\b(TO[D]O|FIX[M]E)\b"), "", ("x.md", "# TO" + "DO"), ("x.md", "todos")),
    Rule(
        "absolute paths",
        matching(r"(?<![\w.:/~*-])/(home|root|Users|tmp|farm|work/main)/\w"),
        "",
        ("x.py", 'open("/' + 'root/x")'),
        ("x.md", "https://card.example.org/home/1 and var/tmp/x"),
    ),
    Rule(
        "registry hosts",
        matching(r"pypi\.org|pythonhosted\.org|npmjs\.|\bmirrors?\.\w+\.\w|(?<!emit-)index-[u]rl"),
        "",
        ("x.lock", "--index-" + "url https://x"),
        ("Makefile", "--no-emit-index-" + "url"),
    ),
]


def applied(rule: Rule, path: str, text: str) -> list[str]:
    if not path.endswith(rule.only):
        return []
    return [f"{path}: {fault}" for fault in rule.find(path, text)]


def repository() -> dict[str, str]:
    """Every text file of ours, by its path from the root."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    found += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    named = {path.relative_to(ROOT).as_posix(): path for path in found if path.suffix in TEXT}
    return {name: path.read_text() for name, path in named.items() if not GENERATED.search("/" + name)}


def missing_examples(paths: Iterable[str]) -> set[str]:
    """Services without an example file, and example files without a service."""
    names = [PurePosixPath(path) for path in paths]
    services = {path.stem for path in names if path.match("yikatong/services/*.py") and path.stem[0] != "_"}
    examples = {path.stem for path in names if path.match("tests/examples/*.yaml")}
    return services ^ examples


def unnumbered(names: Iterable[str]) -> list[str]:
    """Decisions out of order: not numbered, numbered twice, or after a gap."""
    decisions = sorted(set(names) - {"README.md"})
    return [
        name
        for number, name in enumerate(decisions, 1)
        if not re.fullmatch(rf"{number:04}-[a-z0-9]+(-[a-z0-9]+)*\.md", name)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_sees_its_planted_fault_and_nothing_else(rule: Rule) -> None:
    assert applied(rule, *rule.bad)
    assert not applied(rule, *rule.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_repository_keeps(rule: Rule) -> None:
    files = repository()
    assert {"pyproject.toml", "Makefile", "tests/test_tidy.py", "yikatong/__init__.py"} <= files.keys()
    assert "\n".join(fault for path, text in files.items() for fault in applied(rule, path, text)) == ""


def test_each_service_has_an_example_file() -> None:
    assert missing_examples(["yikatong/services/stop.py"]) == {"stop"}
    assert missing_examples(["tests/examples/stop.yaml"]) == {"stop"}
    assert missing_examples(["yikatong/services/stop.py", "tests/examples/stop.yaml"]) == set()
    assert missing_examples(["yikatong/services/__init__.py"]) == set()
    assert missing_examples(repository()) == set()


def test_decisions_are_numbered_in_order() -> None:
    assert unnumbered(["0001-a.md", "0002-b-c.md", "README.md"]) == []
    assert unnumbered(["0001-a.md", "0003-b.md"]) == ["0003-b.md"]
    assert unnumbered(["0001-a.md", "0001-b.md"]) == ["0001-b.md"]
    assert unnumbered(["a.md"]) == ["a.md"]
    assert unnumbered([path.name for path in (ROOT / "docs" / "decisions").iterdir()]) == []
