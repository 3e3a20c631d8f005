"""Log lines as JSON on standard error, in which no identity number, telephone, bank card or PIN can appear.

The mask works on finished text, after arguments and tracebacks are in it: a filter on the record would miss
what an exception of the database quotes. Personal names cannot be told from other words; nobody may log one.
"""

import json
import logging
import re
from datetime import UTC, datetime

MASK = "[masked]"

# A UUID and a receipt number are kept, for acts must be found again. Else every run of six digits and more is taken
# for a secret: a PIN has 6, a telephone 11, an identity number 15 or 17 and a check digit, a bank card 16 to 19. \d
# includes the full-width digits of a Chinese keyboard. Numbers written in groups are looked for first.
_SECRETS = re.compile(
    r"(?P<kept>\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|\bYK\d{6}-[0-9A-HJKMNP-TV-Z]{10}\b)"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[\dXxＸ]"  # an identity number in its three parts
    r"|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]?\d{1,3})?"  # a bank card in groups of four
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"  # a telephone in groups of 3-4-4
    r"|\d{6,}[XxＸ]?"
)
# What every record carries; anything else was handed in as `extra` and is printed as a field of its own.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


def masked(text: str) -> str:
    """`text` with each number that may identify or unlock replaced."""
    return _SECRETS.sub(lambda found: found["kept"] or MASK, text)


class JsonLines(logging.Formatter):
    """One record as one line of JSON: at (UTC), level, logger, message, the extras, the traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        extras = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line |= {masked(name): masked(str(value)) for name, value in extras.items()}
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = masked(record.stack_info)
        return json.dumps(line, ensure_ascii=False)


def configuration(level: str) -> dict[str, object]:
    """`LOGGING` for Django: every logger through the one handler above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "yikatong.site.logging.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django gives its own logger a plain handler and mail to administrators: replaced by the root's.
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
        },
    }
