"""The window at which a citizen asks: as themselves, as surely as they are known at this moment."""

from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive.window import Window
from yikatong.office.cases import index_of
from yikatong.office.sign_in import Signed


def citizen_window(signed: Signed) -> Window:
    client = f"portal:{index_of(signed.number).hex()[:32]}"
    return Window(Channel.PORTAL, signed.assurance, client, base="/", public="/", about=signed.number)


def public_window(client: str) -> Window:
    """For what concerns nobody."""
    return Window(Channel.PORTAL, Assurance.NONE, f"portal:{client}"[:80], base="/", public="/")
