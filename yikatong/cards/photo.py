"""The rules for the photograph on a card: what was measured, what is demanded, what is wrong and how to cure it.

Pixels, bytes, colour and background follow GA 461-2004 and the regional 30-100 KB (domain handbook §8). The limits
on background, light, sharpness and clothes are **uncalibrated guesses**: no set of real, judged pictures has been
held against them. They exist to spare people a second trip, a reviewer decides, and a region may set each of them as
a policy. The face itself (number, width, eyes, turn) is the business of the `FaceChecker` port.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Bounds of our own machinery, not of a region. Larger files are not opened at all; pictures of more pixels than the
# second are refused as such; those above the third (a phone picture that was not cropped) are told their size from
# the header and never decoded.
UPLOAD_BYTES_MAX: Final = 10_000_000
HEADER_PIXELS_MAX: Final = 24_000_000
DECODED_PIXELS_MAX: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Tones:
    """What was measured of the decoded pixels; brightness runs from 0 (black) to 255 (white).

    background_mean: the weakest colour channel's mean over both upper corners and the top strip (white is high in
    all three). background_deviation: standard deviation there. exposure: mean brightness where the face stands.
    sharpness: variance of the Laplacian there. top_contrast: garment strip against background.
    """

    background_mean: float
    background_deviation: float
    exposure: float
    sharpness: float
    top_contrast: float


@dataclass(frozen=True, slots=True)
class Photo:
    """An uploaded picture as measured. `byte_count` is of the bytes sent, `stored_byte_count` and `digest` (SHA-256,
    hex) of the re-encoded bytes; both are absent when nothing was re-encoded. `unreadable` is the code of the fault
    for which the picture was not decoded; `tones` is None when it was not.
    """

    byte_count: int
    format: str = ""
    mode: str = ""
    width: int = 0
    height: int = 0
    metadata_found: bool = False
    unreadable: str | None = None
    tones: Tones | None = None
    stored_byte_count: int | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What a region demands; every bound is inclusive. Built by the caller from policies."""

    width: int
    height: int
    bytes_min: int
    bytes_max: int
    background_mean_min: float
    background_deviation_max: float
    sharpness_min: float
    exposure_min: float
    exposure_max: float
    top_contrast_min: float


@dataclass(frozen=True, slots=True)
class PhotoFault:
    """One thing that is wrong: a stable code, a Chinese sentence with both values, and what to do about it."""

    code: str
    words: str
    cure: str


_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "photo_unreadable": ("照片文件已损坏，无法打开。", "请重新拍摄，或换一张照片上传。"),
    "photo_truncated": ("照片没有传完整，文件的后半部分缺失。", "请检查网络后，把同一张照片重新上传一次。"),
    "photo_disguised": (
        "照片应为JPG格式，您上传的是{kind}。",
        "请另存为JPG格式后再上传，或在上传页面直接拍摄。",
    ),
    "photo_polyglot": ("照片文件里夹带了其他文件。", "请另存为新的JPG文件后再上传，或在上传页面直接拍摄。"),
    "photo_upload_large": (
        "照片文件应不超过{upload_bytes_max}字节，您上传的是{photo.byte_count}字节。",
        "请在上传页面裁剪后再上传，或换用较小的照片。",
    ),
    "photo_too_many_pixels": (
        "照片应为{limits.width}×{limits.height}像素，您上传的{photo.width}×{photo.height}像素超出可读取范围。",
        "请用手机相机的普通模式重新拍摄，并在上传页面裁剪。",
    ),
    "photo_size": (
        "照片应为{limits.width}×{limits.height}像素，您上传的是{photo.width}×{photo.height}像素。",
        "请在上传页面按裁剪框重新裁剪，或按证件照尺寸重新拍摄。",
    ),
    "photo_mode": ("照片应为24位真彩色，您上传的是{mode}。", "请使用彩色照片，另存为RGB颜色的JPG后再上传。"),
    "photo_bytes_small": (
        "照片细节太少，存储后为{photo.stored_byte_count}字节，应不少于{limits.bytes_min}字节。",
        "请用相机原图重新裁剪上传，不要用截图或聊天软件转发过的照片。",
    ),
    "photo_bytes_large": (
        "照片杂点太多，存储后为{photo.stored_byte_count}字节，应不超过{limits.bytes_max}字节。",
        "请在光线充足的地方重新拍摄。",
    ),
    "photo_background": (
        "背景应为白色，亮度应不低于{limits.background_mean_min:g}，这张照片为{tones.background_mean:g}。",
        "请站在白墙或白布前，光线均匀时重新拍摄。",
    ),
    "photo_background_uneven": (
        "背景应干净均匀，明暗起伏应不超过{limits.background_deviation_max:g}，这张照片为{tones.background_deviation:g}。",
        "请离墙半米以上，避开影子、边框和杂物重新拍摄。",
    ),
    "photo_dark": (
        "面部太暗，亮度应不低于{limits.exposure_min:g}，这张照片为{tones.exposure:g}。",
        "请面向窗户或灯光重新拍摄，不要背光。",
    ),
    "photo_bright": (
        "面部太亮，亮度应不高于{limits.exposure_max:g}，这张照片为{tones.exposure:g}。",
        "请关闭闪光灯，避开直射光重新拍摄。",
    ),
    "photo_blurred": (
        "照片不够清晰，清晰度应不低于{limits.sharpness_min:g}，这张照片为{tones.sharpness:g}。",
        "请擦净镜头、拿稳手机，对准面部对焦后重新拍摄。",
    ),
    "photo_white_clothes": (
        "上衣与背景颜色太接近，相差应不少于{limits.top_contrast_min:g}，这张照片为{tones.top_contrast:g}。",
        "请穿深色有领上衣重新拍摄，不要穿白色上衣。",
    ),
}
CODES: Final = tuple(_SENTENCES)

_KINDS: Final = {name: f"{name}图片" for name in ("PNG", "GIF", "BMP", "WEBP", "TIFF", "HEIC")} | {
    "PDF": "PDF文档",
    "ZIP": "压缩包或办公文档",
    "HTML": "网页文件",
    "PROGRAM": "程序文件",
}
_MODES: Final = {"L": "灰度图", "CMYK": "印刷用的四色图（CMYK）"}


def faults(photo: Photo, limits: PhotoLimits) -> tuple[PhotoFault, ...]:
    """Everything that is wrong with the picture at once; empty if it may go to the reviewer.

    A picture that could not be read has that one fault. Bytes are only spoken of when re-encoding could not bring
    them into range: people are never asked to repair a file's size (UX §6).
    """
    if photo.unreadable is not None:
        return (_fault(photo.unreadable, photo, limits),)
    codes = [*_frame_codes(photo, limits), *_tone_codes(photo.tones, limits)]
    if not codes and (photo.digest is None or photo.tones is None):
        # Nothing to object to, but also nothing measured or stored: never a pass.
        codes = ["photo_unreadable"]
    return tuple(_fault(code, photo, limits) for code in codes)


def _frame_codes(photo: Photo, limits: PhotoLimits) -> Iterator[str]:
    if (photo.width, photo.height) != (limits.width, limits.height):
        yield "photo_size"
    if photo.mode != "RGB":
        yield "photo_mode"
    stored = photo.stored_byte_count
    if stored is not None and stored < limits.bytes_min:
        yield "photo_bytes_small"
    if stored is not None and stored > limits.bytes_max:
        yield "photo_bytes_large"


def _tone_codes(tones: Tones | None, limits: PhotoLimits) -> Iterator[str]:
    if tones is None:
        return
    if tones.background_mean < limits.background_mean_min:
        yield "photo_background"
    if tones.background_deviation > limits.background_deviation_max:
        yield "photo_background_uneven"
    if tones.exposure < limits.exposure_min:
        yield "photo_dark"
    if tones.exposure > limits.exposure_max:
        yield "photo_bright"
    if tones.sharpness < limits.sharpness_min:
        yield "photo_blurred"
    if tones.top_contrast < limits.top_contrast_min:
        yield "photo_white_clothes"


def _fault(code: str, photo: Photo, limits: PhotoLimits) -> PhotoFault:
    words, cure = _SENTENCES[code]
    filled = words.format(
        photo=photo,
        limits=limits,
        tones=photo.tones,
        upload_bytes_max=UPLOAD_BYTES_MAX,
        kind=_KINDS.get(photo.format, "其他格式的文件"),
        mode=_MODES.get(photo.mode, "其他颜色格式"),
    )
    return PhotoFault(code, filled, cure)
