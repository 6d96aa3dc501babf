"""What is left of a person who was erased: a name that is none, and what they are known again by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ERASED_NAME: Final = "***"
"""What stands in the place of a name that was erased, in every language."""

CUT: Final = "…"
"""What stands in the place of a word that was cut out of a text."""

_SHORTEST: Final = 2
"""Characters from which on a name is looked for within texts."""


@dataclass(frozen=True)
class Known:
    """All by which the store ever knew a person: names, customer numbers, and the digits of phones."""

    names: frozenset[str]
    numbers: frozenset[str]
    digits: frozenset[str]

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for within texts, the longest first."""
        names = (name for name in self.names if len(name) >= _SHORTEST and name != ERASED_NAME)
        return tuple(sorted({*names, *self.digits}, key=lambda word: (-len(word), word)))

    def is_named(self, name: str | None) -> bool:
        """Whether this is a name of theirs."""
        return name is not None and fold_text(name) in {fold_text(own) for own in self.names}

    def is_in(self, text: str | None) -> bool:
        """Whether a text names them, by a name or a phone."""
        return text is not None and any(word in text for word in self.words)

    def cut_from(self, text: str) -> str:
        """A text without their names and phones."""
        for word in self.words:
            text = text.replace(word, CUT)
        return text


def tokens(
    number: str | None, name: str | None, digits: Iterable[str], cars: Iterable[str | None]
) -> Iterator[tuple[str, str]]:
    """What a person is known again by, as kind and value: number, phones, name with a phone, name with a car.

    `cars`: VINs and plates.
    """
    phones = list(digits)
    if number:
        yield "number", number
    yield from (("phone", phone) for phone in phones)
    if name and name != ERASED_NAME:
        folded = fold_text(name)
        yield from (("name-phone", f"{folded}\0{phone}") for phone in phones)
        yield from (("name-car", f"{folded}\0{car}") for car in cars if car)
