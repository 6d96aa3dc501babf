"""A store as it was closed and one whose user was killed, and the ways in which files spoil."""

from __future__ import annotations

import random
import shutil

import pytest

from dealerdesk.db.seal import IN_USE, set_seal
from tests.commands import At

PAGE = 4096
SECTOR = 512


@pytest.fixture(scope="session")
def closed(tmp_path_factory):
    """A store that was closed as it should be: with changes to rows, so that acts and tables both know them."""
    at = At(tmp_path_factory.mktemp("closed") / "store")
    assert at("demo", "--vehicles", 60).code == 0
    assert at("tasks", "generate").code == 0
    assert at("sheet", "--date", at.today, "--out", at.folder.parent / "sheet.pdf").code == 0
    return at.folder


@pytest.fixture(scope="session")
def killed(closed, tmp_path_factory):
    """The same store, as who wrote to it left it when they were killed."""
    folder = tmp_path_factory.mktemp("killed") / "store"
    shutil.copytree(closed, folder)
    set_seal(folder, IN_USE)
    return folder


@pytest.fixture
def rounds(request):
    """How often to damage a store: 20 times, or as `--rounds` says."""
    return range(request.config.getoption("rounds") or 20)


def damage(file, kind, seed):
    """Spoil a file in one place by noise over a page, noughts over one or more sectors, or one bit that flips."""
    chance = random.Random(seed)
    content = bytearray(file.read_bytes())
    before = bytes(content)
    while bytes(content) == before:
        if kind == "page":
            start = chance.randrange(len(content) // PAGE) * PAGE
            content[start : start + PAGE] = chance.randbytes(PAGE)
        elif kind == "sector":
            size = chance.choice((SECTOR, PAGE))
            start = chance.randrange(len(content) // size) * size
            content[start : start + size] = bytes(size)
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
