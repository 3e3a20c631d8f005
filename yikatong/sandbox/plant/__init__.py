"""A card plant to try things with: a process, a database and keys of its own. It knows of the bureau what
docs/plant-files.md says, and reads and writes the files by itself."""
