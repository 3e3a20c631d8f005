"""Thin views derived from the declarations: a channel chooses words and layout, never rules."""
