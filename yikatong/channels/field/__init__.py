"""The community worker's telephone: the day's home visits, and what was found at the door, with or without signal."""
