"""Standard Webhooks: signed messages between systems, and the guard that keeps our own from going astray."""
