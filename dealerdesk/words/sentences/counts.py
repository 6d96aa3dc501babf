"""Counted things, for use inside other sentences, so that each number brings its own plural."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "count.days": NN_("{n} day", "{n} days", by="n"),
    "count.months": NN_("{n} month", "{n} months", by="n"),
    "count.years": NN_("{n} year", "{n} years", by="n"),
    "count.rows": NN_("{n} row", "{n} rows", by="n"),
    "count.vehicles": NN_("{n} vehicle", "{n} vehicles", by="n"),
    "count.customers": NN_("{n} customer", "{n} customers", by="n"),
    "count.visits": NN_("{n} visit", "{n} visits", by="n"),
    "count.orders": NN_("{n} order", "{n} orders", by="n"),
    "count.tasks": NN_("{n} task", "{n} tasks", by="n"),
    "count.entries": NN_("{n} entry", "{n} entries", by="n"),
    "count.pages": NN_("{n} page", "{n} pages", by="n"),
    "count.seconds": NN_("{n} second", "{n} seconds", by="n"),
    "count.records": NN_("{n} record", "{n} records", by="n"),
    "count.files": NN_("{n} file", "{n} files", by="n"),
}
