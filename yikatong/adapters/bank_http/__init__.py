"""A bank that speaks our open protocol (docs/bank-protocol.yaml): asking it, and reading what it says."""
