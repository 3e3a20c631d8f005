"""The reviewing officer: the queue, applications with their photos, corrections."""
