"""The demonstration's own pages; they do not exist outside demo mode."""
