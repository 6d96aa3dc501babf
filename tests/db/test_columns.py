from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, insert, select

from dealerdesk.db.columns import Day, Instant, Json, instant_text, json_text

TABLE = Table(
    "t",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("day", Day),
    Column("at", Instant),
    Column("value", Json),
)


@pytest.fixture
def conn():
    engine = create_engine("sqlite://")
    TABLE.metadata.create_all(engine)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def test_what_is_stored_comes_back_as_it_was(conn):
    row = {"day": date(2024, 2, 29), "at": datetime(2026, 1, 1, 7, 30, 1, 5, tzinfo=UTC), "value": {"a": ["琼", None]}}
    conn.execute(insert(TABLE), [row, dict.fromkeys(row)])
    found = conn.execute(select(TABLE.c.day, TABLE.c.at, TABLE.c.value).order_by(TABLE.c.id)).all()
    assert found == [tuple(row.values()), (None, None, None)]


def test_days_compare_and_aggregate_as_days(conn):
    conn.execute(insert(TABLE), [{"day": date(999, 1, 1)}, {"day": date(2026, 1, 31)}, {"day": date(2026, 2, 1)}])
    assert conn.scalar(select(func.max(TABLE.c.day)).where(TABLE.c.day < date(2026, 2, 1))) == date(2026, 1, 31)
    assert conn.scalar(select(func.min(TABLE.c.day))) == date(999, 1, 1)


def test_moments_are_kept_in_utc_and_sort_as_text():
    moment = datetime(2026, 1, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(moment) == "2026-01-01T00:00:00.000000Z"
    assert instant_text(moment) < instant_text(moment + timedelta(microseconds=1))


def test_a_moment_without_a_time_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 1, 1))


def test_equal_values_are_equal_texts():
    assert json_text({"b": 1, "a": "车"}) == json_text({"a": "车", "b": 1}) == '{"a":"车","b":1}'
