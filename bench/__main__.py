"""All measurements, each beside its limit measured in the same run: ``make bench``.

Needs DATABASE_URL to name a PostgreSQL that may be filled (``python -m tests.postgres --durable`` brings one up).
"""

import os
import sys

NOT_TESTED = """
Not tested here: several server processes, a network between server and database, tables of millions of rows, the web
server and its pages, a cold cache, backups running. Ratios are comparable between machines, rates are not.
"""


def main() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("用法：make bench / usage: python -m tests.postgres --durable python -m bench")
    os.environ |= {"YIKATONG_DEMO": "1", "YIKATONG_LOG_LEVEL": "WARNING", "YIKATONG_VAR": "var/bench"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yikatong.site.settings"
    import django

    django.setup()
    from bench import decide, photo, rounds, serve, vault

    sys.stdout.write(rounds.HEADING + "\n")
    for comparison in serve.run():
        sys.stdout.write(comparison.line + "\n")
    sys.stdout.write("\n".join(["", f"{'':44}  min / median / max", *decide.run(), "", ""]))
    sys.stdout.flush()
    vault.main()
    sys.stdout.write("\n")
    photo.main(30)
    sys.stdout.write(NOT_TESTED)


if __name__ == "__main__":
    main()
