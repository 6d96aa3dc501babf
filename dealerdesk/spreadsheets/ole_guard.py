"""What an OLE package (.xls, or an encrypted .xlsx) holds, looked at before it is opened."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from dealerdesk.domain.errors import Damaged, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

_FREE: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_BOF: Final = (0x0009, 0x0209, 0x0409, 0x0809)
_FILE_PASS: Final = 0x002F
_LARGEST: Final = 1 << 30


def check_ole(path: Path) -> None:
    """Raise WrongUse or Damaged where the file is encrypted, cut off, or no workbook."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise WrongUse("import.too_large")
    try:
        with path.open("rb") as file:
            _check(_Ole(file, size))
    except (struct.error, IndexError) as error:
        raise Damaged("import.cut_off") from error


class _Ole:
    """The sectors of a compound file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        header = file.read(512)
        self._file = file
        self._sector = 1 << struct.unpack_from("<H", header, 30)[0]
        if self._sector not in {512, 4096}:
            raise Damaged("import.cut_off")
        fat_sectors, self.directory_start = struct.unpack_from("<II", header, 44)
        first_difat, difat_count = struct.unpack_from("<II", header, 68)
        places = [s for s in struct.unpack_from("<109I", header, 76) if s < _FREE]
        for _ in range(min(difat_count, size // self._sector + 1)):
            block = struct.unpack(f"<{self._sector // 4}I", self._read(first_difat))
            places += [s for s in block[:-1] if s < _FREE]
            first_difat = block[-1]
        self.fat: list[int] = []
        for place in places[:fat_sectors]:
            self.fat += struct.unpack(f"<{self._sector // 4}I", self._read(place))
        used = max((i for i, following in enumerate(self.fat) if following != 0xFFFFFFFF), default=0)
        self.complete = size >= (used + 2) * self._sector

    def _read(self, sector: int) -> bytes:
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)

    def chain(self, start: int, limit: int) -> bytes:
        """The bytes of a stream from its first sector on, at most `limit` sectors."""
        data: list[bytes] = []
        while start < _FREE and len(data) < limit:
            data.append(self._read(start))
            start = self.fat[start]
        return b"".join(data)


def _check(ole: _Ole) -> None:
    if not ole.complete:
        raise Damaged("import.cut_off")
    directory = ole.chain(ole.directory_start, 256)
    streams: dict[str, int] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        streams[name] = struct.unpack_from("<I", directory, at + 116)[0]
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise WrongUse("import.encrypted")
    start = streams.get("Workbook", streams.get("Book"))
    if start is None:
        raise WrongUse("import.not_a_table")
    if _asks_for_password(ole.chain(start, 16)):
        raise WrongUse("import.encrypted")


def _asks_for_password(stream: bytes) -> bool:
    """Whether a FILEPASS record stands among the first of the workbook."""
    at = 0
    for _ in range(8):
        if at + 4 > len(stream):
            return False
        record, length = struct.unpack_from("<HH", stream, at)
        if at == 0 and record not in _BOF:
            return False
        if record == _FILE_PASS:
            return True
        at += 4 + length
    return False
