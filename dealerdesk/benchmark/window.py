"""Measuring the window, which runs as a child process: its start, its memory, and how long it ever holds still."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.benchmark.measured import Race

if TYPE_CHECKING:
    from dealerdesk.benchmark.ground import Ground

_ROUNDS: Final = 4
_RUNS: Final = 2
_SYNCS: Final = 30
_LIMIT: Final = 0.050
"""Seconds for which the painting thread may hold still."""

_FRAME: Final = 0.016
"""Seconds that an answer may take: one picture of a screen."""


def start(ground: Ground) -> Race:
    """From nothing to the first page with its rows, against a bare window beside SQLAlchemy with the store open."""
    _child("window", ground)  # what no start finds warm is not counted for either
    rounds = [(_timed("window", ground), _timed("bare", ground)) for _ in range(_ROUNDS)]
    peak = max(found["memory"] for (_, found), _ in rounds)
    return Race(min(took for (took, _), _ in rounds), min(took for _, (took, _) in rounds), 1, peak)


def memory(ground: Ground) -> Race:
    """The memory of the window with its first page, against that of the bare window; bytes, the less of two runs."""
    desk = min(_child("window", ground)["memory"] for _ in range(_RUNS))
    return Race(desk, min(_child("bare", ground)["memory"] for _ in range(_RUNS)), 1, desk)


def holds(ground: Ground) -> Race:
    """The 99th percentile of the longest holds in each step of a walk over pages, lists and rows, against the limit."""
    found = _child("holds", ground)
    every = sorted(hold for kind in found["holds"].values() for hold in kind)
    at = min(len(every) - 1, round(len(every) * 0.99))
    return Race(every[at] / 1000, _LIMIT, len(every), found["memory"])


def answers(ground: Ground) -> Race:
    """The 99th percentile of the longest holds for each key of the script of a call, against what nobody feels."""
    found = _child("answers", ground)
    every = sorted(found["holds"])
    at = min(len(every) - 1, round(len(every) * 0.99))
    return Race(every[at] / 1000, _FRAME, len(every), found["memory"])


def visit_painted(ground: Ground) -> Race:
    """From the last key of a visit to the page that says it is kept, against one write that the disk acknowledged."""
    found = _child("visit", ground)
    taken = sorted(found["seconds"])
    return Race(taken[len(taken) // 2], _synced(ground), len(taken), found["memory"])


def _synced(ground: Ground) -> float:
    """How long the disk takes to acknowledge a page, in seconds: the middle of some."""
    ground.scratch.mkdir(parents=True, exist_ok=True)
    taken = []
    with (ground.scratch / "synced").open("wb") as file:
        for _ in range(_SYNCS):
            file.write(b"0" * 4_096)
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return sorted(taken)[len(taken) // 2]


def _timed(kind: str, ground: Ground) -> tuple[float, dict[str, Any]]:
    begun = time.time()
    found = _child(kind, ground)
    return found["painted"] - begun, found


def _child(kind: str, ground: Ground) -> dict[str, Any]:
    """What a child process measured; its own troubles show on stderr."""
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [sys.executable, "-m", "dealerdesk.ui.measuring", kind, str(ground.folder), ground.today.isoformat()]
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own program
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
