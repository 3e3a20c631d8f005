"""A QR code is a picture of its own within the page, dark on white."""

from urllib.parse import unquote

from yikatong.channels.derive.qr import qr_picture

ADDRESS = "otpauth://totp/yikatong:zhang?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=yikatong"


def test_it_comes_along_and_differs_with_its_words() -> None:
    picture = unquote(qr_picture(ADDRESS))
    assert picture.startswith("data:image/svg+xml")
    assert "#fff" in picture
    assert picture != unquote(qr_picture(ADDRESS.replace("zhang", "wang")))


def test_the_words_are_not_legible_in_the_page() -> None:
    assert "secret" not in unquote(qr_picture(ADDRESS))
