"""An employer: batches of applications for its staff, and their results."""
