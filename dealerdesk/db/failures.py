"""The one place that turns what a driver or the operating system reports into what a person can do about it."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import event

from dealerdesk.db.dialect import DriverError, Fault, fault_of
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.engine import ExceptionContext

_SYSTEM_FAULTS: Final = {
    errno.ENOSPC: Fault.FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): Fault.FULL,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
    errno.EROFS: Fault.READ_ONLY,
    errno.EIO: Fault.UNREACHABLE,
    errno.ENOENT: Fault.UNREACHABLE,
    errno.ENOTDIR: Fault.UNREACHABLE,
    errno.EEXIST: Fault.UNREACHABLE,
    errno.EISDIR: Fault.UNREACHABLE,
}
_NO_NAME: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP})
_TROUBLES: Final[dict[Fault, tuple[type[Trouble], str]]] = {
    Fault.FULL: (Refused, "store.disk_full"),
    Fault.READ_ONLY: (Refused, "store.no_permission"),
    Fault.BUSY: (Refused, "store.busy"),
    Fault.UNREACHABLE: (Damaged, "store.vanished"),
    Fault.DAMAGED: (Damaged, "store.damaged"),
    Fault.NOT_A_DATABASE: (Damaged, "store.damaged"),
    Fault.FAILING: (Refused, "store.drive_fails"),
    Fault.BAD_NAME: (WrongUse, "store.bad_name"),
}
_AS_WE_ARE: Final = os.access in os.supports_effective_ids
_LEAST_ROOM: Final = 256 * 1024
"""Bytes below which a disk is full to the engine, which then cannot even open its log and calls that an I/O error."""


def trouble_of(error: BaseException, file: Path) -> Trouble | None:
    """Answer what to tell a person about an error met while using `file`; None when it is a bug of ours."""
    if isinstance(error, OSError):
        fault = Fault.BAD_NAME if error.errno in _NO_NAME else _SYSTEM_FAULTS.get(error.errno or 0)
    else:
        fault = fault_of(error)
    if fault is None:
        return None
    if fault is Fault.UNREACHABLE and _is_closed_to_us(file):
        fault = Fault.READ_ONLY
    elif fault is Fault.UNREACHABLE and _has_no_room(file.parent):
        fault = Fault.FULL
    kind, code = _TROUBLES[fault]
    return kind(code, file=str(file), folder=str(file.parent))


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def is_allowed(file: Path, mode: int) -> bool:
    """Answer whether we, as who we act, may use a file in a mode of `os.access`."""
    return os.access(file, mode, effective_ids=_AS_WE_ARE)


def _is_closed_to_us(file: Path) -> bool:
    """Answer whether a file is there that we may not use: the engine only says that it cannot open it."""
    try:
        return file.exists() and not is_allowed(file, os.R_OK | os.W_OK)
    except PermissionError:
        return True


@contextmanager
def plainly(file: Path) -> Iterator[None]:
    """Within this, errors of driver and system about `file` are raised as Trouble; bugs stay what they are."""
    try:
        yield
    except (DriverError, OSError) as error:
        trouble = trouble_of(error, file)
        if trouble is None:
            raise
        raise trouble from error


def speak_plainly(engine: Engine, file: Path, heard: Callable[[Trouble], object] | None = None) -> None:
    """Make an engine raise Trouble, as `plainly` does, for every statement and every connection; `heard` hears it."""

    def answer(context: ExceptionContext) -> Trouble | None:
        trouble = trouble_of(context.original_exception, file)
        if trouble is not None and heard is not None:
            heard(trouble)
        return trouble

    event.listen(engine, "handle_error", answer, retval=True)
