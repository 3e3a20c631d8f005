"""The self-service screen of a hall: large tiles, a real-person check, and nothing of anybody left behind."""
