"""A demonstration city: an invented Xi'an, whose people's lives are lived through the counter like anybody's."""
