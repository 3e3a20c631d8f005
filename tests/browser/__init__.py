"""What people see, tried in a real browser: accessibility, sizes, languages, weight, and the ten most asked tasks."""
