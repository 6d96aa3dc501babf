"""Queries are values: plain data and back, tolerant of what they do not know; filters, order and groups agree."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.list_fields import FIELDS, Kind
from dealerdesk.domain.list_query import AS_IT_IS, Between, Contains, OneOf, Query, Sort, of_group
from dealerdesk.domain.list_row import ListRow
from dealerdesk.domain.list_sieve import distinct, hiding, matches, sift
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.phone import MaskedPhone
from dealerdesk.domain.rules import Status
from dealerdesk.services.list_columns import COLUMNS
from dealerdesk.services.list_view import spelling

_EMPTY = dict.fromkeys(ListRow._fields)


def a_row(key=1, **fields):
    counts = {"visits_12": 0, "visits": 0, "spend_12_fen": 0, "spend_fen": 0, "spend_24_fen": 0}
    marks = {"quasi_lost": False, "protected": False, "loyal": False, "overdue": False}
    told = {**_EMPTY, **counts, **marks, "id": key, "source": "own", "status": Status.LOST, "plates": ()}
    return ListRow(**{**told, **fields})


days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
rows = st.builds(
    a_row,
    st.integers(1, 10_000),
    model=st.sampled_from([None, "明锐", "速派", "Octavia"]),
    customer=st.sampled_from(["陈丽", "王小明", "Anna", None]),
    reference=st.none() | days,
    status=st.sampled_from(Status),
    wechat=st.sampled_from([None, True, False]),
    visits=st.integers(0, 30),
    last_odometer=st.none() | st.integers(0, 300_000),
    age_months=st.none() | st.integers(0, 200),
    spend_12_fen=st.integers(0, 10**6),
    spend_fen=st.integers(0, 10**8),
    phone=st.none() | st.builds(MaskedPhone, st.integers(1, 9), st.sampled_from(["138****5678", "****"])),
)
many = st.lists(rows, max_size=25, unique_by=lambda row: row.id)
groupable = st.sampled_from([field.code for field in FIELDS.values() if field.groups])


def a_filter(field):
    if field.kind is Kind.DAY:
        return st.builds(Between, st.just(field.code), days, st.none() | days)
    if field.kind.is_amount:
        return st.builds(Between, st.just(field.code), st.none(), st.integers(0, 10**6))
    if field.kind is Kind.YES:
        values = st.sampled_from([0, 1, None])
        return st.builds(OneOf, st.just(field.code), st.lists(values, min_size=1, max_size=3).map(tuple))
    texts = st.sampled_from(["明锐", "lost", "own", "Anna", "5678"])
    if field.kind is Kind.CODE:
        return st.builds(OneOf, st.just(field.code), st.lists(texts, min_size=1, max_size=2).map(tuple))
    return st.builds(Contains, st.just(field.code), texts)


@st.composite
def queries(draw):
    codes = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True))
    filters = tuple(draw(a_filter(FIELDS[code])) for code in codes)
    sort = draw(st.none() | st.builds(Sort, st.sampled_from(sorted(FIELDS)), st.booleans()))
    return Query(filters, sort, draw(st.none() | groupable))


def test_every_column_that_people_read_can_be_filtered_and_sorted():
    assert set(FIELDS) == {column.code for column in COLUMNS}
    for field in FIELDS.values():
        assert field.value(a_row()) is None or isinstance(field.value(a_row()), str | int)


@given(queries())
def test_a_query_survives_plain_data(query):
    assert Query.from_plain(json.loads(json.dumps(query.plain()))) == query


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(sorted(FIELDS)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["filters", "sort", "group", "column", "one_of", "first", "last", "contains"]), inner
        )
    ),
    max_leaves=12,
)


@given(anything, rows)
def test_whatever_another_version_saved_is_read_as_far_as_it_is_known(data, row):
    query = Query.from_plain(data)
    sift([row], query)
    assert Query.from_plain(query.plain()) == query


def test_what_is_not_known_is_left_out():
    data = {
        "filters": [
            {"column": "horoscope", "one_of": ["leo"]},
            {"column": "model", "one_of": ["明锐", 7]},
            {"column": "reference", "first": "2026-02-30"},
            {"column": "spend", "first": 100, "last": None},
        ],
        "sort": {"column": "horoscope"},
        "group": "vin",
    }
    assert Query.from_plain(data) == Query((OneOf("model", ("明锐",)), Between("spend", 100, None)))


@given(many, queries())
def test_rows_that_stay_are_those_that_match_and_the_groups_hold_them_all(listed, query):
    found = sift(listed, query)
    assert sorted(found.ids) == sorted(row.id for row in listed if matches(query, row))
    assert all(bool(hiding(query, row)) != matches(query, row) for row in listed)
    assert found.spend_fen == sum(row.spend_fen for row in listed if matches(query, row))
    if query.group is not None:
        open_query = query.without(query.group)
        assert sum(group.rows for group in found.groups) == sum(matches(open_query, row) for row in listed)


@given(many, groupable)
def test_choosing_a_group_leaves_exactly_its_rows(listed, column):
    for group in sift(listed, Query(group=column)).groups:
        narrowed = sift(listed, Query((group.key,), group=column))
        assert len(narrowed.ids) == group.rows
        assert narrowed.spend_fen == group.spend_fen
        assert len(narrowed.groups) == len(distinct(listed, column, Query((group.key,))))


@given(many, st.sampled_from(sorted(FIELDS)), st.booleans())
def test_a_sort_keeps_everybody_and_puts_blanks_last_either_way(listed, column, descending):
    ids = sift(listed, Query(sort=Sort(column, descending))).ids
    assert sorted(ids) == sorted(row.id for row in listed)
    by_id = {row.id: row for row in listed}
    blank = [FIELDS[column].value(by_id[key]) is None for key in ids]
    assert blank == sorted(blank)


@given(many, groupable, st.sampled_from(sorted(FIELDS)))
def test_grouped_rows_stand_group_by_group_sorted_within_each(listed, column, sort):
    found = sift(listed, Query(sort=Sort(sort), group=column))
    by_id = {row.id: row for row in listed}
    expected = []
    for group in found.groups:
        members = [row for row in listed if matches(Query((group.key,)), row)]
        expected += sift(members, Query(sort=Sort(sort))).ids
    assert list(found.ids) == expected
    assert set(found.ids) == set(by_id)


def test_names_stand_by_their_pinyin_and_statuses_as_they_worsen():
    named = [a_row(n, customer=name) for n, name in enumerate(["王小明", "陈丽", "单雄", "Bob"])]
    assert sift(named, Query(sort=Sort("customer")), spelling).ids == (3, 1, 2, 0)
    stages = [a_row(n, status=status) for n, status in enumerate([Status.LOST, Status.ACTIVE, Status.AT_RISK])]
    assert sift(stages, Query(sort=Sort("status", descending=True))).ids == (0, 2, 1)


@pytest.mark.parametrize(
    ("column", "value", "first", "last"),
    [
        ("last_odometer", 20_000, 20_000, 29_999),
        ("last_odometer", 29_999, 20_000, 29_999),
        ("age_months", 23, 12, 23),
        ("age", 39, 30, 39),
        ("months_since", 7, 7, 7),
        ("visits_per_year", 250, 200, 299),
        ("spend", 0, 0, 0),
        ("spend", 99_999, 1, 99_999),
        ("spend", 100_000, 100_000, 299_999),
        ("spend", 9_000_000, 5_000_000, None),
        ("reference", date(2026, 2, 3), date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_natural_groups(column, value, first, last):
    assert of_group(FIELDS[column], value) == Between(column, first, last)


def test_bands_stand_in_their_order_and_values_by_how_many_they_are():
    listed = [a_row(n, model=model, last_odometer=km) for n, (model, km) in enumerate(
        [("A", 41_000), ("B", 5_000), ("B", 12_000), (None, None)]
    )]  # fmt: skip
    models = sift(listed, Query(group="model")).groups
    assert [group.key for group in models] == [OneOf("model", (value,)) for value in ("B", "A", None)]
    bands = sift(listed, Query(group="last_odometer")).groups
    assert [group.key.first for group in bands[:3]] == [0, 10_000, 40_000]


def test_one_filter_a_column_and_plates_of_all_cars():
    query = (
        AS_IT_IS.filtered(Contains("plate", "111")).filtered(OneOf("model", ("A",))).filtered(Contains("plate", "2"))
    )
    assert query.filters == (Contains("plate", "2"), OneOf("model", ("A",)))
    assert query.without("plate").columns == {"model"}
    several = a_row(plate="琼A11111", plates=("琼A11111", "琼A22222"), model="A")
    assert matches(query, several)
    assert matches(Query((Contains("plate", "琼a·2 22"),)), several)
    assert matches(Query((Contains("phone", "5678"),)), a_row(phone=MaskedPhone(1, "138****5678")))


def test_every_list_has_a_name_to_be_saved_by():
    assert len(ListName) == 13
