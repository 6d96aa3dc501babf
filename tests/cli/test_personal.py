"""What the commands hand out of a store is taken down, and says by whom and when."""

from __future__ import annotations

import json

LEFT = "SELECT kind, what FROM disclosure ORDER BY id"


def left_since(desk, before):
    """What left the desk after what had left it before."""
    return desk.stored(LEFT)[len(before) :]


def test_a_list_in_a_file_is_signed_and_taken_down(desk, tmp_path):
    file, before = tmp_path / "lost.json", desk.stored(LEFT)
    assert desk("list", "lost", "--month", "2026-11", "--out", file).code == 0
    data = json.loads(file.read_text("utf-8"))
    assert data["written_by"] == "owner"
    assert data["written_at"]
    assert desk("list", "lost", "--month", "2026-11", "--out", tmp_path / "lost.xlsx").code == 0
    assert left_since(desk, before) == [("export", "list.lost 2026-11 .json"), ("export", "list.lost 2026-11 .xlsx")]


def test_a_sheet_is_taken_down_as_printed(desk, tmp_path):
    before = desk.stored(LEFT)
    assert desk("tasks", "generate", "--month", "2026-12").code == 0
    assert desk("sheet", "--out", tmp_path / "sheet.pdf").code == 0
    ((kind, what),) = left_since(desk, before)
    assert (kind, what.split(".")[0]) == ("print", "sheet")


def test_showing_and_finding_writes_nothing(desk):
    before = desk.stored("SELECT max(id) FROM act")
    assert desk("find", "138").code == 0
    assert desk("tasks", "show").code == 0
    assert desk("status").code == 0
    assert desk.stored("SELECT max(id) FROM act") == before
