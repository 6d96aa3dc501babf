"""How a row of an export meets what is known: hand corrections, gaps, blanks."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.exports import Existing, filled, is_empty, merged, news_of, plain, plain_cells

UPDATE, FILL = Existing.UPDATE, Existing.FILL
VALUES = st.one_of(st.integers(0, 3), st.sampled_from(["a", "b"]), st.dates(date(2026, 1, 1), date(2026, 1, 3)))
FIELDS = st.dictionaries(st.sampled_from(["km", "note", "day"]), VALUES)
RECORDS = st.fixed_dictionaries({name: st.none() | VALUES for name in ("km", "note", "day")})


def test_a_field_corrected_by_hand_yields_only_when_the_export_changes():
    present, last = {"km": 12_000}, {"km": 10_000}
    assert merged(present, last, {"km": 10_000}, UPDATE) == ({}, {"km": 10_000})
    assert merged(present, last, {"km": 11_000}, UPDATE) == ({"km": 11_000}, {"km": 11_000})
    assert merged(present, last, {"km": 12_000}, UPDATE) == ({}, {"km": 12_000})


def test_blank_cells_erase_nothing_and_are_remembered_as_they_were():
    assert merged({"km": 1, "note": "x"}, {"km": 1, "note": "x"}, {}, UPDATE) == ({}, {"km": 1, "note": "x"})


def test_only_gaps_are_filled_and_what_was_passed_over_is_not_remembered():
    present = {"km": None, "note": "mine", "source": "unknown", "day": date(2026, 1, 1)}
    told = {"km": 5, "note": "theirs", "source": "own", "day": date(2026, 1, 1)}
    changes, cells = merged(present, {}, told, FILL)
    assert changes == {"km": 5, "source": "own"}
    assert cells == {"km": 5, "source": "own", "day": "2026-01-01"}
    assert merged({**present, **changes}, cells, told, UPDATE).changes == {"note": "theirs"}


def test_days_and_lists_are_remembered_as_text_can_hold_them():
    assert plain_cells({"day": date(2026, 2, 28), "phones": ("1", "2"), "km": 0}) == {
        "day": "2026-02-28",
        "phones": ["1", "2"],
        "km": 0,
    }
    assert news_of({"phones": ("1", "2")}, {"phones": ["1", "2"]}) == {}


def test_an_order_fills_the_visit_of_reception_and_moves_its_state_forward_only():
    present = {"state": "arrived", "km": 7_000, "note": None}
    assert filled(present, {"state": "settled", "km": 6_990, "note": "x"}) == {"state": "settled", "note": "x"}
    assert filled({**present, "state": "handed-over"}, {"state": "settled"}) == {}
    assert filled({**present, "state": "settled"}, {"state": "void"}) == {"state": "void"}


@given(RECORDS, FIELDS, FIELDS, st.sampled_from([UPDATE, FILL]))
def test_the_same_row_again_changes_nothing(present, last, row, existing):
    changes, cells = merged(present, plain_cells(last), row, existing)
    assert merged({**present, **changes}, cells, row, existing) == ({}, cells)


@given(RECORDS, FIELDS, FIELDS)
def test_an_update_leaves_alone_what_the_export_says_as_before(present, last, row):
    changes, cells = merged(present, plain_cells(last), row, UPDATE)
    assert all(plain(row[name]) != plain_cells(last).get(name) for name in changes)
    assert all(cells[name] == plain(value) for name, value in row.items())


@given(RECORDS, FIELDS, FIELDS)
def test_filling_replaces_nothing(present, last, row):
    changes = merged(present, plain_cells(last), row, FILL).changes
    assert all(is_empty(present[name]) for name in changes)
