"""Marks for texts that people read, so that extraction finds them where tables hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence in singular and plural, and the name of the parameter whose number decides between them."""

    one: str
    many: str
    by: str


Sentence: TypeAlias = str | Plural
"""What a code stands for: an English message id, or two of them where a number decides."""


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext gives this mark everywhere
    """Mark an English message id for translation and answer it as it is."""
    return msgid


def NN_(one: str, many: str, *, by: str = "n") -> Plural:  # noqa: N802 - N_ for a number
    """Mark a message id in singular and plural; `by` names the parameter that decides between them."""
    return Plural(one, many, by)
