import subprocess

import pytest

from dealerdesk.db import place
from dealerdesk.db.place import is_remote, may_write, usable_folder
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse


def refusal(kind, folder, *, create):
    with pytest.raises(kind) as trouble:
        usable_folder(folder, create=create)
    return trouble.value.said.code


def test_a_folder_is_made_when_it_may_be(tmp_path):
    folder = tmp_path / "a" / "b"
    assert refusal(Damaged, folder, create=False) == "store.missing"
    assert usable_folder(folder, create=True) == folder
    assert list(folder.iterdir()) == []


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "a").write_text("x")
    assert refusal(WrongUse, tmp_path / "a", create=True) == "store.folder_is_file"
    assert refusal(WrongUse, tmp_path / "a" / "b", create=True) == "store.folder_is_file"


@pytest.mark.parametrize(
    ("kind", "options", "remote"),
    [
        ("nfs4", "rw", True),
        ("cifs", "rw", True),
        ("smb3", "rw", True),
        ("fuse.sshfs", "rw", True),
        ("9p", "rw", True),
        ("NTFS", "rw,remote", True),
        ("ext4", "rw,relatime", False),
        ("apfs", "rw,local", False),
        ("NTFS", "rw,fixed", False),
        ("tmpfs", "rw", False),
        ("fuse.ntfs-3g", "rw", False),
    ],
)
def test_drives_of_other_computers_are_known_by_kind(tmp_path, kind, options, remote):
    drives = [("/", "ext4", "rw"), (str(tmp_path), kind, options), (f"{tmp_path}-other", "nfs", "rw")]
    assert place._is_remote(tmp_path / "desk", drives) is remote


def test_the_nearest_drive_decides_and_of_two_in_one_place_the_later(tmp_path):
    assert not place._is_remote(tmp_path, [("/", "nfs", "rw"), (str(tmp_path), "ext4", "rw")])
    assert place._is_remote(tmp_path, [(str(tmp_path), "ext4", "rw"), (str(tmp_path), "nfs", "rw")])


@pytest.mark.parametrize("leads_to", ["nowhere", "link"])
@pytest.mark.parametrize("create", [True, False])
def test_a_link_that_leads_nowhere_is_no_folder_yet_to_be_made(tmp_path, leads_to, create):
    (tmp_path / "link").symlink_to(tmp_path / leads_to)
    assert refusal(Damaged, tmp_path / "link", create=create) == "store.vanished"


def test_this_folder_is_here(tmp_path):
    assert not is_remote(tmp_path)


def test_a_network_drive_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "is_remote", lambda _: True)
    assert refusal(Refused, tmp_path / "desk", create=True) == "store.network_drive"
    assert not (tmp_path / "desk").exists()


@pytest.fixture
def read_only_folder(tmp_path):
    """A folder that nobody may write to, not even the administrator."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    (folder / "desk.db").write_bytes(b"x")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "none", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only an administrator can mount a read-only folder here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_folder_without_write_permission_is_refused(read_only_folder):
    assert refusal(Refused, read_only_folder, create=True) == "store.no_permission"
    assert refusal(Refused, read_only_folder / "deeper", create=True) == "store.no_permission"


def test_a_file_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "desk.db"
    may_write(file)
    file.write_bytes(b"x")
    may_write(file)
    monkeypatch.setattr(place, "is_allowed", lambda *_: False)
    with pytest.raises(Trouble) as trouble:
        may_write(file)
    assert trouble.value.said.code == "store.no_permission"
