"""A bank's counter: its own card holders, and what waits for it."""
