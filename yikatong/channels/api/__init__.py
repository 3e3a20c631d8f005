"""For programs: JSON under ``/api/v1``. Codes are stable, words are for people; see ``docs/integrate.md``."""
