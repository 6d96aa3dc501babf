"""Cells: every notation of days, odometers and identities."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.spreadsheets.cells import day_of, hour_of, identity_of, is_excel_error, number_of, odometer_of, text_of

DAY = date(2026, 1, 2)
DAYS = st.dates(min_value=date(1941, 2, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 1, 2, 8, 30),
        "2026-01-02",
        "2026/1/2",
        "2026.1.2",
        " 2026.01.02 ",
        "20260102",
        20260102.0,
        "2026年1月2日",
        "2026年01月02号",
        "2026 年 1 月 2 日",
        "2026-01-02 08:30:00",
        "2026-01-02T08:30:00",
        "2026-01-02T08:30:00.000Z",
        "2026/1/2 8:30",
        "2026/1/2 下午 8:30",
        "2026年1月2日 08:30",
        "2026年1月2日08时30分",
        "2026-01-02 星期五",
        "２０２６－０１－０２",
        "202601020830",
        "20260102083000",
        "20260102 08:30",
        46024.0,
        46024.354166,
        "46024",
        "46024.35",
    ],
)
def test_one_day_in_every_notation(cell: object) -> None:
    assert day_of(cell) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u3000", "-", "/", "0000-00-00", "1900-01-00", "1900-01-01", 0.0, "0001-01-01"]
)
def test_no_day(cell: object) -> None:
    assert day_of(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        "2025/13/40",
        "2026-02-29",
        "26-01-02",
        "01/02/2026",
        "2/1/2026",
        "25.12.2026",
        "2026-01",
        "2026-01-023",
        "2026-01-02 x",
        "2026.01.02.03",
        "明天",
        "12345678901234567",
        "20261340",
        "12345",
        123456.0,
        -1.0,
        1.5,
        float("nan"),
        float("inf"),
        "9999-12-31",
        "1776-07-04",
    ],
)
def test_what_is_no_day_or_may_be_several_is_refused(cell: object) -> None:
    with pytest.raises(ValueError):
        day_of(cell)  # type: ignore[arg-type]


@settings(deadline=None)
@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S"]))
def test_any_day_is_read_back(day: date, notation: str) -> None:
    assert day_of(day.strftime(notation)) == day
    assert day_of(f"{day.year}/{day.month}/{day.day}") == day
    assert day_of(float((day - date(1899, 12, 30)).days)) == day


@pytest.mark.parametrize(
    ("cell", "km"),
    [
        (5014.0, 5014),
        (5014, 5014),
        (5014.9, 5014),
        ("4967", 4967),
        ("61,234km", 61_234),
        ("61,234 KM", 61_234),
        ("61，234公里", 61_234),
        ("12981公里", 12_981),
        ("6.1万公里", 61_000),
        ("6.1万", 61_000),
        ("１２９８１公里", 12_981),
        ("12 981", 12_981),
        ("0", 0),
        (0.0, 0),
        ("1234567", 1_234_567),
    ],
)
def test_odometers(cell: object, km: int) -> None:
    assert odometer_of(cell) == km  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", [None, "", " "])
def test_an_empty_odometer_is_legal(cell: object) -> None:
    assert odometer_of(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    ["-5", -5.0, "abc", "-", "约6万", "61,23", date(2026, 1, 2), "TRUE", float("nan"), float("inf"), "1e5", "#N/A"],
)
def test_an_odometer_below_zero_or_no_number_is_refused(cell: object) -> None:
    with pytest.raises(ValueError):
        odometer_of(cell)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.integers(0, 999_999_999))
def test_any_odometer_is_read_back(km: int) -> None:
    assert odometer_of(f"{km:,}km") == odometer_of(str(km)) == odometer_of(float(km)) == km


@settings(deadline=None)
@given(st.one_of(st.text(), st.floats(), st.dates(), st.datetimes(), st.none()))
def test_cells_are_read_or_refused_and_nothing_else(cell: object) -> None:
    for read in (day_of, odometer_of):
        try:
            read(cell)  # type: ignore[operator]
        except ValueError:
            continue
    text = text_of(cell)  # type: ignore[arg-type]
    assert text is None or text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 张三\u3000", "张三"),
        ("\u00a0", None),
        ("", None),
        (None, None),
        (18290084467.0, "18290084467"),
        (1.5, "1.5"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
    ],
)
def test_text(cell: object, text: str | None) -> None:
    assert text_of(cell) == text  # type: ignore[arg-type]


def test_words_for_nothing_are_no_identity() -> None:
    assert [identity_of(cell) for cell in ("无", "未上牌", "-", "／", "N/A", " null ", "")] == [None] * 7
    assert identity_of("琼A·88888") == "琼A·88888"


def test_numbers_of_orders_and_customers() -> None:
    assert number_of(20260102001.0) == "20260102001"
    assert number_of("'00123") == "00123"
    assert number_of("ＲＯ１２３") == "RO123"
    assert number_of("  ") is None


def test_errors_of_excel() -> None:
    assert all(map(is_excel_error, ["#N/A", "#REF!", "#DIV/0! "]))
    assert not any(map(is_excel_error, ["#12", "N/A", None, 1.0, date(2026, 1, 1)]))


def test_the_serial_epoch_is_that_of_excel() -> None:
    assert day_of(25569.0) == date(1970, 1, 1)
    assert day_of(45000.0) + timedelta(1) == day_of(45001.0)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        (datetime(2026, 3, 2, 10, 35, 40), time(10, 35)),
        (datetime(2026, 3, 2), None),
        ("2026-03-02 9:05", time(9, 5)),
        ("2026年3月2日 下午2时30", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("2026-03-02", None),
        (46083.4375, time(10, 30)),
        (46083.0, None),
        ("25:10", None),
        (None, None),
        (date(2026, 3, 2), None),
    ],
)
def test_the_hour_that_stands_with_a_day(cell, hour):
    assert hour_of(cell) == hour
