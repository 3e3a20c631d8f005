"""What only the portal's templates say: ``{% load portal %}``."""
