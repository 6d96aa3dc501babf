"""Looking at a file before it is read: never a refusal where a person can say what is what."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dealerdesk.domain.errors import WrongUse
from dealerdesk.spreadsheets.looking import Certainty, look, problems_of, shown
from dealerdesk.spreadsheets.sheet import Top
from tests.spreadsheets.making import HEADINGS, ROWS

TODAY = date(2026, 11, 22)
TABLE = [HEADINGS, *ROWS]


def top(*rows, name="表1"):
    return Top(name, [list(row) for row in rows])


def test_what_is_plain_is_sure():
    found = look([top(["维修记录"], [], *TABLE)], TODAY)
    assert (found.head.kind, found.certainty, found.line, found.trouble) == ("visits", Certainty.SURE, 3, None)
    assert [(row.line, row.code, row.cells[0]) for row in found.rows] == [(4, None, "RO1"), (5, None, "RO2")]


def test_a_missing_column_is_named_over_the_rows_it_is_missing_in():
    found = look(
        [top(["车牌", "进店日期", "里程", "金额"], ["琼A12345", "2026-01-02", "5", "x"])], TODAY, kind="visits"
    )
    assert found.certainty is Certainty.UNSURE
    assert found.missing == (("order_no",),)
    assert found.trouble.code == "import.missing_column"
    assert [row.code for row in found.rows] == [None]
    assert dict(found.rows[0].problems) == {3: "bad_amount"}


def test_headings_that_nobody_knows_are_shown_to_be_corrected():
    rows = [["清单"], ["甲", "乙", "丙"], ["W1", "琼A12345", "2026-01-02"]]
    found = look([top(*rows)], TODAY)
    assert (found.line, found.head.headings, found.head.columns) == (2, ("甲", "乙", "丙"), {})
    assert found.trouble.code == "import.no_headings"
    assert look([top(*rows)], TODAY, line=3).head.headings == ("W1", "琼A12345", "2026-01-02")
    corrected = look([top(*rows)], TODAY, kind="visits", mapping={"order_no": "甲", "plate": "乙", "date_in": "丙"})
    assert (corrected.trouble, corrected.missing, corrected.line) == (None, (), 2)
    assert corrected.head.columns == {"order_no": 0, "plate": 1, "date_in": 2}


def test_a_file_that_plainly_is_of_the_other_kind_says_so():
    found = look([top(*TABLE)], TODAY, kind="vehicles")
    assert (found.head.kind, found.trouble.code) == ("vehicles", "import.wrong_kind")


def test_a_sheet_may_be_named():
    tops = [top(*TABLE, name="一月"), top(*TABLE, name="二月"), top(["车牌号", "车架号", "车型"], name="车辆")]
    assert look(tops, TODAY).head.sheets == ("一月", "二月")
    assert look(tops, TODAY, sheet="二月").head.sheets == ("二月",)
    assert look(tops, TODAY, sheet="车辆").head.kind == "vehicles"


def test_nothing_at_all_is_refused():
    with pytest.raises(WrongUse) as caught:
        look([top([], [None, " "])], TODAY)
    assert caught.value.said.code == "import.empty"


def test_total_lines_are_not_faulted():
    found = look([top(*TABLE, ["合计", None, None, None, None, "380.5"])], TODAY)
    assert (found.rows[-1].code, dict(found.rows[-1].problems)) == ("total_line", {})


def test_a_cell_is_shown_as_a_person_reads_it():
    assert shown(datetime(2026, 1, 2)) == "2026-01-02"
    assert shown(datetime(2026, 1, 2, 8, 30)) == "2026-01-02 08:30:00"
    assert (shown(5014.0), shown(None), shown(" a ")) == ("5014", "", "a")


def test_what_is_wrong_with_a_cell():
    columns = {"date_in": 0, "odometer": 1, "plate": 2, "vin": 5}
    assert problems_of(["2027-01-01", "x", "?"], columns, "visits", TODAY) == {
        0: "future_date",
        1: "bad_odometer",
        2: "bad_plate",
    }
