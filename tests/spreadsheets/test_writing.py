"""Tables that Excel opens: types, formulas that must not be, and files that cannot be written."""

from __future__ import annotations

import csv
import errno
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Refused
from dealerdesk.spreadsheets import new_workbook
from dealerdesk.spreadsheets.column import Column
from dealerdesk.spreadsheets.files import read_sheet
from dealerdesk.spreadsheets.writing import Reject, write_csv, write_rejects, write_xlsx

ROOT = Path(__file__).parents[2]
COLUMNS = (
    Column("车牌号"),
    Column("电话", width=14),
    Column("日期", "day"),
    Column("消费", "money"),
    Column("里程", "integer"),
    Column("月份", "month"),
)
ROW = ("琼A88888", "13800001234", date(2026, 1, 2), 123_450, 61_234, Month(2026, 2))
EVIL = ("=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|' /C calc'!A0")


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_workbook_has_typed_cells_and_a_frozen_filtered_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx(path, "即将流失 2026/02", COLUMNS, [ROW, (None,) * 6]) == 2
    sheet = sheet_of(path)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("即将流失 2026 02", "A2", "A1:F3")
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert sheet["A1"].font.bold
    values = [cell.value for cell in sheet[2]]
    assert values == ["琼A88888", "13800001234", datetime(2026, 1, 2), 1234.5, 61_234, datetime(2026, 2, 1)]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats == ["@", "@", "yyyy-mm-dd", "#,##0.00", "0", "yyyy-mm"]
    assert [cell.value for cell in sheet[3]] == [None] * 6
    assert sheet.column_dimensions["B"].width == 14


@pytest.mark.parametrize("text", EVIL)
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "x", [Column(text), Column("b")], [(text, "#N/A")])
    sheet = sheet_of(path)
    for cell in (sheet["A1"], sheet["A2"], sheet["B2"]):
        assert cell.data_type == "s"
    assert sheet["A2"].value.strip() == text.strip()
    assert sheet["A2"].quotePrefix
    assert not sheet["B2"].quotePrefix
    write_csv(tmp_path / "a.csv", [Column(text)], [(text,)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["'" + text] * 2


def test_csv_opens_in_excel_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, COLUMNS, [ROW, ("a,b\n", None, None, -50, -5, None)]) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["琼A88888", "13800001234", "2026-01-02", "1234.50", "61234", "2026-02"]
    assert rows[2] == ["a,b\n", "", "", "-0.50", "-5", ""]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_is_written_and_the_workbook_opens(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, texts[0], [Column(text) for text in texts], [texts])
    assert all(cell.data_type in {"s", "n"} for row in sheet_of(path).rows for cell in row)


def test_text_that_is_longer_than_a_cell_ends_in_dots(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", "x", [Column("a")], [("长" * 40_000,)])
    value = sheet_of(tmp_path / "a.xlsx")["A2"].value
    assert (len(value), value[-1]) == (32_767, "…")


def test_rejects_can_be_corrected_and_imported(tmp_path: Path) -> None:
    path = tmp_path / "rejects.xlsx"
    headings = ["工单号", "车牌号", "进厂日期", "实收金额", "备注"]
    cells = [20260101.0, "=琼A1", date(2026, 1, 2), "abc", None, "beyond"]
    rejects = [
        Reject("表1", 12, cells, "金额不是数字"),
        Reject("表1", 13, [], "空行"),
        Reject("", 1, [1.5, datetime(2026, 1, 2, 3)], ""),
    ]
    assert write_rejects(path, "未导入", headings, rejects, line_heading="行号", reason_heading="原因") == 3
    sheet = sheet_of(path)
    assert [cell.value for cell in sheet[1]][:7] == ["行号", "原因", *headings]
    assert [cell.value for cell in sheet[2]] == [
        12,
        "金额不是数字",
        20260101,
        "=琼A1",
        datetime(2026, 1, 2),
        "abc",
        None,
        "beyond",
    ]
    assert sheet["D2"].data_type == "s"
    assert [cell.value for cell in sheet[4]][2:4] == [1.5, "2026-01-02 03:00:00"]
    again = read_sheet(path)
    assert (again.head.kind, again.head.columns["order_no"]) == ("visits", 2)
    write_rejects(path, "x", headings, rejects, line_heading="行号", reason_heading="原因", sheet_heading="工作表")
    assert [cell.value for cell in sheet_of(path)[2]][:3] == ["表1", 12, "金额不是数字"]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_workbook, "MAX_ROWS", 3)
    write_xlsx(tmp_path / "a.xlsx", "x", [Column("a")], [("1",)] * 2)
    with pytest.raises(Refused) as refused:
        write_xlsx(tmp_path / "b.xlsx", "x", [Column("a")], [("1",)] * 3)
    assert (refused.value.said.code, refused.value.said.params["limit"]) == ("export.too_many_rows", 2)
    assert names(tmp_path) == ["a.xlsx"]


def write(form: str, path: Path, rows: Any = ()) -> None:
    if form == "csv":
        write_csv(path, [Column("a")], rows)
    elif form == "xlsx":
        write_xlsx(path, "x", [Column("a")], rows)
    else:
        write_rejects(path, "x", ["a"], rows, line_heading="l", reason_heading="r")


FORMS = pytest.mark.parametrize("form", ["csv", "xlsx", "rejects"])


@FORMS
def test_a_file_open_in_excel_is_a_sentence_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    class SharingViolation(PermissionError):
        winerror = 5

    def refuse(*_args: object) -> None:
        raise SharingViolation(errno.EACCES, "x")

    path = tmp_path / "a.xlsx"
    path.write_text("before")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Refused) as refused:
        write(form, path)
    assert (refused.value.said.code, refused.value.said.params["file"]) == ("export.open_elsewhere", "a.xlsx")
    assert (names(tmp_path), path.read_text()) == (["a.xlsx"], "before")


@FORMS
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "no_permission"), (errno.EIO, "failed")]
)
def test_a_disk_that_does_not_let_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, number: int, code: str
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Refused) as refused:
        write(form, tmp_path / "a.xlsx")
    assert refused.value.said.code == f"export.{code}"
    assert names(tmp_path) == []


@FORMS
def test_a_folder_that_is_not_there_or_a_name_that_is_a_folder(tmp_path: Path, form: str) -> None:
    for path, code in ((tmp_path / "no" / "a.xlsx", "no_folder"), (tmp_path, "is_folder")):
        with pytest.raises(Refused) as refused:
            write(form, path)
        assert refused.value.said.code == f"export.{code}"


@FORMS
def test_an_error_of_ours_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    def rows() -> Any:
        yield from ()
        raise ZeroDivisionError

    (tmp_path / "a.xlsx").write_text("before")
    with pytest.raises(ZeroDivisionError):
        write(form, tmp_path / "a.xlsx", rows())
    assert (names(tmp_path), (tmp_path / "a.xlsx").read_text()) == (["a.xlsx"], "before")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@FORMS
def test_a_disk_that_fills_up_is_said_and_nothing_is_left(tmp_path: Path, form: str) -> None:
    program = f"""
import os, random, resource, tempfile
from pathlib import Path
from dealerdesk.domain.errors import Refused
from tests.spreadsheets.test_writing import write
tempfile.tempdir = {str(tmp_path)!r}
rows = [(str(random.random()),) for _ in range(5000)]
if {form!r} == "rejects":
    from dealerdesk.spreadsheets.writing import Reject
    rows = [Reject("x", 1, row, "y") for row in rows]
resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))
try:
    write({form!r}, Path({str(tmp_path / "a.xlsx")!r}), rows)
except Refused as refused:
    print(refused.said.code, os.listdir({str(tmp_path)!r}))
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout.strip(), done.stderr) == ("export.disk_full []", "")


@pytest.mark.skipif(not Path("/dev/full").exists() or sys.platform == "win32", reason="needs /dev/full")
def test_a_disk_that_is_truly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "with_name", lambda *_args: Path("/dev/full"))
    monkeypatch.setattr(Path, "unlink", lambda *_args, **_options: None)
    with pytest.raises(Refused) as refused:
        write("csv", tmp_path / "a.csv", [("x" * 10_000,)])
    assert refused.value.said.code == "export.disk_full"
