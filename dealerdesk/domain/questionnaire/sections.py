"""What stands between the braces of a script's document: asked for by key, and refused by place where it is wrong."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.places import at_part, in_language
from dealerdesk.domain.questionnaire.wording import LANGUAGES, NoSuchField, fields_of, wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from dealerdesk.domain.questionnaire.places import Place
    from dealerdesk.domain.questionnaire.wording import Texts, Wording

    Named = TypeVar("Named", bound=StrEnum)

LONGEST_TEXT: Final = 2_000
LONGEST_WORD: Final = 40
"""Characters that a code may have."""

LARGEST: Final = 1_000_000_000
_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Doubled(dict[str, object]):
    """An object of JSON in which a key stands twice; the first such is `twice`."""

    def __init__(self, pairs: Iterable[tuple[str, object]], twice: str) -> None:
        super().__init__(pairs)
        self.twice = twice


class Section:
    """An object of the document and its place. Every answer is checked; what is wrong raises WrongUse `script.*`."""

    __slots__ = ("_data", "place")

    def __init__(self, data: object, place: Place, keys: Iterable[str]) -> None:
        """Take an object that has none but these keys."""
        if not isinstance(data, dict):
            raise WrongUse("script.no_object", place=place)
        if isinstance(data, Doubled):
            raise WrongUse("script.double_key", place=place, key=data.twice)
        allowed = tuple(keys)
        unknown = next((key for key in data if key not in allowed), None)
        if unknown is not None:
            raise WrongUse("script.unknown_key", place=place, key=printable(unknown), keys=allowed)
        self._data: dict[str, Any] = data
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def get(self, key: str) -> object:
        """What stands at a key, unchecked; None where it is not there."""
        return self._data.get(key)

    def need(self, key: str) -> object:
        """What stands at a key that must be there."""
        if key not in self._data:
            raise WrongUse("script.missing_key", place=self.place, key=key)
        return self._data[key]

    def string(self, key: str) -> str:
        """A text in quotes that must be there."""
        value = self.need(key)
        if not isinstance(value, str):
            raise WrongUse("script.no_string", place=self.place, key=key)
        return value

    def code(self, key: str) -> str:
        """A code that must be there: small letters, digits and hyphens."""
        value = self.string(key)
        if len(value) > LONGEST_WORD or _CODE.fullmatch(value) is None:
            raise WrongUse("script.bad_code", place=self.place, key=key, value=printable(value))
        return value

    def one_of(self, key: str, choices: type[Named]) -> Named:
        """One of the codes that there are, which must be there."""
        return one_of(self.string(key), choices, self.place, key)

    def whole(self, key: str) -> int | None:
        """A whole number, or None where it is not there."""
        if key not in self._data:
            return None
        value = self._data[key]
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            raise WrongUse("script.no_whole", place=self.place, key=key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false; `default` where it is not there."""
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            raise WrongUse("script.no_flag", place=self.place, key=key)
        return value

    def items(self, key: str, most: int, *, needed: bool = False) -> list[object]:
        """A list of at most so many; none where it is not there, unless it is needed: then of one at least."""
        value = self.need(key) if needed else self._data.get(key, [])
        if not isinstance(value, list):
            raise WrongUse("script.no_list", place=self.place, key=key)
        if len(value) > most:
            raise WrongUse("script.too_many", place=self.place, key=key, most=most)
        if needed and not value:
            raise WrongUse("script.empty_list", place=self.place, key=key)
        return value

    def texts(self, key: str, *, fields: bool = True) -> Texts | None:
        """A text in every language, or None where it is not there; `fields`: whether it may have any."""
        if key not in self._data:
            return None
        place = at_part(self.place, key)
        section = Section(self._data[key], place, LANGUAGES)
        texts = {language: section.translated(language) for language in LANGUAGES}
        if not fields and fields_of(texts):
            raise WrongUse("script.field_here", place=place, field=min(fields_of(texts)))
        return texts

    def need_texts(self, key: str, *, fields: bool = True) -> Texts:
        """A text in every language that must be there."""
        self.need(key)
        return self.texts(key, fields=fields) or {}

    def translated(self, language: str) -> Wording:
        """The text of one language."""
        place = in_language(self.place, language)
        value = self._data.get(language)
        if value is None:
            raise WrongUse("script.missing_text", place=place)
        if not isinstance(value, str):
            raise WrongUse("script.no_text", place=place)
        _check_signs(value, place)
        try:
            return wording(value)
        except NoSuchField as wrong:
            raise WrongUse("script.unknown_field", place=place, field=printable(str(wrong))) from None
        except ValueError:
            raise WrongUse("script.stray_brace", place=place) from None


def one_of(value: object, choices: type[Named], place: Place, key: str) -> Named:
    """One of the codes that there are. Raises WrongUse, `script.unknown_value`, for another one."""
    codes = [choice.value for choice in choices]
    if not isinstance(value, str):
        raise WrongUse("script.no_string", place=place, key=key)
    if value not in codes:
        raise WrongUse("script.unknown_value", place=place, key=key, value=printable(value), values=tuple(codes))
    return choices(value)


def printable(text: str) -> str:
    """A text of the document as it may stand in a sentence: not endless, without signs that cannot be shown."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= LONGEST_WORD else shown[:LONGEST_WORD] + "…"


def _check_signs(text: str, place: Place) -> None:
    if not text.strip():
        raise WrongUse("script.empty_text", place=place)
    if len(text) > LONGEST_TEXT:
        raise WrongUse("script.text_too_long", place=place, most=LONGEST_TEXT)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n" for sign in text):
        raise WrongUse("script.bad_sign", place=place)
