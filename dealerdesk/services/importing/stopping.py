"""Asking, while an import is planned, whether it is still wanted: often, but not so often that it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_OFTEN: Final = 256


def asking(items: Iterable[T], ask: Callable[[], object]) -> Iterator[T]:
    """Answer the items one by one; each few hundred of them, call `ask`, which raises where the work is not wanted."""
    for number, item in enumerate(items):
        if not number % _OFTEN:
            ask()
        yield item
