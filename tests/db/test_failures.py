import errno
import sqlite3

import pytest

from dealerdesk.db import dialect
from dealerdesk.db.failures import plainly, trouble_of
from dealerdesk.domain.errors import Damaged, Refused


def with_code(number):
    error = dialect.DriverError("?")
    error.sqlite_errorcode = number
    return error


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (with_code(13), Refused, "store.disk_full"),
        (with_code(4874), Refused, "store.disk_full"),
        (with_code(8), Refused, "store.no_permission"),
        (with_code(5), Refused, "store.busy"),
        (with_code(517), Refused, "store.busy"),
        (with_code(6), Refused, "store.busy"),
        (with_code(11), Damaged, "store.damaged"),
        (with_code(267), Damaged, "store.damaged"),
        (with_code(26), Damaged, "store.damaged"),
        (with_code(10), Damaged, "store.vanished"),
        (with_code(266), Damaged, "store.vanished"),
        (with_code(1034), Refused, "store.drive_fails"),
        (with_code(1032), Damaged, "store.vanished"),
        (dialect.DriverError("database or disk is full"), Refused, "store.disk_full"),
        (dialect.DriverError("file is not a database"), Damaged, "store.damaged"),
        (OSError(errno.ENOSPC, "full"), Refused, "store.disk_full"),
        (PermissionError(errno.EACCES, "no"), Refused, "store.no_permission"),
        (OSError(errno.EROFS, "read-only"), Refused, "store.no_permission"),
        (FileNotFoundError(errno.ENOENT, "gone"), Damaged, "store.vanished"),
        (OSError(errno.EIO, "drive pulled out"), Damaged, "store.vanished"),
    ],
)
def test_faults_of_the_world_are_said(tmp_path, error, kind, code):
    with pytest.raises(kind) as trouble, plainly(tmp_path / "desk.db"):
        raise error
    assert trouble.value.said.code == code
    assert trouble.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [with_code(19), dialect.DriverError("no such table: x"), OSError(errno.EBADF, "bug"), KeyError("bug")]
)
def test_bugs_stay_what_they_are(tmp_path, error):
    assert trouble_of(error, tmp_path / "desk.db") is None
    with pytest.raises(type(error)) as raised, plainly(tmp_path / "desk.db"):
        raise error
    assert raised.value is error


def test_faults_of_another_driver_are_not_ours():
    assert dialect.DRIVER is sqlite3 or dialect.fault_of(sqlite3.OperationalError("database is locked")) is None
