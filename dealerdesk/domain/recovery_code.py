"""The recovery code: five groups of four that can be read from paper, each of which tells when it was mistyped."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.folding import without_separators

if TYPE_CHECKING:
    from collections.abc import Callable

GROUPS: Final = 5
GROUP: Final = 4

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a code is written with: no 0, O, 1, I or L. As many as a prime, so that any one slip changes the sum."""

_WEIGHTS: Final = (1, 2, 3)
_PLACE_WEIGHT: Final = 5


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new code, its groups parted by dashes; `choose` picks characters at random."""
    return "-".join(_group("".join(choose(ALPHABET) for _ in _WEIGHTS), place) for place in range(1, GROUPS + 1))


def read_code(text: str) -> str:
    """Answer a code as it was made, from how somebody typed it: any case and width, with or without dashes and blanks.

    Raises WrongUse `recovery.wrong_group`, with its number, `recovery.wrong_groups` for several,
    `recovery.wrong_length` where there are not twenty characters and nobody can say which group is wrong.
    """
    groups = _groups(text)
    wrong = [number for number, group in enumerate(groups, start=1) if not _is_whole(group, number)]
    if len(groups) != GROUPS:
        raise WrongUse("recovery.wrong_length", groups=GROUPS, length=GROUP)
    if len(wrong) == 1:
        raise WrongUse("recovery.wrong_group", group=wrong[0], groups=GROUPS)
    if wrong:
        raise WrongUse("recovery.wrong_groups", wrong=tuple(map(str, wrong)))
    return "-".join(groups)


def _groups(text: str) -> list[str]:
    """The groups as they were typed, where they were parted; else every four characters."""
    typed = [without_separators(part).upper() for part in _parted(text).split()]
    if len(typed) == GROUPS:
        return typed
    whole = "".join(typed)
    if len(whole) != GROUPS * GROUP:
        return []
    return [whole[start : start + GROUP] for start in range(0, len(whole), GROUP)]


def _parted(text: str) -> str:
    """The text with blanks wherever anything parts groups."""
    return "".join(sign if without_separators(sign) else " " for sign in text)


def _group(start: str, place: int) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, start, strict=True))
    return start + ALPHABET[(total + _PLACE_WEIGHT * place) % len(ALPHABET)]


def _is_whole(group: str, place: int) -> bool:
    signs = set(group)
    return len(group) == GROUP and signs <= set(ALPHABET) and group == _group(group[:-1], place)
