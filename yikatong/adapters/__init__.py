"""The outside world behind our ports; one folder for each system."""
