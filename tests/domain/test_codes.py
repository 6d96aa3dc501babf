"""Public codes of tasks and sheets: typed from paper, refused when mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.codes import ALPHABET, CodeKind, PublicCode, code_of, read_code

kinds = st.sampled_from(CodeKind)
numbers = st.integers(1, 31**6)


@given(kinds, numbers)
def test_a_code_is_read_as_what_it_was_made_of(kind, number):
    assert read_code(code_of(kind, number)) == PublicCode(kind, number)


@given(kinds, numbers, st.data())
def test_one_wrong_sign_is_refused(kind, number, data):
    code = code_of(kind, number)
    place = data.draw(st.integers(0, len(code) - 1))
    sign = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert read_code(code[:place] + sign + code[place + 1 :]) is None


@given(kinds, numbers, st.data())
def test_two_exchanged_signs_are_refused(kind, number, data):
    signs = list(code_of(kind, number))
    one, other = data.draw(st.lists(st.integers(0, len(signs) - 1), min_size=2, max_size=2, unique=True))
    same = signs[one] == signs[other]
    signs[one], signs[other] = signs[other], signs[one]
    assert same or read_code("".join(signs)) is None


def test_codes_are_short_and_of_signs_that_nobody_confuses():
    codes = {code_of(CodeKind.TASK, number) for number in range(1, 2_000)}
    assert len(codes) == 1_999
    assert all(len(code) == 6 and code.startswith("T") and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("01IOU")


def test_a_code_grows_when_it_must():
    assert len(code_of(CodeKind.SHEET, 31**4 - 1)) == 6
    assert len(code_of(CodeKind.SHEET, 31**4)) == 7


@pytest.mark.parametrize("typed", ["{0}", " {1} ", "{2}-{3}", "{4}"])
def test_small_letters_gaps_and_full_width_are_no_matter(typed):
    code = code_of(CodeKind.TASK, 4711)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert read_code(typed.format(code, code.lower(), code[:3], code[3:], wide)) == (CodeKind.TASK, 4711)


@pytest.mark.parametrize("text", ["", "T", "T2", "hello", "T22222", "回访任务", "T2222O", "X2223W", "１", "T222222222"])
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


def test_a_padded_code_is_refused():
    """An extra leading sign that changes no value must not pass for the same code."""
    code = code_of(CodeKind.TASK, 1)
    padded = [code[:1] + "2" + code[1:-1] + sign for sign in ALPHABET]
    assert all(read_code(one) is None for one in padded)


@pytest.mark.parametrize("number", [0, -1])
def test_an_id_below_one_has_no_code(number):
    with pytest.raises(ValueError):
        code_of(CodeKind.TASK, number)
