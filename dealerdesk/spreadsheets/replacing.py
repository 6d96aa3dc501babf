"""Writing a file as a whole or not at all, and saying in a sentence why it could not be written."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG})
_WINDOWS_FULL: Final = frozenset({39, 112})
_WINDOWS_SHARING: Final = frozenset({5, 32, 33})
_NOT_ALLOWED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_NAME: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP})


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; at the end it takes the place of `path`, on any error it is removed.

    Raises Refused `export.*` where the disk, the folder or another program does not let it.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        _may_be_replaced(path)
        yield beside
        os.replace(beside, path)  # noqa: PTH105 - the one call that replaces on every platform
    except OSError as error:
        raise Refused(_code(error, path), file=path.name) from error
    finally:
        with suppress(OSError):  # a disk that takes no file has none to remove, and has been told of already
            beside.unlink(missing_ok=True)


def _may_be_replaced(path: Path) -> None:
    """Raise Refused for a folder, and for a device or a pipe, which a file would take the place of."""
    if path.is_dir():
        raise Refused("export.is_folder", file=path.name)
    if path.exists() and not path.is_file():
        raise Refused("export.not_a_file", file=path.name)


def _code(error: OSError, path: Path) -> str:
    winerror = getattr(error, "winerror", None)
    if error.errno in _FULL or winerror in _WINDOWS_FULL:
        return "export.disk_full"
    if error.errno in _NO_NAME:
        return "export.bad_name"
    if winerror in _WINDOWS_SHARING and path.exists():
        return "export.open_elsewhere"
    if error.errno in _NOT_ALLOWED:
        return "export.no_permission"
    return "export.failed" if path.parent.is_dir() else "export.no_folder"
