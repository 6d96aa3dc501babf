"""Whoever writes is killed at a random moment: what they were told is done is there, nothing is half done."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import time

import pytest

from dealerdesk.db.settings import set_setting
from dealerdesk.db.store import Store
from dealerdesk.db.verification import verify
from tests.commands import At
from tests.db.conftest import HEADER
from tests.kills import writes

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are ended otherwise here")

PATIENCE = 60


@pytest.fixture(scope="session")
def starting():
    """How to start processes quickly: from one that has everything loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.kills.writes"])
    return context


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    """A store as it was closed."""
    at = At(tmp_path_factory.mktemp("sound") / "store")
    assert at("demo", "--vehicles", 15).code == 0
    return at.folder


@pytest.fixture
def rounds(request):
    """How often to kill each kind of write; `--rounds` says how often in all."""
    return -(-(request.config.getoption("rounds") or 30) // len(writes.KINDS))


def begun(starting, kind, folder):
    listening, telling = starting.Pipe(duplex=False)
    process = starting.Process(target=writes.work, args=(kind, str(folder), telling))
    process.start()
    telling.close()
    return process, listening


def told_by(listening):
    told = []
    try:
        while listening.poll(0):
            told.append(listening.recv())
    except EOFError:
        pass
    return told


def is_well(kind, folder, told):
    """Assert that what was told holds, that all of the store is sound, and that it can be written to again."""
    with Store.open(folder) as store:
        with store.write(HEADER) as writer:
            set_setting(writer, "tried", value=True)
        found = verify(store)
        assert (found.broken, found.folded, found.searched) == ((), (), ())
        if (name := writes.KINDS[kind].acts) is not None:
            with store.read() as conn:
                acts = conn.exec_driver_sql("SELECT count(*) FROM act WHERE use_case = ?", (name,)).scalar()
            assert len(told) <= acts <= len(told) + 1
    writes.KINDS[kind].holds(folder, told)
    assert not list(folder.glob("*.new"))


@pytest.mark.parametrize("kind", writes.KINDS)
def test_what_was_told_is_there_and_nothing_is_half_done(kind, starting, sound, rounds, tmp_path):
    prepared = tmp_path / "prepared" / "store"
    shutil.copytree(sound, prepared)
    writes.KINDS[kind].prepare(prepared)

    def one_of(name):
        shutil.copytree(prepared.parent, tmp_path / name)
        return tmp_path / name / "store"

    whole = one_of("whole")
    process, listening = begun(starting, kind, whole)
    began = time.perf_counter()
    process.join(PATIENCE)
    takes = time.perf_counter() - began
    assert process.exitcode == 0
    is_well(kind, whole, told_by(listening))
    chance = random.Random(kind)
    for n in range(rounds):
        folder = one_of(f"killed-{n}")
        process, listening = begun(starting, kind, folder)
        process.join(chance.uniform(0.02, takes))
        process.kill()
        process.join(PATIENCE)
        is_well(kind, folder, told_by(listening))
        shutil.rmtree(folder.parent)
