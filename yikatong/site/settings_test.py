"""The settings of a test run: keys of its own, cheap passwords, the engine that TEST_DATABASE_URL names."""

# ruff: noqa: E402, F403  (the environment has to be set before the settings are read, and all of them are wanted)
import os

# YIKATONG_TEST_VAR: another folder for a second run beside this one.
var = os.environ.get("YIKATONG_TEST_VAR", "var/test")
os.environ |= {"YIKATONG_DEMO": "1", "YIKATONG_VAR": var, "YIKATONG_LOG_LEVEL": "WARNING"}
os.environ.pop("YIKATONG_KEYS_FILE", None)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{var}/unused.sqlite3"

from yikatong.site.settings import *
from yikatong.site.settings import DATABASES, VAR

# A file, not memory: in memory SQLite locks tables instead of waiting, and a race would not be the real one.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
# Each test thread ends its own connections; a kept one would stop the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
