"""The 12333 hotline: nothing is shown before the caller was verified."""
