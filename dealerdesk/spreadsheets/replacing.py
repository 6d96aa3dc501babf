"""Writing a file as a whole or not at all, and saying in a sentence why it could not be written."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG})
_WINDOWS_FULL: Final = frozenset({39, 112})
_WINDOWS_SHARING: Final = frozenset({5, 32, 33})


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; at the end it takes the place of `path`, on any error it is removed.

    Raises Refused `export.*` where the disk, the folder or another program does not let it.
    """
    if path.is_dir():
        raise Refused("export.is_folder", file=path.name)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield beside
        os.replace(beside, path)  # noqa: PTH105 - the one call that replaces on every platform
    except OSError as error:
        raise Refused(_code(error, path), file=path.name) from error
    finally:
        beside.unlink(missing_ok=True)


def _code(error: OSError, path: Path) -> str:
    winerror = getattr(error, "winerror", None)
    if error.errno in _FULL or winerror in _WINDOWS_FULL:
        return "export.disk_full"
    if not path.parent.is_dir():
        return "export.no_folder"
    if winerror in _WINDOWS_SHARING and path.exists():
        return "export.open_elsewhere"
    return "export.no_permission" if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS} else "export.failed"
