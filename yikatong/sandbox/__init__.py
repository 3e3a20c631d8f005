"""Parties outside, played by processes of their own with data of their own: for the demonstration and for tests."""
