"""yikatong (一卡通): issue and serve social security cards."""

__version__ = "0.1.0"
