"""Reading one YAML page strictly: nothing written twice, dates as text, every fault named by file and key.

A bureau's own staff edit these pages, so what is wrong with one is said in Chinese.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

import yaml


class PageInvalid(ValueError):  # noqa: N818  (named for what is wrong, as refusals are)
    """A page that cannot be applied: which file, which key, what is wrong."""

    code = "policy_page_invalid"

    def __init__(self, file: str, key: str, fault: str) -> None:
        self.file, self.key, self.fault = file, key, fault
        super().__init__(f"{file}，{key}：{fault}。请改正后重新载入。")


class _Written(yaml.SafeLoader):
    """YAML that refuses a key written twice (plain YAML silently keeps the last) and leaves dates as text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if (written := str(key.value)) in seen:
                twice = f"{written}写了两次"
                raise yaml.constructor.ConstructorError(problem=twice, problem_mark=key.start_mark)
            seen.add(written)
        return super().construct_mapping(node, deep=deep)


def read_page(file: Traversable) -> dict[str, object]:
    """The page's top-level mapping. Raises PageInvalid."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Written)  # noqa: S506  (it is a SafeLoader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        raise PageInvalid(file.name, f"第{line}行", str(fault.problem)) from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise PageInvalid(file.name, "全文", "不是UTF-8编码的文本") from fault
    return mapping(content, file.name, "全文")


def mapping(raw: object, file: str, key: str) -> dict[str, object]:
    """``raw`` as a mapping with text keys. Raises PageInvalid."""
    if not isinstance(raw, Mapping):
        raise PageInvalid(file, key, "应为“名称: 内容”的形式")
    return {str(name): content for name, content in raw.items()}


def only(fields: Iterable[str], wanted: Collection[str], file: str, key: str) -> None:
    """Refuse a field that is unknown or missing: a misspelt one must not pass for an absent one."""
    present = set(fields)
    if unknown := sorted(present - set(wanted)):
        raise PageInvalid(file, key, f"不认识的项{'、'.join(unknown)}")
    if missing := [name for name in wanted if name not in present]:
        raise PageInvalid(file, key, f"缺少{'、'.join(missing)}")
