"""Chance that can be repeated: dice that follow from a seed and a number, and draws from them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Face = TypeVar("Face")

_SEEDS: Final = 1 << 64
_NUMBERS: Final = 1 << 40

CARS: Final = 0
"""Dice of one car."""
BLOCKS: Final = 1
"""Dice of one block of neighbouring cars."""
TEAMS: Final = 2
"""Dice of one team of advisors."""
COURSES: Final = 3
"""Dice of one course that a survey may take."""


def dice(seed: int, purpose: int, number: int) -> Random:
    """Answer dice that depend on the seed, the purpose and the number alone."""
    key = ((seed % _SEEDS) * _NUMBERS + number) * 4 + purpose
    return Random(key)  # noqa: S311 - a story is invented, not a secret


def pick(cast: Random, faces: Sequence[Face]) -> Face:
    """Answer one of the faces, each as likely; weights are told by repeating a face."""
    return faces[int(cast.random() * len(faces))]


def between(cast: Random, low: int, high: int) -> int:
    """Answer a whole number from `low` to `high`, both within."""
    return low + int(cast.random() * (high - low + 1))


def deck(*weighted: tuple[Face, int]) -> tuple[Face, ...]:
    """Answer faces repeated by their weights, to pick from."""
    return tuple(face for face, weight in weighted for _ in range(weight))
