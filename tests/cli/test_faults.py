"""Drives that fail, disks that fill up, clocks that go back, a restore beside an import: a sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealerdesk.services.backups import back_up
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.upkeep import check_store
from tests.commands import TODAY, At
from tests.spoilt import HEADINGS, PROGRAM, order, text, written

FAULTY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int counted;
static int fails(int file, const char *kind) {
    char name[64], target[4096];
    const char *wanted = getenv("FAULT");
    const char *first = getenv("FAULT_FROM");
    if (!wanted || strcmp(wanted, kind)) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, target, sizeof target - 1);
    if (length < 0) return 0;
    target[length] = 0;
    if (!strstr(target, getenv("FAULT_IN"))) return 0;
    return ++counted >= (first ? atoi(first) : 1);
}
int fsync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    if (fails(file, "sync")) { errno = EIO; return -1; }
    return real(file);
}
int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    if (fails(file, "sync")) { errno = EIO; return -1; }
    return real(file);
}
ssize_t pwrite64(int file, const void *from, size_t n, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (fails(file, "space")) { errno = ENOSPC; return -1; }
    return real(file, from, n, at);
}
ssize_t write(int file, const void *from, size_t n) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    if (fails(file, "space")) { errno = ENOSPC; return -1; }
    return real(file, from, n);
}
"""


@pytest.fixture(scope="session")
def faulty(tmp_path_factory):
    """A library before which calls to the system fail, where one can be made."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler here that could make the system fail")
    folder = tmp_path_factory.mktemp("faulty")
    (folder / "faulty.c").write_text(FAULTY)
    library = folder / "faulty.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(folder / "faulty.c"), "-ldl"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("the C compiler here makes no library")
    return library


@pytest.mark.parametrize("fault", ["sync", "space"])
@pytest.mark.parametrize("first", [1, 2, 4, 8])
def test_a_drive_that_fails_at_any_moment_is_a_sentence_and_costs_nothing(desk, tmp_path, faulty, fault, first):
    lines = [order(f"F{n}", plate=f"琼F{n:05d}") for n in range(40)]
    export = written(tmp_path / "orders.csv", text(HEADINGS, *lines))
    before = desk.stored("SELECT count(*) FROM visit")
    surroundings = {
        **os.environ, "LD_PRELOAD": str(faulty), "FAULT": fault, "FAULT_IN": str(desk.folder), "FAULT_FROM": str(first),
    }  # fmt: skip
    command = [*PROGRAM, *desk.base, "--json", "import", str(export)]
    done = subprocess.run(command, capture_output=True, env=surroundings, check=False, timeout=120)
    told = done.stderr.decode()
    arrived = desk.stored("SELECT count(*) FROM visit WHERE order_no GLOB 'F[0-9]*'")
    if done.returncode == 0:
        assert arrived == [(40,)]
    else:
        assert done.returncode in {3, 4}, told
        assert told.count("\n") == 1, told
        assert "not your fault" not in told
        assert arrived in ([(0,)], [(40,)])
    assert desk.stored("SELECT count(*) FROM visit") == [(before[0][0] + arrived[0][0],)]
    assert desk("check").json["ok"]
    assert desk("import", export).code == 0
    assert desk.stored("SELECT count(*) FROM visit") == [(before[0][0] + 40,)]


def test_a_clock_that_goes_back_changes_nothing_that_was_written(desk, tmp_path):
    opened = open_desk(Doorstep(desk.folder, date.fromisoformat(TODAY), "en"))
    then = datetime.now(UTC) - timedelta(days=800)
    past = replace(opened, clock=lambda: then, today=date(2024, 9, 1))
    edit_customer(opened, 1, 1, {"address": "before"})
    edit_customer(past, 1, 2, {"address": "after"})
    assert back_up(past, tmp_path / "copy.db").file.is_file()
    assert check_store(past).ok
    opened.store.close()
    assert At(desk.folder, today="2024-09-01")("tasks", "generate").code == 0
    assert desk.stored("SELECT address FROM customer WHERE id = 1") == [("after",)]
    assert desk("check").json["ok"]


def test_a_restore_while_an_import_runs_elsewhere_waits_for_nobody(desk, tmp_path):
    copy = desk("backup", "--out", tmp_path / "copy.db").json["file"]
    lines = [order(f"R{n}", plate=f"琼R{n:05d}") for n in range(2500)]
    export = written(tmp_path / "orders.csv", text(HEADINGS, *lines, order("R", came="bad")))
    with subprocess.Popen([*PROGRAM, *desk.base, "--json", "import", str(export)], stdout=subprocess.PIPE) as process:
        while process.poll() is None and not (desk.folder / "rejects").exists():
            pass
        restoring = desk("restore", copy)
        process.communicate(timeout=120)
    assert process.returncode == 1
    arrived = desk.stored("SELECT count(*) FROM visit WHERE order_no GLOB 'R[0-9]*'")
    if restoring.code:
        assert "open in another" in restoring.refused(3)
        assert arrived == [(2500,)]
    else:  # the import had just ended: then what it brought was kept before it was replaced
        assert Path(restoring.json["kept"]).is_file()
    assert desk("check").json["ok"]
