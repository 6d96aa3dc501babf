"""Each form of file, read in this process."""

from __future__ import annotations

import codecs
from datetime import date, time
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dealerdesk.domain.errors import Damaged, Trouble, WrongUse
from dealerdesk.spreadsheets.child import _chunks
from dealerdesk.spreadsheets.sheet import Pick
from dealerdesk.spreadsheets.source import open_source
from tests.spreadsheets.making import HEADINGS, ROWS, csv_text, html, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.spreadsheets.sheet import Cell

TABLE = [HEADINGS, *ROWS]


def rows_of(path: Path, sheet: int = 0) -> list[list[Cell]]:
    return [list(row) for row in open_source(path).rows(sheet)]


def read_all(path: Path) -> list[list[Cell]]:
    source = open_source(path)
    return [row for sheet in range(len(source.tops())) for row in source.rows(sheet)]


def code_of(path: Path) -> str:
    with pytest.raises(Trouble) as trouble:
        read_all(path)
    return trouble.value.said.code


# Text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_in_any_encoding_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(csv_text(TABLE, delimiter).encode(encoding))
    assert rows_of(path) == TABLE


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text(csv_text(TABLE), "utf-8")
    assert rows_of(path) == TABLE
    path.write_text(html(TABLE), "utf-8")
    assert rows_of(path) == TABLE
    workbook(tmp_path / "book.xlsx", TABLE)
    (tmp_path / "book.xlsx").rename(tmp_path / "book.csv")
    assert rows_of(tmp_path / "book.csv") == TABLE


def test_quoted_cells_may_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '工单号,维修项目,车牌号\r\nRO1,"机油, 机滤\r\n""大保养""",琼A12345\r\nRO2,x,y\r\n', "utf-8", newline=""
    )
    assert rows_of(path)[1:] == [["RO1", '机油, 机滤\r\n"大保养"', "琼A12345"], ["RO2", "x", "y"]]


def test_a_stray_quote_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('工单号,维修项目,车牌号\nRO1,"大保养,琼A1\nRO2,x,琼A2\nRO3,"y,琼A3\nRO4,z,琼A4\n', "utf-8")
    assert [row[0] for row in rows_of(path)] == ["工单号", "RO1", "RO2", "RO3", "RO4"]
    path.write_text('工单号,维修项目,车牌号\nRO1,"大保养,琼A1\nRO2,x,琼A2\n', "utf-8")
    assert [row[0] for row in rows_of(path)] == ["工单号", "RO1", "RO2"]


def test_a_number_kept_as_text_for_excel_is_unwrapped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('工单号,车牌号,进厂日期\n="00123",琼A12345,2026-01-02\n', "gb18030")
    assert rows_of(path)[1][0] == "00123"


def test_a_few_characters_that_were_cut_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = csv_text(TABLE * 100).encode("gb18030")
    path.write_bytes(good + "RO9,琼".encode("gb18030")[:-1] + b"\xff\xff,x\r\n")
    assert len(rows_of(path)) == 301


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_that_ends_within_a_character_a_quote_or_a_row_is_cut_off(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    text = csv_text([*TABLE * 3, ["RO9", "琼"]]).removesuffix("\r\n")
    path.write_bytes(text.encode(encoding)[:-1])
    assert code_of(path) == "import.cut_off"
    path.write_text(csv_text(TABLE) + 'RO3,"琼A12', encoding)
    assert code_of(path) == "import.cut_off"
    path.write_text(csv_text(TABLE) + "RO3,琼A12", encoding)
    assert code_of(path) == "import.cut_off"
    path.write_text(csv_text(TABLE) + "合计,3", encoding)
    assert len(rows_of(path)) == 4


# HTML and XML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "meta", ["", "<meta charset='utf-8'>", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">']
)
def test_html_in_any_encoding_whatever_it_says(tmp_path: Path, encoding: str, meta: str) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(html(TABLE, before=meta).encode(encoding))
    assert rows_of(path) == TABLE


def test_html_cells_that_span_columns_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text(
        "<table><tr><td colspan=3>维修记录</td></tr>"
        "<tr><th rowspan='2'>工单号</th><th colspan='2'>车辆</th></tr><tr><th>车牌号</th><th>车架号</th></tr>"
        "<tr><td rowspan=2>RO1</td><td>琼<b>A</b>1<br>旧</td><td>&nbsp;</td></tr><tr><td>琼A2<td>x</table>",
        "utf-8",
    )
    assert rows_of(path) == [
        ["维修记录", None, None],
        ["工单号", "车辆", None],
        ["工单号", "车牌号", "车架号"],
        ["RO1", "琼A1\n旧", ""],
        ["RO1", "琼A2", "x"],
    ]


def test_html_pages_with_several_tables_and_tables_within(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    inner = html(TABLE).removeprefix("<html><body>").removesuffix("</body></html>")
    path.write_text(f"<table><tr><td>导出说明</td></tr></table><table><tr><td>{inner}</td></tr></table>", "utf-8")
    source = open_source(path)
    assert [top.rows for top in source.tops()] == [[["导出说明"]], [], TABLE]
    assert list(source.rows(2)) == TABLE


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_html_that_is_cut(tmp_path: Path, share: float) -> None:
    path = tmp_path / "export.xls"
    text = html(TABLE * 50)
    path.write_text(text[: int(len(text) * share)], "utf-8")
    assert code_of(path) == "import.cut_off"


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="维修"><Table>
<Row><Cell><Data ss:Type="String">工单号</Data></Cell><Cell><Data ss:Type="String">车牌号</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">RO1</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">12.5</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_xml_spreadsheets_of_2003(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text(XML, "utf-8")
    assert open_source(path).tops()[0].name == "维修"
    assert rows_of(path) == [
        ["工单号", "车牌号"],
        [],
        ["RO1", None, 12.5, "2026-01-02T00:00:00.000"],
        ["RO1", "TRUE"],
    ]
    path.write_text(XML[:-60], "utf-8")
    assert code_of(path) == "import.cut_off"


def test_xml_never_reads_other_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim")
    path = tmp_path / "export.xls"
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    path.write_text(XML.replace("?>\n", f"?>{entity}\n", 1).replace("RO1", "&e;"), "utf-8")
    assert "geheim" not in str(rows_of(path))


# Workbooks


def test_workbook_cells_keep_their_types(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [[None, date(2026, 1, 2), 12.5, "x", True, time(8, 30)], [None, 3, None, "", 0]]
    )
    assert rows_of(path) == [[date(2026, 1, 2), 12.5, "x", "TRUE", "08:30:00"], [3.0, "", "", 0.0, ""]]


def test_workbook_cells_merged_downwards_hold_their_value_in_each_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["维修记录", None], ["工单号", "项目"], ["RO1", "a"], [None, "b"], ["RO2", "c"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [
        ["维修记录", ""],
        ["工单号", "项目"],
        ["RO1", "a"],
        ["RO1", "b"],
        ["RO2", "c"],
    ]


def test_errors_of_excel_are_not_read_as_empty(tmp_path: Path) -> None:
    rows = [[f"x{n}", 1, "#N/A" if n % 500 == 0 else "y"] for n in range(2000)]
    path = workbook(
        tmp_path / "a.xlsx", [["a"]], [[None, *row] for row in [["A&B", None, "#DIV/0!"], *rows]], names=["一", "A&B"]
    )
    read = rows_of(path, 1)
    assert [(i, row[2]) for i, row in enumerate(read) if str(row[2]).startswith("#")] == [
        (0, "#DIV/0!"),
        *((i, "#N/A") for i in (1, 501, 1001, 1501)),
    ]


def test_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "藏"
    book.active.sheet_state = "hidden"
    book.create_sheet("见").append(["x"])
    book.save(tmp_path / "a.xlsx")
    assert [top.name for top in open_source(tmp_path / "a.xlsx").tops()] == ["见"]


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_a_workbook_that_is_cut(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "a.xlsx", TABLE * 200)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert code_of(path) == "import.cut_off"


def test_a_workbook_with_a_flipped_bit(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", TABLE * 200)
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 2000
    data[at] ^= 0x55
    path.write_bytes(data)
    assert code_of(path) == "import.cut_off"


# The reading process's rows


def test_rows_end_with_the_last_that_is_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("标题\n" + csv_text([HEADINGS, ROWS[0], [""] * 7, ROWS[1], [""] * 7, []]), "utf-8")
    source = open_source(path)
    source.tops()
    (chunk,) = _chunks(source, (Pick(0, 1),))
    assert (chunk.line, chunk.rows) == (3, [ROWS[0], [], ROWS[1]])


def test_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text([HEADINGS, *ROWS * 3]), "utf-8")
    monkeypatch.setattr("dealerdesk.spreadsheets.child.MAX_ROWS", 6)
    (chunk,) = _chunks(open_source(path), (Pick(0, 0),))
    assert len(chunk.rows) == 6
    monkeypatch.setattr("dealerdesk.spreadsheets.child.MAX_ROWS", 5)
    with pytest.raises(WrongUse) as refused:
        list(_chunks(open_source(path), (Pick(0, 0),)))
    assert (refused.value.said.code, refused.value.said.params["limit"]) == ("import.too_many_rows", 5)


def test_damage_found_while_rows_are_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + (csv_text(TABLE * 50) + 'RO3,"琼A12').encode())
    with pytest.raises(Damaged):
        list(_chunks(open_source(path), (Pick(0, 0),)))
