"""Tables as large as the store: an ordered list of ids, and rows that are fetched when they are painted."""

from __future__ import annotations

from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable

__all__ = ["LazyTable", "TableColumn"]
