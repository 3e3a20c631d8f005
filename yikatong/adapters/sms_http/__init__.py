"""A text message gateway reached over HTTP, in a wire form of our own that is documented in docs/integrate.md."""
