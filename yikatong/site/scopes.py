"""Which scopes a machine client may have: those whose names its own account has as groups, and no other.

Without this every registered client could ask for every scope, a bank for the desk's.
"""

from typing import Any

from oauth2_provider.models import AbstractApplication
from oauth2_provider.scopes import BaseScopes
from oauth2_provider.settings import oauth2_settings


class ClientScopes(BaseScopes):
    """What django-oauth-toolkit asks, answered from the groups of the account that the client acts as."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope and its words, as the settings list them."""
        return dict(oauth2_settings.SCOPES)

    def get_available_scopes(self, application: AbstractApplication | None = None, *_: Any, **__: Any) -> list[str]:
        """What this client may ask for."""
        return _granted(application, self.get_all_scopes())

    def get_default_scopes(self, application: AbstractApplication | None = None, *_: Any, **__: Any) -> list[str]:
        """What a request that names no scope is given: the same, never everything."""
        return _granted(application, self.get_all_scopes())


def _granted(application: AbstractApplication | None, known: dict[str, str]) -> list[str]:
    account = application.user if application else None
    if account is None or not account.is_active:
        return []
    return sorted(account.groups.filter(name__in=known).values_list("name", flat=True))
