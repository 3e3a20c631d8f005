"""The way in for staff: password and one-time code, the choice of a post, the way out."""
