"""How this deployment runs, read from the environment; docs/operate.md lists the variables.

Nothing here changes an answer to a citizen: whatever does is a policy parameter (yikatong/policies).
"""

from pathlib import Path

import django.conf.locale
from csp.constants import NONE, SELF

from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.site import keys as keys_file
from yikatong.site.database import database
from yikatong.site.environment import flag, networks, number, text, words
from yikatong.site.logging import configuration

PACKAGE = Path(__file__).resolve().parent.parent

# Demo: one machine, invented people, plain http, keys made on first use. It has to be asked for.
DEMO = flag("YIKATONG_DEMO")
DEBUG = False

VAR = Path(text("YIKATONG_VAR", "var"))
KEYS_FILE = Path(text("YIKATONG_KEYS_FILE", str(VAR / "keys.json") if DEMO else None))
if DEMO:
    keys_file.create(KEYS_FILE)
KEYS = keys_file.read(KEYS_FILE)
SECRET_KEY = KEYS.secret_key

ALLOWED_HOSTS = words("YIKATONG_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else None)
PRIVATE_NETWORKS = networks("YIKATONG_PRIVATE_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "")  # for the courier
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host[0] == '.' else ''}{host}" for host in ALLOWED_HOSTS]

DATABASES = {"default": database(text("DATABASE_URL", f"sqlite:///{VAR / 'yikatong.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "oauth2_provider",
    "django_htmx",  # serves the script of htmx
    "ninja",  # the pages of its API documentation come from here, not from a server abroad
    "yikatong.records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yikatong.channels.derive.look.speaking",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns a lock-out into the response
]
ROOT_URLCONF = "yikatong.site.urls"
WSGI_APPLICATION = "yikatong.site.wsgi.application"
# Templates and static files lie beside the channel that shows them.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((PACKAGE / "channels").glob("**/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "yikatong": "yikatong.channels.derive.templatetags.yikatong",
                "portal": "yikatong.channels.portal.templatetags.portal",
            },
        },
    }
]

# The languages offered. Uyghur, Tibetan, Mongolian, Kazakh and Korean are known below and join when their catalogues
# are complete: half a page in one's own language misleads worse than a whole one in Chinese.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = sorted([PACKAGE / "locale", *(PACKAGE / "channels").glob("*/locale")])
# Django knows neither Tibetan nor Zhuang, and takes Kazakh for written in Cyrillic.
django.conf.locale.LANG_INFO |= {
    "bo": {"bidi": False, "code": "bo", "name": "Tibetan", "name_local": "བོད་སྐད་"},
    "za": {"bidi": False, "code": "za", "name": "Zhuang", "name_local": "Vahcuengh"},
    "kk": {"bidi": True, "code": "kk", "name": "Kazakh", "name_local": "قازاقشا"},
}
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = sorted((PACKAGE / "channels").glob("**/static"))
# A demo serves the files where they lie; production collects them once, hashed and compressed.
STATIC_ROOT = None if DEMO else VAR / "static"
WHITENOISE_USE_FINDERS = DEMO
_STATIC = "CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEMO else f"whitenoise.storage.{_STATIC}"
    },
}
MEDIA_ROOT = VAR / "media"

# Where files are exchanged with the card plant, and when a batch is made: so many cards wait, or one so long.
PLANT_FOLDER = Path(text("YIKATONG_PLANT_FOLDER", str(VAR / "plant")))
PLANT_BATCH_CARDS = number("YIKATONG_PLANT_CARDS", 5000)
PLANT_BATCH_MINUTES = number("YIKATONG_PLANT_MINUTES", 0 if DEMO else 60)

# Staff and machine clients; citizens are never `User` rows.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
OTP_TOTP_ISSUER = "一卡通"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
# By both together: by name alone anyone could lock a clerk out, by address alone a whole bureau behind one.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HTTP_RESPONSE_CODE = 429
AXES_SENSITIVE_PARAMETERS = ["username", "password", "otp_token"]
AXES_VERBOSE = False

# Machine clients (client credentials only). One scope is one channel.
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "SCOPES": {channel.value: words for channel, words in CHANNEL_WORDS.items()},
    "SCOPES_BACKEND_CLASS": "yikatong.site.scopes.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    # RFC 9700 as a whole, though only client credentials are handed out: no implicit or password grant, tokens
    # stored as hashes and never taken from an address, where they would end in a proxy's log.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

SESSION_COOKIE_AGE = 4 * 3600  # half a working day; a channel on a shared screen sets less with set_expiry
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "yikatong.channels.derive.screens.expired"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO

SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the load balancer from inside, over plain http
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Only where a proxy sets the header on every request: else a client could claim to have come by https.
if flag("YIKATONG_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# W021 asks for HSTS preload, which binds the whole domain; that is the bureau's to decide, not a program's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # photos shown before they are sent, and QR codes
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

MIB = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MIB
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MIB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

# A gateway for text messages: one over HTTP with its secret, or an Apprise address with {mobile} in it.
SMS_URL, SMS_SECRET = text("YIKATONG_SMS_URL", ""), text("YIKATONG_SMS_SECRET", "")
SMS_APPRISE = text("YIKATONG_SMS_APPRISE", "")

LOGGING = configuration(text("YIKATONG_LOG_LEVEL", "INFO"))
