"""Timing the desk and its floor in turns, so that both meet the same machine; and the memory that the desk takes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

import psutil

from dealerdesk.benchmark.measured import Race

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

_PATIENCE = 0.6
_LEAST, _MOST = 3, 40


@dataclass
class Contest:
    """Two ways to the same end. The first runs warm both and are not counted; the desk's memory is taken in its own.

    `rounds` is how often both run at least; short ones run again and again for a while, since the best time counts.
    """

    desk: Callable[[], Sized]
    floor: Callable[[], Any]
    rounds: int = _LEAST

    def race(self) -> Race:
        """The best of both."""
        with Memory() as memory:
            size = len(self.desk())
        self.floor()
        desk = floor = float("inf")
        begun, done = perf_counter(), 0
        while done < self.rounds or (perf_counter() - begun < _PATIENCE and done < _MOST):
            floor = min(floor, seconds(self.floor))
            desk = min(desk, seconds(self.desk))
            done += 1
        return Race(desk, floor, size, memory.peak)


def seconds(run: Callable[[], Any]) -> float:
    """How long something takes, once."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


class Memory:
    """Watches the memory of this process and of those that it starts, until its block ends."""

    _EVERY = 0.02
    _LOOK_FOR_CHILDREN = 10

    def __init__(self) -> None:
        self.peak = 0
        self._own = psutil.Process()
        self._children: list[psutil.Process] = []
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._look()
        self._watcher.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._done.set()
        self._watcher.join()
        self._look()

    def _watch(self) -> None:
        looks = 0
        while not self._done.wait(self._EVERY):
            if looks % self._LOOK_FOR_CHILDREN == 0:
                self._children = self._own.children(recursive=True)
            looks += 1
            self._look()

    def _look(self) -> None:
        taken = self._own.memory_info().rss
        for child in self._children:
            try:
                taken += child.memory_info().rss
            except psutil.Error:  # it has ended since it was found
                continue
        self.peak = max(self.peak, taken)
