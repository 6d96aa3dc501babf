"""No text that a person entered becomes a formula in what is written, whatever it is."""

from __future__ import annotations

import csv
import re
from zipfile import ZipFile

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dealerdesk.spreadsheets.column import Column
from dealerdesk.spreadsheets.writing import Reject, write_csv, write_rejects, write_xlsx

SIGNS = "=+-@\t\r\n＝＋－＠"
BEGINNINGS = [*SIGNS, *(f"{blank}{sign}" for blank in (" ", "\u3000", "\ufeff", "'", '"') for sign in "=+-@")]
REAL = ["=1+1", '=HYPERLINK("http://example.invalid";"x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1＋1"]
HOSTILE = st.one_of(
    st.sampled_from(REAL),
    st.builds(lambda begin, rest: begin + rest, st.sampled_from(BEGINNINGS), st.text(max_size=12)),
    st.text(alphabet=f"{SIGNS} ,;'\"|A1王", min_size=1, max_size=8),
)
ONE_FILE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cells_of(path):
    book = load_workbook(path)
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def xml_of(path):
    with ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/"))


def holds_no_formula(path):
    assert {cell.data_type for cell in cells_of(path)} <= {"s", "n", "d"}
    assert not re.search(rb"<f[ >/]", xml_of(path))


@ONE_FILE
@given(texts=st.lists(HOSTILE, min_size=1, max_size=6))
@example(texts=REAL)
def test_nothing_in_a_workbook_is_a_formula(tmp_path, texts):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, texts[0], [Column(text) for text in texts], [texts, texts])
    holds_no_formula(path)


@ONE_FILE
@given(texts=st.lists(HOSTILE, min_size=1, max_size=6))
@example(texts=REAL)
def test_nothing_in_the_workbook_of_rejected_rows_is_a_formula(tmp_path, texts):
    path = tmp_path / "a.xlsx"
    rows = [Reject(texts[0], 2, texts, texts[-1])]
    write_rejects(path, "x", texts, rows, line_heading="=row", reason_heading="+why", sheet_heading="@sheet")
    holds_no_formula(path)


@ONE_FILE
@given(texts=st.lists(HOSTILE, min_size=1, max_size=6))
@example(texts=REAL)
def test_nothing_in_comma_separated_text_begins_as_a_formula(tmp_path, texts):
    """The convention of the table of escapes: an apostrophe stands before what may be a formula."""
    path = tmp_path / "a.csv"
    write_csv(path, [Column(text) for text in texts], [texts])
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    for row in read:
        assert len(row) == len(texts)
        for cell, text in zip(row, texts, strict=True):
            assert cell in {text, f"'{text}"}
            assert not cell.lstrip(" \u3000\ufeff").startswith(tuple(SIGNS))
