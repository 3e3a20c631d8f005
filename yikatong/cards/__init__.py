"""What a person holds and what can happen to it. Pure: no clock, no database, no Django."""
