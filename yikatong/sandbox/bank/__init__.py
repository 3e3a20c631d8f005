"""A bank as a bank would build its side from docs/bank-protocol.yaml: own process, own database, own keys."""
