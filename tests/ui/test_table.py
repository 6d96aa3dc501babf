"""The table that every page uses."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt

from dealerdesk.ui.tables import LazyTable, TableColumn


class Row(NamedTuple):
    id: int
    text: str


COLUMNS = (
    TableColumn("id", "Id", lambda row: str(row.id), 60, "right"),
    TableColumn("text", "Text", lambda row: row.text, 200, tone=lambda row: "lost" if row.id == 3 else None),
    TableColumn("more", "More", lambda row: row.text.upper(), 100, sort=False),
)


def table_of(session, qtbot, name="t"):
    table = LazyTable(session, COLUMNS, name=name)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    return table


def fetch(ids):
    return {row_id: Row(row_id, f"row {row_id}") for row_id in ids}


def test_a_hundred_thousand_rows_fetch_what_is_painted(session, qtbot, settled):
    table, asked = table_of(session, qtbot), []

    def counted(ids):
        asked.append(len(ids))
        return fetch(ids)

    table.show_ids(range(1, 100_001), counted)
    table.grab()
    settled(session)
    assert sum(asked) <= 300
    table.go_to(90_000)
    table.grab()
    settled(session)
    assert table.current().text == "row 90000"
    assert sum(asked) <= 600


def test_picking_and_opening_by_keys(session, qtbot, settled):
    table, picked, opened = table_of(session, qtbot), [], []
    table.picked.connect(picked.append)
    table.opened.connect(opened.append)
    table.show_rows([Row(1, "a"), Row(2, "b")])
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [row.id for row in picked] == [1, 2]
    assert [row.id for row in opened] == [2]


def test_the_current_row_stays_when_rows_come_anew(session, qtbot):
    table = table_of(session, qtbot)
    table.show_rows([Row(1, "a"), Row(2, "b"), Row(3, "c")])
    table.go_to(3)
    table.show_rows([Row(3, "c"), Row(1, "a")], keep=True)
    assert table.current().id == 3
    table.show_rows([], keep=True)
    assert table.current() is None


def test_headings_ask_for_an_order_and_never_sort_themselves(session, qtbot):
    table, asked = table_of(session, qtbot), []
    table.sorted.connect(lambda code, down: asked.append((code, down)))
    table._sort_by(1)
    table._sort_by(1)
    table._sort_by(2)
    assert asked == [("text", False), ("text", True)]


def test_columns_are_chosen_and_remembered(session, qtbot):
    table = table_of(session, qtbot)
    table._show_column(0, on=False)
    table.horizontalHeader().moveSection(2, 0)
    assert table.shown_columns() == ("more", "text")
    assert table_of(session, qtbot).shown_columns() == ("more", "text")
    table._forget()
    assert table.shown_columns() == ("id", "text", "more")
    assert table_of(session, qtbot).shown_columns() == ("id", "text", "more")


def test_the_last_column_cannot_be_hidden(session, qtbot):
    table = table_of(session, qtbot, "u")
    for at in range(3):
        table._show_column(at, on=False)
    assert len(table.shown_columns()) == 1


def test_a_memory_that_makes_no_sense_counts_as_none(session, qtbot):
    session.memory.put("table.v", {"id": "wide", "text": [1, 2]})
    assert table_of(session, qtbot, "v").shown_columns() == ("id", "text", "more")


def test_rows_that_are_gone_do_not_ask_for_ever(session, qtbot, settled):
    table, asked = table_of(session, qtbot), []

    def nothing(ids):
        asked.append(ids)
        return {}

    table.show_ids([1, 2, 3], nothing)
    for _ in range(3):
        table.grab()
        settled(session)
    assert len(asked) == 1
