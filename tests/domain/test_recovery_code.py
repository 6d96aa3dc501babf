"""Recovery codes: read from paper in any spelling, and a mistyped group says which it is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.recovery_code import ALPHABET, GROUP, GROUPS, new_code, read_code

CODES = st.integers(0, 10_000).map(lambda seed: new_code(random.Random(seed).choice))
PLACES = st.integers(0, GROUPS - 1)


def complaint(text):
    with pytest.raises(WrongUse) as caught:
        read_code(text)
    return caught.value.said


def test_a_code_is_five_groups_of_four_without_characters_that_look_alike():
    code = new_code()
    assert [len(group) for group in code.split("-")] == [GROUP] * GROUPS
    assert not set(code) & set("0O1IL")
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_no_two_codes_are_alike():
    assert len({new_code() for _ in range(200)}) == 200


@given(CODES)
def test_it_is_read_however_it_was_typed(code):
    bare = code.replace("-", "")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for typed in (code, code.lower(), bare, bare.lower(), code.replace("-", " "), f"  {code}\n", wide, " ".join(bare)):
        assert read_code(typed) == code


@given(CODES, PLACES, st.integers(0, GROUP - 1), st.sampled_from(ALPHABET))
def test_any_slip_of_one_character_names_its_group(code, place, at, sign):
    groups = code.split("-")
    if groups[place][at] == sign:
        return
    groups[place] = groups[place][:at] + sign + groups[place][at + 1 :]
    for typed in ("-".join(groups), "".join(groups)):
        found = complaint(typed)
        assert (found.code, found.params["group"]) == ("recovery.wrong_group", place + 1)


@given(CODES, PLACES, st.integers(0, GROUP - 2))
def test_two_neighbours_swapped_name_their_group(code, place, at):
    groups = code.split("-")
    group = groups[place]
    groups[place] = group[:at] + group[at + 1] + group[at] + group[at + 2 :]
    if groups[place] != group:
        assert complaint("-".join(groups)).params["group"] == place + 1


@given(CODES, PLACES, st.sampled_from("0O1IL?é李"))
def test_a_character_that_no_code_has_names_its_group(code, place, sign):
    groups = code.split("-")
    groups[place] = sign + groups[place][1:]
    assert complaint("-".join(groups)).params["group"] == place + 1


@given(CODES, PLACES)
def test_a_missing_character_names_its_group_where_groups_are_parted(code, place):
    groups = code.split("-")
    groups[place] = groups[place][1:]
    assert complaint("-".join(groups)).params["group"] == place + 1
    assert complaint("".join(groups)).code == "recovery.wrong_length"


@given(CODES, PLACES, PLACES)
def test_two_groups_in_each_others_place_are_both_named(code, one, other):
    groups = code.split("-")
    groups[one], groups[other] = groups[other], groups[one]
    if one == other:
        assert read_code("-".join(groups)) == code
        return
    found = complaint("-".join(groups))
    assert (found.code, set(found.params["wrong"])) == ("recovery.wrong_groups", {str(one + 1), str(other + 1)})


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH", "A" * 200, "-----", "恢复码"])
def test_what_is_no_code_at_all(typed):
    assert complaint(typed).code == "recovery.wrong_length"
