"""Opening a stranger's ZIP: everything is judged from its directory before a byte is unpacked.

What the directory says can be believed as an upper bound: ``zipfile`` never gives out more of an entry than the
directory announces. The directory's own length is judged first, for it too is read into memory.
"""

import stat
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_COMMENT_BYTES_MAX: Final = 65_535
_ZIP64_LOCATOR: Final = b"PK\x06\x07"
_DIRECTORY_BYTES_AN_ENTRY: Final = 512
_ENCRYPTED: Final = 0x1 | 0x40  # classic and strong encryption (APPNOTE 4.4.4)
UNREADABLE: Final = (BadZipFile, NotImplementedError, ValueError, EOFError, OSError, KeyError, struct.error)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is taken: entries, unpacked bytes of one and of all, and unpacked bytes for each packed one."""

    entries: int
    entry_bytes: int
    total_bytes: int
    ratio: int


def opened(raw: bytes, bounds: Bounds) -> ZipFile:
    """The archive, all of whose entries are within ``bounds``. Errors: SheetRefused with a ``zip_…`` code."""
    _check_directory(raw, bounds)
    try:
        archive = ZipFile(BytesIO(raw))
    except UNREADABLE:
        raise SheetRefused(_unreadable()) from None
    fault = _fault(archive.infolist(), bounds)
    if fault is not None:
        archive.close()
        raise SheetRefused(fault)
    return archive


def path_of(info: ZipInfo) -> str:
    """The entry's path with forward slashes. Names without the UTF-8 flag are GBK from Chinese Windows, or UTF-8."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        plain = name.encode("cp437")
        try:
            name = plain.decode("utf-8")
        except UnicodeDecodeError:
            name = plain.decode("gb18030", errors="replace")
    return name.replace("\\", "/")


def _check_directory(raw: bytes, bounds: Bounds) -> None:
    end = len(raw) - _END_BYTES
    if end < 0 or raw[end : end + 4] != _END or raw[-2:] != b"\0\0":  # with a comment: where zipfile looks for it
        end = raw.rfind(_END, max(0, len(raw) - _END_BYTES - _COMMENT_BYTES_MAX))
    if end < 0 or len(raw) < end + _END_BYTES:
        raise SheetRefused(_unreadable())
    entries, directory_bytes = struct.unpack_from("<HI", raw, end + 10)
    zip64 = raw[max(0, end - 20) : end].startswith(_ZIP64_LOCATOR)  # would announce other figures than these
    if zip64 or entries > bounds.entries or directory_bytes > bounds.entries * _DIRECTORY_BYTES_AN_ENTRY:
        raise SheetRefused(_too_many(bounds))


def _fault(entries: list[ZipInfo], bounds: Bounds) -> SheetFault | None:
    if len(entries) > bounds.entries:
        return _too_many(bounds)
    for info in entries:
        if fault := _entry_fault(info, bounds):
            return fault
    if sum(info.file_size for info in entries) > bounds.total_bytes:
        return _too_large(bounds.total_bytes)
    return None


def _entry_fault(info: ZipInfo, bounds: Bounds) -> SheetFault | None:
    mode = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & _ENCRYPTED:
        return SheetFault("zip_encrypted", "文件设有密码，无法打开。", "请去掉密码后重新保存、上传。")
    if _is_unsafe(info.orig_filename) or _is_unsafe(path_of(info)) or mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        return SheetFault(
            "zip_name_unsafe", "压缩包中有不安全的文件路径或链接。", "请把文件直接放在一个文件夹中重新压缩。"
        )
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return SheetFault("zip_method", "压缩包使用了不支持的压缩方式。", "请用系统自带的压缩功能存为普通ZIP文件。")
    if info.file_size > bounds.entry_bytes:
        return _too_large(bounds.entry_bytes)
    if info.file_size > bounds.ratio * max(info.compress_size, 1024):
        return SheetFault(
            "zip_ratio", "文件解压后异常膨胀，没有打开。", "请删除多余的空行和空列，或重新生成文件后上传。"
        )
    return None


def _is_unsafe(name: str) -> bool:
    slashed = name.replace("\\", "/")
    is_absolute = slashed.startswith("/") or slashed[1:2] == ":"
    return is_absolute or "\0" in name or ".." in slashed.split("/")


def _unreadable() -> SheetFault:
    return SheetFault("zip_unreadable", "文件已损坏或没有传完整，无法打开。", "请重新保存后再上传。")


def _too_many(bounds: Bounds) -> SheetFault:
    return SheetFault("zip_entries", f"压缩包中的文件超过{bounds.entries}个。", "请分批压缩、分批上传。")


def _too_large(most: int) -> SheetFault:
    return SheetFault("zip_size", f"文件解压后超过{most // 1_000_000}MB。", "请减少内容，分批上传。")
