"""What we need from outside, one protocol a file."""
