"""The one place that turns what a driver or the operating system reports into what a person can do about it."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import event

from dealerdesk.db.dialect import DriverError, Fault, fault_of
from dealerdesk.domain.errors import Damaged, Refused, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
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
}


def trouble_of(error: BaseException, file: Path) -> Trouble | None:
    """Answer what to tell a person about an error met while using `file`; None when it is a bug of ours."""
    fault = _SYSTEM_FAULTS.get(error.errno or 0) if isinstance(error, OSError) else fault_of(error)
    if fault is None:
        return None
    if fault is Fault.FULL:
        return Refused("store.disk_full", folder=str(file.parent))
    if fault is Fault.READ_ONLY:
        return Refused("store.no_permission", folder=str(file.parent))
    if fault is Fault.BUSY:
        return Refused("store.busy")
    if fault is Fault.UNREACHABLE:
        return Damaged("store.vanished", file=str(file))
    return Damaged("store.damaged", file=str(file))


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


def speak_plainly(engine: Engine, file: Path) -> None:
    """Make an engine raise Trouble, as `plainly` does, for every statement and every connection."""

    def answer(context: ExceptionContext) -> Trouble | None:
        return trouble_of(context.original_exception, file)

    event.listen(engine, "handle_error", answer, retval=True)
