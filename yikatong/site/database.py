"""A database URL as Django's settings for it. The figures are measured or reasoned in docs/decisions/0001."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# FULL, not NORMAL: a power cut must not lose the last acknowledged entries of a legal record.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456"
)
# A request that waits longer than this serves nobody and holds a thread and a lock that others need.
POSTGRESQL_LIMITS = (
    "-c lock_timeout=3s -c statement_timeout=10s -c idle_in_transaction_session_timeout=15s -c timezone=UTC"
)


def database(url: str) -> dict[str, Any]:
    """The `DATABASES` entry for `sqlite:///relative`, `sqlite:////absolute` or `postgresql://user:pw@host/name`.

    A query such as `?sslmode=verify-full` goes to libpq as it stands; `options` there replaces the limits.
    Raises ValueError for any other scheme.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    raise ValueError(f"DATABASE_URL: sqlite:/// 或 postgresql:// / must be sqlite or postgresql, not {scheme!r}")


def _sqlite(path: str) -> dict[str, Any]:
    # IMMEDIATE: SQLite knows no row lock, so the transaction takes the write lock at its start.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**prepared, "options": POSTGRESQL_LIMITS, **dict(parse_qsl(parts.query))},
    }
