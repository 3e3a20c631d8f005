"""Where connected banks call back (回执通知)."""
