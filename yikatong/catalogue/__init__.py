"""The vocabulary in which services are declared, and the one procedure that reads them. Pure."""
