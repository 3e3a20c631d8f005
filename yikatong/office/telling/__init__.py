"""Telling holders what happened to their record: on their page always, by text message where it serves them."""
