"""How tests run commands: in this process, on a folder, and what came of it."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dealerdesk.cli.running import main

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-11-20"
"""A Friday; the two days after it are closed."""


@dataclass(frozen=True)
class Ran:
    """A command that has run."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on stdout: nothing before it, nothing after it."""
        document, end = json.JSONDecoder().raw_decode(self.out)
        assert self.out[end:] == "\n"
        return document

    def refused(self, code):
        """Assert that it answered with this code, one sentence on stderr and nothing on stdout; answer the sentence."""
        assert (self.code, self.out) == (code, ""), self
        assert self.err.count("\n") == 1, self.err
        assert self.err.strip()[-1] in ".。！!?？", self.err
        assert "Traceback" not in self.err
        assert "Error" not in self.err
        return self.err.strip()


def run(*args):
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as done:
        main([str(arg) for arg in args])
    return Ran(done.value.code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class At:
    """Commands on one folder, day and language, in machine output unless asked otherwise."""

    folder: Path
    today: str = TODAY
    lang: str = "en"

    @property
    def base(self):
        return ("--data-dir", str(self.folder), "--as-of", self.today, "--lang", self.lang)

    def __call__(self, *args):
        return run(*self.base, "--json", *args)

    def said(self, *args):
        return run(*self.base, *args)

    def stored(self, sql):
        with closing(sqlite3.connect(self.folder / "desk.db")) as store:
            found = store.execute(sql).fetchall()
            store.commit()
            return found
