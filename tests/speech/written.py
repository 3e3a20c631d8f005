"""Every Chinese sentence that the source writes, as templates: constants, f-strings and what is put together of them.

An expression of parts is told with all its alternatives: ``"已重置" + (unlocked or "") + "。"`` is two sentences, not
three fragments. What is only known at run time becomes a placeholder.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "yikatong"
ROOMS = (
    "cards", "policies", "catalogue", "services", "office", "ports", "adapters/demo", "adapters/sheets",
    "adapters/plant_files", "adapters/webhooks", "adapters/sms_http", "adapters/apprise_messages",
)  # fmt: skip
# Said to those who run the system, in a terminal, or to programs of banks and partners, or never said: regular
# expressions of addresses, citations.
UNSAID = {
    "cards/masking.py", "policies/articles.py", "office/fsck.py", "office/fsck_file.py", "office/fsck_dossier.py",
    "office/vault.py", "office/deployment.py", "office/demo_people.py", "catalogue/scenario.py", "cards/codec.py",
    "channels/derive/guide.py", "channels/derive/general.py", "channels/derive/speech_phrases.py",
    "channels/derive/speech_catalogue.py", "channels/portal/topics.py", "channels/portal/templatetags/portal.py",
    "channels/hotline/console.py", "office/bank_links.py", "office/bank_portfolio.py", "office/bank_queries.py",
    "office/callbacks.py", "adapters/webhooks/signing.py", "adapters/webhooks/strict_json.py",
}  # fmt: skip
SPOKEN_TO_PROGRAMS = {"api", "callbacks", "cli"}
SILENT_ARGUMENTS = {"synonyms", "samples"}
SPELLINGS = "_column"  # its third argument is how else the column may be called: read, never said
TRANSLATED = {"_", "gettext", "pgettext", "ngettext"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[^。！？]*[。！？]?")
HOLE = re.compile(r"\{[^{}]*\}")
MOST_ALTERNATIVES = 64

Names = Mapping[str, list[str]]


def files() -> list[Path]:
    """The modules whose sentences people read in a language of their own."""
    found = [p for room in ROOMS for p in sorted((PACKAGE / room).rglob("*.py"))]
    found += (
        p
        for room in sorted((PACKAGE / "channels").iterdir())
        if room.name not in SPOKEN_TO_PROGRAMS
        for p in sorted(room.rglob("*.py"))
    )
    return [path for path in found if path.relative_to(PACKAGE).as_posix() not in UNSAID]


def sentences(template: str) -> Iterator[str]:
    """The sentences of a template that say something themselves."""
    yield from (s for s in SENTENCE.findall(template) if CHINESE.search(HOLE.sub("", s)))


def skeleton(template: str) -> str:
    """A template without the names of its placeholders."""
    return HOLE.sub("{}", template)


@cache
def written(path: Path) -> tuple[str, ...]:
    """The sentences that one module writes."""
    return tuple(in_source(ast.parse(path.read_text(encoding="utf-8"))))


def in_source(source: ast.Module) -> dict[str, None]:
    """The sentences of a module's source, each once, in its order."""
    reader = _Reader()
    reader.visit(source)
    return dict.fromkeys(sentence for template in reader.found for sentence in sentences(template))


class _Reader(ast.NodeVisitor):
    """Collects the largest string expressions; a name that holds a string is read where it is used."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.names: dict[str, list[str]] = {}

    def _body(self, node: ast.Module | ast.ClassDef | ast.FunctionDef) -> None:
        before, used = self.names, _put_into_strings(node)
        self.names = {**before, **{n: v for n, v in _strings(node, before).items() if n in used}}
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        for statement in node.body[start:]:
            self.visit(statement)
        self.names = before

    def visit_Module(self, node: ast.Module) -> None:
        self._body(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._body(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults, *node.decorator_list, *_notes(node)):
            if default is not None:
                self.visit(default)
        self._body(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        held = isinstance(node.targets[0], ast.Name) and node.targets[0].id in self.names
        if not held:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring beneath an assignment
            self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is only compared with is not said."""

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            return
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in ("compile", "fullmatch", "match", "sub"):
            return
        self.visit(node.func)
        for argument in node.args[:2] if getattr(node.func, "id", "") == SPELLINGS else node.args:
            self.visit(argument)
        for keyword in node.keywords:
            if keyword.arg not in SILENT_ARGUMENTS:
                self.visit(keyword.value)

    def generic_visit(self, node: ast.AST) -> None:
        string = isinstance(node, ast.Constant | ast.JoinedStr | ast.IfExp) or _is_joining(node)
        if string and _says(node):
            self.found += _told(node, self.names)
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call | ast.Lambda):
                    super().generic_visit(inner)
            return
        super().generic_visit(node)


def _is_joining(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult)


def _notes(node: ast.FunctionDef) -> list[ast.expr]:
    return [a.annotation for a in node.args.args if a.annotation]


def _says(node: ast.AST) -> bool:
    """Whether the value itself is made of Chinese: what a call in it is given does not count."""
    if isinstance(node, ast.Call | ast.Lambda | ast.Compare | ast.Dict | ast.Tuple | ast.List | ast.Subscript):
        return False
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and CHINESE.search(node.value) is not None
    return any(_says(child) for child in ast.iter_child_nodes(node))


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _strings(body: ast.AST, names: Names) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in ast.walk(body):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name) and _says(node.value):
            found.setdefault(target.id, []).extend(_told(node.value, {**names, **found}))
    return found


def _put_into_strings(body: ast.AST) -> set[str]:
    """Names that are parts of a string expression: elsewhere they are sentences themselves."""
    parts = [n for n in ast.walk(body) if isinstance(n, ast.JoinedStr) or isinstance(n, ast.BinOp) and _says(n)]
    return {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}


def _told(node: ast.AST, names: Names) -> list[str]:
    return list(dict.fromkeys(_alternatives(node, names)))[:MOST_ALTERNATIVES]


def _alternatives(node: ast.AST, names: Names) -> list[str]:
    match node:
        case ast.Constant(value=str(words)):
            return [words]
        case ast.JoinedStr(values=parts):
            return ["".join(p) for p in product(*(_alternatives(part, names) for part in parts))]
        case ast.FormattedValue(value=value):
            return _alternatives(value, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if _says(node) or _names(node) & names.keys():
            return [a + b for a, b in product(_alternatives(left, names), _alternatives(right, names))]
        case ast.BinOp(left=left, op=ast.Mult()):
            return ["", *_alternatives(left, names)]
        case ast.IfExp(body=yes, orelse=no):
            return [*_alternatives(yes, names), *_alternatives(no, names)]
        case ast.Name(id=name) if name in names:
            return names[name]
    return ["{" + _name(node) + "}"]


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return _name(func)
    return "x"
