"""``yikatong converge``: bureau, bank and plant under random work and faults, and whether they come to one story."""
