"""``python -m yikatong`` is the command ``yikatong``."""

from yikatong.channels.cli import main

main(prog_name="yikatong")
