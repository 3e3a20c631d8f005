"""Messages through Apprise, for a bureau whose gateway is one of those that it knows (the extra ``messages``)."""
