"""Realistic stand-ins for every port, for the demonstration and the tests."""
