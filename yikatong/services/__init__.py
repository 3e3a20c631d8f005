"""One file = one service (事项). The folder is scanned; nothing else lists services by hand."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from yikatong.catalogue.service import Service


@cache
def catalogue() -> Mapping[str, Service[Any]]:
    """All services by code. Errors: TypeError when a module does not define exactly one Service of its own name."""
    found = [_service_of(module.name) for module in pkgutil.iter_modules(__path__)]
    return MappingProxyType({service.code: service for service in found})


def _service_of(name: str) -> Service[Any]:
    module = import_module(f"{__name__}.{name}")
    services = [value for value in vars(module).values() if isinstance(value, Service)]
    if len(services) != 1 or services[0].code != name or not hasattr(module, name):
        raise TypeError(f"services/{name}.py must define exactly one Service, called {name}")
    return services[0]
