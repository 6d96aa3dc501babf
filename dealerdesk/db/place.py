"""Whether a folder can hold a store: one that is there, that we may write to, on a drive of this computer."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Final

from dealerdesk.db.failures import is_allowed, plainly
from dealerdesk.domain.errors import Damaged, Refused, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STORE_FILE: Final = "desk.db"

_NETWORK_TYPES: Final = frozenset({
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "fuse.ceph", "fuse.curlftpfs",
    "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse.rclone", "fuse.s3fs",
    "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3",
    "nfs4", "ocfs2", "prl_fs", "smb", "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav",
})  # fmt: skip


def usable_folder(folder: Path, *, create: bool) -> Path:
    """Answer the folder, absolute, made if it may be.

    Raises WrongUse `store.folder_is_file`, `store.bad_name`, Damaged `store.missing` when there is none and none may
    be made, `store.vanished` for a link that leads nowhere, Refused `store.network_drive`, `store.no_permission` or
    `store.disk_full`.
    """
    folder = folder.expanduser().absolute()
    with plainly(folder / STORE_FILE):
        if any(part.exists() and not part.is_dir() for part in (folder, *folder.parents)):
            raise WrongUse("store.folder_is_file", folder=str(folder))
        if folder.is_symlink() and not folder.exists():
            raise Damaged("store.vanished", file=str(folder))
        if not create and not folder.exists():
            raise Damaged("store.missing", folder=str(folder))
        if is_remote(folder):
            raise Refused("store.network_drive", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    return folder


def may_write(file: Path) -> None:
    """Raise Refused `store.no_permission` when the file may not be written, Damaged `store.not_ours` for a folder."""
    if file.is_dir():
        raise Damaged("store.not_ours", file=str(file))
    if file.exists() and not is_allowed(file, os.W_OK):
        raise Refused("store.no_permission", folder=str(file.parent))


def settle_folder(folder: Path) -> None:
    """Bring the change of a name in a folder to the disk too, where folders can be opened for it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def is_remote(folder: Path) -> bool:
    """Answer whether a folder lies on another computer's drive, where the write-ahead log does not work."""
    import psutil

    place = folder.resolve()
    if place.drive.startswith("\\\\"):
        return True
    drives = ((part.mountpoint, part.fstype, part.opts) for part in psutil.disk_partitions(all=True))
    return _is_remote(place, drives)


def _is_remote(place: Path, drives: Iterable[tuple[str, str, str]]) -> bool:
    """Answer it by the drive mounted nearest above the place; the last one mounted there is the one in sight."""
    nearest, remote = -1, False
    for mountpoint, kind, options in drives:
        if not place.is_relative_to(mountpoint) or len(mountpoint) < nearest:
            continue
        nearest = len(mountpoint)
        remote = kind.lower() in _NETWORK_TYPES or "remote" in options.split(",")
    return remote
