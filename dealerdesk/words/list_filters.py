"""Filters and groups of lists in words: what a chip says, how a group is called, what an export prints above."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.calendar import Month, Span
from dealerdesk.domain.list_fields import FIELDS, Field, Kind, Value
from dealerdesk.domain.list_query import Between, Contains, OneOf
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from dealerdesk.domain.list_query import Filter, Query
    from dealerdesk.words.speech import Words

MOST_NAMED: Final = 3
"""How many chosen values a filter names."""


def filter_words(words: Words, one: Filter) -> str:
    """A filter as its column and what is asked of it: `Model: Octavia, Superb`."""
    column = words.label(f"column.{one.column}")
    if isinstance(one, Contains):
        return words.text("{column} contains “{text}”", column=column, text=one.text)
    return words.text("{column}: {values}", column=column, values=group_words(words, one))


def group_words(words: Words, one: Filter) -> str:
    """What a filter asks of its column, which is what the group is called that it leaves: `20,000–29,999`."""
    field = FIELDS[one.column]
    if isinstance(one, Contains):
        return words.text("“{text}”", text=one.text)
    if isinstance(one, OneOf):
        return _chosen(words, field, one)
    return _span(words, field, one)


def filters_words(words: Words, query: Query) -> str:
    """All filters of a query one after another."""
    return " · ".join(filter_words(words, one) for one in query.filters)


def value_words(words: Words, field: Field, value: Value) -> str:
    """One value of a column as people read it."""
    if value is None:
        return words.text("(blank)")
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, str):
        label = f"{field.labels}.{value}"
        return words.label(label) if label in LABELS else value
    if field.kind is Kind.YES:
        return words.yes_no(bool(value))
    return _amount(words, field, value)


def _amount(words: Words, field: Field, value: int) -> str:
    if field.kind is Kind.MONEY:
        exact = words.money(value)
        return exact.removesuffix(".00")
    if field.kind is Kind.HUNDREDTHS:
        whole, rest = divmod(value, 100)
        return f"{whole}.{rest:02}" if rest else str(whole)
    return words.number(value)


def _chosen(words: Words, field: Field, one: OneOf) -> str:
    named = tuple(value_words(words, field, value) for value in one.values[:MOST_NAMED])
    more = len(one.values) - len(named)
    if more <= 0:
        return words.shown(named)
    return words.ntext("{named} and {n} more", "{named} and {n} more", more, named=named)


def _span(words: Words, field: Field, one: Between) -> str:
    first, last = one.first, one.last
    if first is None or last is None:
        return _open(words, field, first, last)
    if isinstance(first, date) and isinstance(last, date):
        whole = Month.of(first)
        if whole.span == Span(first, last):
            return words.month(whole)
        return words.day(first) if first == last else f"{words.day(first)} – {words.day(last)}"
    if isinstance(first, int) and isinstance(last, int):
        return _amounts(words, field, first, last)
    raise TypeError(one)


def _open(words: Words, field: Field, first: int | date | None, last: int | date | None) -> str:
    if first is not None:
        return words.text("from {value}", value=value_words(words, field, first))
    return words.text("up to {value}", value=value_words(words, field, last))


def _amounts(words: Words, field: Field, first: int, last: int) -> str:
    if field.code == "age_months" and first % 12 == 0 and last == first + 11:
        years = first // 12
        return words.ntext("{n} year old", "{n} years old", years) if years else words.text("under 1 year")
    if field.kind is Kind.MONEY and first % 100 == 0 and last % 100 == 99:
        last -= 99
    low, high = _amount(words, field, first), _amount(words, field, last)
    return low if low == high else f"{low}–{high}"
