"""Turning coded values into sentences of one language."""

from __future__ import annotations

import string
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Said
from dealerdesk.words.catalogue import catalogue
from dealerdesk.words.formats import FORMATS
from dealerdesk.words.labels import LABELS
from dealerdesk.words.language import known_language
from dealerdesk.words.mark import Plural
from dealerdesk.words.sentences import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from dealerdesk.domain.errors import Param
    from dealerdesk.words.language import Language

LABEL_PREFIX: Final = "label."
"""What the code of a coded value begins with when it is said: `label.status.at-risk`."""

SPECS: Final = frozenset({"money", "km", "plain", "size", "full", "inline"})
"""What may stand behind the colon of a placeholder: fen as money, kilometres, digits without grouping, bytes,
a day with its weekday, a label as it stands within a sentence."""


class Words:
    """One language, ready to speak. A code or parameter that it does not find is a bug of ours: KeyError."""

    __slots__ = ("_catalogue", "_filler", "_written", "formats", "language")

    def __init__(self, language: str) -> None:
        """Take a language of `LANGUAGES`; raise ValueError for any other."""
        self.language: Language = known_language(language)
        self.formats = FORMATS[self.language]
        self._catalogue = catalogue(self.language)
        self._filler = _Filler(self)
        self._written: Mapping[str, Callable[[Any], str]] = {
            "money": self.formats.money,
            "km": self.formats.km,
            "plain": str,
            "size": self.formats.size,
            "full": self.formats.full_day,
        }

    def say(self, said: Said) -> str:
        """Answer the sentence of a coded value, or the label if its code begins with `label.`."""
        if said.code.startswith(LABEL_PREFIX):
            return self.label(said.code.removeprefix(LABEL_PREFIX))
        sentence = SENTENCES[said.code]
        if isinstance(sentence, Plural):
            return self._fill(self._plural(sentence.one, sentence.many, said.params[sentence.by]), said.params)
        return self._fill(self._catalogue.gettext(sentence), said.params)

    def label(self, code: str) -> str:
        """Answer the name of a coded value, given as `group.code`: `status.at-risk`, `list.lost`."""
        return self._catalogue.gettext(LABELS[code])

    def text(self, msgid: str, **params: Param) -> str:
        """Answer a text of our own, written as an English literal where it is used."""
        return self._fill(self._catalogue.gettext(msgid), params)

    def ntext(self, one: str, many: str, n: int, **params: Param) -> str:
        """Answer a text whose wording depends on the number `n`, which fills the placeholder of that name."""
        return self._fill(self._plural(one, many, n), {"n": n, **params})

    def number(self, number: int | Decimal) -> str:
        """Answer a number with its thousands grouped."""
        return self.formats.number(number)

    def money(self, fen: int) -> str:
        """Answer an amount of fen in yuan."""
        return self.formats.money(fen)

    def km(self, km: int) -> str:
        """Answer a distance in kilometres."""
        return self.formats.km(km)

    def day(self, day: date) -> str:
        """Answer a day."""
        return self.formats.day(day)

    def full_day(self, day: date) -> str:
        """Answer a day with its day of the week."""
        return self.formats.full_day(day)

    def moment(self, moment: datetime) -> str:
        """Answer a day and the time on it, as the moment's own clock has it."""
        return self.formats.moment(moment)

    def month(self, month: Month) -> str:
        """Answer a month of a year."""
        return self.formats.month(month)

    def share(self, part: int, whole: int) -> str:
        """Answer part of a whole in per cent."""
        return self.formats.share(part, whole)

    def yes_no(self, answer: bool | None) -> str:
        """Answer yes, no, or that it is not known."""
        if answer is None:
            return self.formats.unknown
        return self.label("answer.yes" if answer else "answer.no")

    def shown(self, value: Param, spec: str = "") -> str:
        """Answer a parameter as it stands in a sentence: by its type, or as one of `SPECS` says."""
        if value is None:
            return self.formats.unknown
        if isinstance(value, tuple):
            return self.formats.enumeration(self.shown(item, spec) for item in value)
        if spec == "inline":
            return self.formats.inline(self.shown(value))
        return self._written[spec](value) if spec else self._by_type(value)

    def _by_type(self, value: str | int | date | Month | Said) -> str:
        if isinstance(value, Said):
            return self.say(value)
        if isinstance(value, Month):
            return self.month(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, bool):
            return self.yes_no(value)
        return self.number(value) if isinstance(value, int) else value

    def _plural(self, one: str, many: str, n: Param) -> str:
        if not isinstance(n, int):
            raise TypeError(f"a number decides between {one!r} and {many!r}, not {n!r}")
        return self._catalogue.ngettext(one, many, n)

    def _fill(self, text: str, params: Mapping[str, Param]) -> str:
        return self._filler.vformat(text, (), params)


class _Filler(string.Formatter):
    """Fills placeholders with parameters as a language shows them."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as the base class has it
        return self._words.shown(value, format_spec)
