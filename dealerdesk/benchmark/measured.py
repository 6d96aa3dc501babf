"""What a measurement answers: a value, the floor that ran beside it, and how far from it is good enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from dealerdesk.words import Words

SCALES = {"s": 1.0, "ms": 1_000.0, "MiB": 1 / (1 << 20)}
"""What seconds, or bytes, are multiplied by to be in a unit."""


@dataclass(frozen=True)
class Race:
    """The best of the desk and of the floor, in seconds or bytes; of how many rows; the desk's peak memory in bytes."""

    desk: float
    floor: float | None
    size: int
    peak: int


@dataclass(frozen=True)
class Measured:
    """One line of a benchmark. `goal` is the largest ratio of value and floor that is good enough."""

    name: str
    unit: str
    floor: str | None
    goal: float | None
    race: Race

    @property
    def value(self) -> float:
        """The desk's time in the unit."""
        return _rounded(self.race.desk * SCALES[self.unit])

    @property
    def floor_value(self) -> float | None:
        """The floor's time in the unit."""
        return None if self.race.floor is None else _rounded(self.race.floor * SCALES[self.unit])

    @property
    def ratio(self) -> float | None:
        """How many times the floor's time the desk takes."""
        return None if self.race.floor is None else round(self.race.desk / self.race.floor, 2)

    @property
    def peak_memory_mib(self) -> int:
        """The most memory that the desk's process took while it ran, in MiB."""
        return round(self.race.peak / (1 << 20))

    def as_data(self) -> dict[str, Any]:
        """The line for machines."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "floor": self.floor,
            "floor_value": self.floor_value,
            "ratio": self.ratio,
            "goal": self.goal,
            "size": self.race.size,
            "peak_memory_mib": self.peak_memory_mib,
        }

    def line(self, words: Words) -> str:
        """The line for people."""
        code = "cli.bench.plain" if self.floor is None else "cli.bench.floor"
        floor = "" if self.floor is None else said(f"label.floor.{self.floor}")
        return words.say(
            said(
                code,
                name=self.name,
                value=str(self.value),
                unit=self.unit,
                memory=self.peak_memory_mib,
                floor=floor,
                floor_value=str(self.floor_value),
                ratio=str(self.ratio),
                goal=f"{self.goal:g}" if self.goal is not None else "",
            )
        )


def _rounded(value: float) -> float:
    """A time with four digits that count."""
    return float(f"{value:.4g}")
