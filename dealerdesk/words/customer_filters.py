"""The filters of the table of customers in words: what a chip says, what a file or paper names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dealerdesk.domain.customer_query import CustomersQuery
    from dealerdesk.words.speech import Words

SWITCHES: Final = (
    ("departed", True, N_("Departed only")),
    ("departed", False, N_("Without departed")),
    ("do_not_call", True, N_("Do not call only")),
    ("do_not_call", False, N_("Without do not call")),
    ("needs_file", True, N_("File incomplete only")),
)
"""Filters that are on or off: the field, what it holds, and the words."""

TITLES: Final[Mapping[str, str]] = {
    "statuses": "column.status",
    "sources": "column.source",
    "models": "column.model",
    "advisors": "column.advisor",
}
"""Filters with several values, by the label of their column."""

_MOST_NAMED: Final = 3
"""How many values are named before the rest is only counted."""


class FilterTold(NamedTuple):
    """A filter in force in words, and the field that it is about with what opens it."""

    text: str
    field: str
    without: object


def filters_told(words: Words, query: CustomersQuery, advisors: Mapping[int, str]) -> Iterator[FilterTold]:
    """The filters in force; `advisors` are known by id."""
    names: dict[str, Callable[[object], str]] = {
        "statuses": lambda code: words.label(f"status.{code}"),
        "sources": lambda code: words.label(f"source.{code}"),
        "models": str,
        "advisors": lambda key: advisors.get(key, f"#{key}"),  # type: ignore[call-overload]
    }
    for field, name in names.items():
        held = getattr(query, field)
        if held:
            told = words.formats.enumeration(name(code) for code in held[:_MOST_NAMED])
            more = f" +{len(held) - _MOST_NAMED}" if len(held) > _MOST_NAMED else ""
            text = words.text("{field}: {values}", field=words.label(TITLES[field]), values=told + more)
            yield FilterTold(text, field, ())
    for field, value, text in SWITCHES:
        if getattr(query, field) is value:
            yield FilterTold(words.text(text), field, None)
