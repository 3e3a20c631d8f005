"""How the sandbox bank runs. It is a demonstration: plain http on this machine alone, invented people."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from yikatong.sandbox.bank import keys as keys_file

VAR = Path(os.environ.get("YIKATONG_SANDBOX_BANK_VAR") or Path(os.environ.get("YIKATONG_VAR", "var")) / "sandbox-bank")
KEYS_FILE = VAR / "keys.json"
keys_file.create(KEYS_FILE)
SECRET_KEY = keys_file.keys(KEYS_FILE).secret_key

BANK_CODE = os.environ.get("YIKATONG_SANDBOX_BANK_CODE", "CAB")
CALLBACK_URL = os.environ.get("YIKATONG_SANDBOX_BANK_CALLBACK", f"http://127.0.0.1:8000/callbacks/banks/{BANK_CODE}/")

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["django.contrib.staticfiles", "yikatong.sandbox.bank.apps.SandboxBank"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yikatong.sandbox.bank.faults.striking",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "yikatong.sandbox.bank.urls"
WSGI_APPLICATION = "yikatong.sandbox.bank.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["yikatong.sandbox.bank.pages.around"]},
    }
]

# IMMEDIATE: SQLite knows no row lock, so each transaction takes the write lock at its start; FULL: what was
# acknowledged outlives a power cut.
_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "bank.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": _PRAGMAS},
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
# Cookies know no port: beside the bureau on the same machine the name has to be another.
CSRF_COOKIE_NAME = "sandbox_bank_csrf"
CSRF_FAILURE_VIEW = "yikatong.sandbox.bank.panel.expired"
CSRF_COOKIE_SAMESITE = "Strict"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # below that it only names paths, and paths name cards
}
