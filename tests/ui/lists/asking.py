"""Asking the page of lists, reading what it shows, and pressing its keys."""

from __future__ import annotations


def ask(page, query, settled):
    page._ask(query)
    settled(page.session)
    return page.rows.table.lazy.ids


def cells(page, column, rows=5):
    model = page.rows.table.lazy
    at = next(at for at, one in enumerate(model.columns) if one.code == column)
    return [model.index(row, at).data() for row in range(min(rows, model.rowCount()))]


def keys(qtbot, widget, *pressed):
    """Press keys; a text comes as an input method brings it."""
    for key in pressed:
        if isinstance(key, str):
            widget.insert(key)
        else:
            qtbot.keyClick(widget, key)
