"""Passwords, PINs, and how long one waits after failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.accounts import (
    PIN_FAILURES,
    check_lock_minutes,
    check_name,
    check_password,
    check_pin,
    counted_from,
    delay_after,
    pin_is_closed,
    plain_password,
    waits_until,
)
from dealerdesk.domain.errors import WrongUse

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("password", ["correct horse", "密码密码密码密码", "12345678", " leading blank"])
def test_passwords_of_eight_characters_are_kept_as_they_are(password):
    assert check_password(password) == password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "accounts.short_password"),
        ("1234567", "accounts.short_password"),
        (" " * 12, "accounts.short_password"),
        ("x" * 201, "accounts.long_password"),
    ],
)
def test_passwords_that_are_none(password, code):
    with pytest.raises(WrongUse, match=code):
        check_password(password)


def test_a_password_is_the_same_however_its_characters_are_spelled():
    assert plain_password("cafe\u0301 au lait") == check_password("caf\u00e9 au lait")


@pytest.mark.parametrize(
    ("typed", "pin"), [("1234", "1234"), ("12345678", "12345678"), ("１２３４", "1234"), (" 0000 ", "0000")]
)
def test_pins_are_four_to_eight_digits_in_any_width(typed, pin):
    assert check_pin(typed) == pin


@pytest.mark.parametrize("typed", ["", "123", "123456789", "12a4", "一二三四", "12 34", "²³²³"])
def test_pins_that_are_none(typed):
    with pytest.raises(WrongUse, match=r"accounts\.bad_pin"):
        check_pin(typed)


def test_names_lose_idle_blanks_and_width():
    assert check_name("  Li　 Cheng ") == "Li Cheng"
    with pytest.raises(WrongUse, match=r"accounts\.no_name"):
        check_name(" \u200b ")
    with pytest.raises(WrongUse, match=r"accounts\.long_name"):
        check_name("李" * 41)


def test_the_desk_locks_after_up_to_four_hours_or_never():
    assert [check_lock_minutes(minutes) for minutes in (0, 10, 240)] == [0, 10, 240]
    for minutes in (-1, 241):
        with pytest.raises(WrongUse, match=r"accounts\.bad_minutes"):
            check_lock_minutes(minutes)


def test_the_delay_begins_at_the_third_failure_and_grows_to_a_quarter_of_an_hour():
    seconds = [delay_after(failures).total_seconds() for failures in range(11)]
    assert seconds == [0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_pin_closes_at_the_tenth_failure():
    assert not pin_is_closed(PIN_FAILURES - 1)
    assert pin_is_closed(PIN_FAILURES)


def test_who_waited_long_enough_is_let_in_to_the_second():
    assert waits_until(3, NOW, NOW + timedelta(seconds=29)) == NOW + timedelta(seconds=30)
    assert waits_until(3, NOW, NOW + timedelta(seconds=30)) is None
    assert waits_until(0, None, NOW) is None


@given(st.integers(0, 1000), MOMENTS, MOMENTS)
def test_nobody_waits_longer_than_the_delay_from_now_on(failures, failed_at, now):
    until = waits_until(failures, failed_at, now)
    assert until is None or now < until <= now + delay_after(failures)


@given(st.integers(3, 1000), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3650)))
def test_a_clock_set_back_shortens_nothing(failures, failed_at, back):
    now = failed_at - back
    assert waits_until(failures, failed_at, now) == now + delay_after(failures)
    assert counted_from(failed_at, now) == now


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_failures_never_wait_less(few, many):
    assert few > many or delay_after(few) <= delay_after(many)
