"""Reading what a declaration's functions mention: their texts, parameters and events, from the code itself.

Approximate on purpose: a name that is mentioned counts as used. What is really read is recorded by the laws.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from yikatong.cards.events import EVENTS
from yikatong.policies.parameter import Parameter

Code = Callable[..., Any]


def _functions(code: Code, seen: set[Code]) -> Iterator[FunctionType]:
    """The function and those of our own functions that it names, each once."""
    if code in seen or not isinstance(code, FunctionType):
        return
    seen.add(code)
    yield code
    for value in _named(code):
        if isinstance(value, FunctionType) and value.__module__.startswith(code.__module__.partition(".")[0]):
            yield from _functions(value, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _named(function: FunctionType) -> Iterator[Any]:
    """The values that a function names: globals, what it closes over, parts of modules (``p.code``)."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    found = [function.__globals__[name] for name in names if name in function.__globals__]
    found += [cell.cell_contents for cell in function.__closure__ or ()]
    yield from found
    for module in found:
        if isinstance(module, ModuleType):
            yield from (getattr(module, name) for name in names if hasattr(module, name))


def _parameters_in(value: Any) -> Iterator[Parameter[Any]]:
    if isinstance(value, Parameter):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _parameters_in(part)
    elif isinstance(value, (tuple, frozenset)):
        for part in value:
            yield from _parameters_in(part)


def parameters_read(code: Code) -> set[Parameter[Any]]:
    """The parameters that a function mentions, itself or through functions of ours."""
    return {
        parameter
        for function in _functions(code, set())
        for value in _named(function)
        for parameter in _parameters_in(value)
    }


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)


def strings_in(code: Code) -> frozenset[str]:
    """The texts that stand in a function or in those of its module that it names, but no docstrings."""
    own = [f for f in _functions(code, set()) if f.__module__ == code.__module__]
    constants = (c for f in own for inner in _codes(f.__code__) for c in inner.co_consts)
    return frozenset(s for c in constants for s in _strings(c)) - {f.__doc__ for f in own}


def event_names(code: Code) -> frozenset[str]:
    """The names of the public fields of the events that a function makes."""
    kinds = set(EVENTS.values())
    found = {
        value
        for function in _functions(code, set())
        for value in _named(function)
        if isinstance(value, type) and is_dataclass(value) and value in kinds
    }
    return frozenset(f.name for cls in found for f in fields(cls) if not f.metadata.get("private"))
