"""Behind the counter: the one door, the one writer, and the questions that screens ask."""
