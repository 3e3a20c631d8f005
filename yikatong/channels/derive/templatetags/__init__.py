"""What templates of every channel may say: ``{% load yikatong %}``."""
