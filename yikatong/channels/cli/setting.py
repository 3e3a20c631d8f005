"""Opening the office from the command line: Django is set up only when a command needs the ledger."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import click


@contextmanager
def office_open(demo: bool = False) -> Iterator[ModuleType]:
    """The deployment's module, with Django ready. Errors: ClickException in one sentence when it is not set up."""
    if demo:
        os.environ["YIKATONG_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yikatong.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    try:
        django.setup()
        from yikatong.office import deployment

        yield deployment
    except ImproperlyConfigured as error:
        raise click.ClickException(f"配置有误：{error}") from error
    except OperationalError as error:
        raise click.ClickException(f"数据库不能使用：{error}") from error
