"""A province of invented people for a demonstration: who they are, where they go, how they live."""
