"""All measurements, each beside its limit measured in the same run: ``make bench``.

``--people N`` is how many people the pages on PostgreSQL are measured with (10,000; a million takes a while to load).
Needs DATABASE_URL to name a PostgreSQL that may be filled (``python -m tests.postgres --durable`` brings one up).
"""

import argparse
import os
import subprocess
import sys

NOT_TESTED = """
Not tested here: several server processes, a network between server and database, tables of millions of rows (but for
pages, with --people 1000000), the web server before the application, a cold cache, backups running.
Ratios are comparable between machines, rates are not.
"""


def pages(people: int) -> None:
    """In processes of their own: the city lies in SQLite, and the province's database is made by its command line."""
    for words in ((), ("--people", str(people))):
        sys.stdout.write(f"\nPages on {f'PostgreSQL, {people:,} people' if words else 'SQLite, the city'}\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "bench.pages", *words], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("用法：make bench / usage: python -m tests.postgres --durable python -m bench")
    os.environ |= {"YIKATONG_DEMO": "1", "YIKATONG_LOG_LEVEL": "WARNING", "YIKATONG_VAR": "var/bench"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yikatong.site.settings"
    import django

    django.setup()
    from bench import courier, decide, photo, rounds, serve, vault

    sys.stdout.write(rounds.HEADING + "\n")
    for comparison in (*serve.run(), *courier.run()):
        sys.stdout.write(comparison.line + "\n")
    sys.stdout.write("\n".join(["", f"{'':44}  min / median / max", *decide.run(), "", ""]))
    sys.stdout.flush()
    vault.main()
    sys.stdout.write("\n")
    photo.main(30)
    pages(people)
    sys.stdout.write(NOT_TESTED)


if __name__ == "__main__":
    main()
