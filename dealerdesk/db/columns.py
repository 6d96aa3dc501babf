"""Column types: how days, instants and structured values are stored, the same in every engine."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.types import UserDefinedType

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect


def instant_text(moment: datetime) -> str:
    """Answer the stored text of a moment. Raises ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def json_text(value: object) -> str:
    """Answer the compact JSON text of a value; Chinese characters stay readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class _Text(UserDefinedType[Any]):
    """A value kept as text, written and read by one function each; nothing stays nothing."""

    write: ClassVar[Any]
    read: ClassVar[Any]

    def get_col_spec(self, **_kw: object) -> str:
        """Answer the type as the engine declares it."""
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:  # noqa: ARG002
        """Answer the function from value to stored text."""
        write: Callable[[Any], str] = type(self).write
        return lambda value: None if value is None else write(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:  # noqa: ARG002
        """Answer the function from stored text to value."""
        read: Callable[[str], Any] = type(self).read
        return lambda text: None if text is None else read(text)


class Day(_Text):
    """A calendar date, kept as `YYYY-MM-DD`, so that text order is date order."""

    cache_ok = True
    write = staticmethod(date.isoformat)
    read = staticmethod(date.fromisoformat)


class Instant(_Text):
    """A moment by the real clock, kept in UTC to the microsecond, so that text order is time order."""

    cache_ok = True
    write = staticmethod(instant_text)
    read = staticmethod(datetime.fromisoformat)


class TimeOfDay(_Text):
    """A time by the store's own clock, kept as `HH:MM`, so that text order is time order."""

    cache_ok = True
    write = staticmethod(lambda value: value.isoformat("minutes"))
    read = staticmethod(time.fromisoformat)


class Json(_Text):
    """A structured value, kept as compact JSON with sorted keys, so that equal values are equal texts."""

    cache_ok = True
    write = staticmethod(json_text)
    read = staticmethod(json.loads)
