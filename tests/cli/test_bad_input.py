"""Files that are no exports, and cells that no system should write: one sentence each, and nothing lost."""

from __future__ import annotations

import time

import openpyxl
import pytest

from tests.spoilt import HEADINGS, NOISE, ORDER, compound, folder, order, package, pipe, sheet_of, text, written


def cut(path, share):
    book = openpyxl.Workbook()
    for row in (HEADINGS, *(order(f"W{i}") for i in range(300))):
        book.active.append(row)
    book.save(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
)
PAGE = "<html><table>{}</table></html>"
LINES = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEADINGS, ORDER))

NO_EXPORTS = {
    "missing.xlsx": (2, "no such file", lambda path: path),
    "folder.xlsx": (2, "folder", folder),
    "pipe.csv": (2, "no table", pipe),
    "x" * 300 + ".csv": (2, "no such file", lambda path: path),
    "report.pdf": (2, "no table", lambda path: written(path, b"%PDF-1.7\n%\xe2\xe3\n" + b"1 0 obj\n" * 300)),
    "picture.xls": (2, "no table", lambda path: written(path, b"\x89PNG\r\n\x1a\n" + NOISE)),
    "noise.csv": (2, "no table", lambda path: written(path, NOISE)),
    "zeros.csv": (2, "no table", lambda path: written(path, bytes(5000))),
    "endless.csv": (2, "no table", lambda path: written(path, b"x" * 3_000_000)),
    "empty.xlsx": (2, "no rows", lambda path: written(path, b"")),
    "hidden.xlsx": (2, "no rows", lambda path: package(path, sheet_of(), shown='state="hidden"')),
    "letter.csv": (2, "headings", lambda path: written(path, "Dear Sir,\nplease find\n" * 20)),
    "wide.csv": (2, "headings", lambda path: written(path, ",".join(f"c{i}" for i in range(300_000)) + "\n1,2\n")),
    "password.xlsx": (
        2,
        "password",
        lambda path: compound(path, ("EncryptionInfo", b"\x04\0\x04\0"), ("EncryptedPackage", NOISE)),
    ),
    "word.xlsx": (2, "no table", lambda path: compound(path, ("WordDocument", NOISE))),
    "cut.xlsx": (4, "breaks off", lambda path: cut(path, 0.6)),
    "cut.xls": (4, "breaks off", lambda path: written(path, PAGE.format(LINES)[:-30])),
    "cut.csv": (4, "breaks off", lambda path: written(path, text(HEADINGS, ORDER, ORDER).encode()[:-30])),
    "bomb.xlsx": (2, "unpacks", lambda path: package(path, sheet_of(HEADINGS, extra=" " * (80 << 20)))),
    "liar.xlsx": (
        4,
        "breaks off",
        lambda path: package(path, sheet_of(HEADINGS, extra=" " * (1 << 20)), declared=900),
    ),
    "laughs.xlsx": (4, "", lambda path: package(path, sheet_of(HEADINGS, [*ORDER[:3], "&l9;"], before=LAUGHS))),
    "corner.xlsx": (
        2,
        "too large",
        lambda path: package(path, sheet_of(HEADINGS, extra='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ),
}


@pytest.mark.parametrize("name", NO_EXPORTS, ids=lambda name: name[:20])
def test_a_file_that_is_no_export_is_one_sentence(invented, tmp_path, name):
    code, words, make = NO_EXPORTS[name]
    acts = invented.stored("SELECT count(*), max(digest) FROM act")
    begun = time.monotonic()
    assert words in invented("import", make(tmp_path / name)).refused(code)
    assert time.monotonic() - begun < 30
    assert invented.stored("SELECT count(*), max(digest) FROM act") == acts


def test_after_all_that_the_store_is_whole(invented):
    assert invented("check").json["ok"]


def test_entities_bring_in_no_other_files(desk, tmp_path):
    secret = written(tmp_path / "secret.txt", "secret")
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    space = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in (HEADINGS, order("X1", sa="&x;"))
    )
    page = f'<?xml version="1.0"?>{doctype}<Workbook {space}><Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet>'
    assert desk("import", written(tmp_path / "orders.xls", page + "</Workbook>")).code in {0, 2, 4}
    assert desk.stored("SELECT count(*) FROM staff WHERE name LIKE '%secret%'") == [(0,)]


# Cells that no system should write

WEIRD = [
    "#N/A", "=1/0", True, "2026-02-30", "30 Feb 2026", "1899-12-31", "0001-01-01", "9999-12-31", 2_958_466, -1, -300.55,
    1e300, -1e300, 1e12, 2**63, "1e400", "9" * 400, "字" * 30_000, "😀🚗", "\u202eabc", "𠮷野家", "\u3000", "nan",
    "１２３", "½", "1.000,50", "12万", "<script>", "{plate}", "../../etc", "2026-05-04 24:00:00", "45000.5",
]  # fmt: skip


def test_weird_cells_are_taken_rejected_or_doubted_and_never_lost(desk, tmp_path):
    book, rows = openpyxl.Workbook(), 0
    book.active.append(HEADINGS)
    for cell in WEIRD:
        for column in range(len(HEADINGS)):
            row = order(f"W{rows}", plate=f"琼B{rows:05d}")
            row[column] = cell
            book.active.append(row)
            rows += 1
    book.save(tmp_path / "weird.xlsx")
    before = desk("status").json
    result = desk("import", tmp_path / "weird.xlsx")
    assert result.code == 1
    counted = result.json
    assert counted["rows"] == rows
    assert rows == sum(counted[name] for name in ("added", "updated", "unchanged", "set_aside", "rejected"))
    assert desk("check").json["ok"]
    for ending in ("csv", "xlsx", "pdf", "json"):
        assert desk("list", "second-visit", "--month", "2026-11", "--out", tmp_path / f"list.{ending}").code == 0
    assert desk("tasks", "generate").code == 0
    assert desk("undo-import", counted["batch"]).code == 0
    assert desk("check").json["ok"]
    assert [car["plate"] for car in desk("status").json][: len(before)] == [car["plate"] for car in before]


def test_headings_again_and_a_cell_beyond_all_columns(desk, tmp_path):
    far = [*order("H3"), *[""] * 200_000, "x"]
    file = written(tmp_path / "orders.csv", text(HEADINGS, order("H1"), HEADINGS, order("H2"), far))
    found = desk("import", file).json
    assert (found["added"], found["set_aside"], found["reasons"]) == (2, 1, {"bad_row": 1, "total_line": 1})
