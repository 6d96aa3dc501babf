from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.phone import Phone, find_phones, group_phone, mask_phone, mask_within, normal_phone

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"(010|02[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("17167195372", "17167195372"),
        ("171-6719-5372", "17167195372"),
        ("171 6719 5372", "17167195372"),
        ("+86 13812345678", "13812345678"),
        ("+8613812345678", "13812345678"),
        ("(+86)138-1234-5678", "13812345678"),
        ("0086 138 1234 5678", "13812345678"),
        ("86-13812345678", "13812345678"),
        ("013812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("＋８６　１３８１２３４５６７８", "13812345678"),
        ("13812345678（张先生）", "13812345678"),
        ("18290084467.0", "18290084467"),
        ("1.8290084467E+10", "18290084467"),
        (18290084467.0, "18290084467"),
        (18290084467, "18290084467"),
        (Decimal(18290084467), "18290084467"),
        (8613812345678, "13812345678"),
    ],
)
def test_every_notation_of_a_mobile_is_its_eleven_digits(cell, digits):
    assert normal_phone(cell) == Phone(digits, "mobile")


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("0898-66661234", "089866661234"),
        ("(0898)6666 1234", "089866661234"),
        ("0566-2034567", "05662034567"),
        ("010-12345678", "01012345678"),
        ("+86 898 66661234", "089866661234"),
        ("+86 10 12345678", "01012345678"),
        (89866661234.0, "089866661234"),
        (1012345678, "01012345678"),
    ],
)
def test_landlines_keep_their_area_code(cell, digits):
    assert normal_phone(cell) == Phone(digits, "landline")


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("", ""),
        ("无", ""),
        ("66661234", "66661234"),
        ("1381234567", "1381234567"),
        ("138123456789", "138123456789"),
        ("12812345678", "12812345678"),
        ("+852 2123 4567", "85221234567"),
        ("400-800-1234", "4008001234"),
        ("0898-66661234-801", "089866661234801"),
        (-5, "5"),
        (0, "0"),
        (1.5, "15"),
        (float("nan"), ""),
        (float("inf"), ""),
    ],
)
def test_other_numbers_are_kept_and_odd(cell, digits):
    assert normal_phone(cell) == Phone(digits, "odd")


@pytest.mark.parametrize("cell", ["1.829E+10", Decimal("1.829E+10")])
def test_a_number_that_lost_digits_on_the_way_never_becomes_somebody_elses(cell):
    assert normal_phone(cell) == Phone("1829", "odd")


@given(mobiles | landlines)
def test_normalising_twice_changes_nothing(digits):
    phone = normal_phone(digits)
    assert phone.kind != "odd"
    assert normal_phone(phone.digits) == phone
    assert normal_phone(group_phone(phone.digits)) == phone


@given(st.text())
def test_any_text_is_read(text):
    phone = normal_phone(text)
    assert phone.digits.isdigit() or not phone.digits
    assert normal_phone(phone.digits).digits == phone.digits
    assert all(found.digits for found in find_phones(text))


@given(mobiles)
def test_dashes_spaces_country_codes_and_numbers_are_the_same_phone(digits):
    expected = Phone(digits, "mobile")
    for cell in (
        f"{digits[:3]}-{digits[3:7]}-{digits[7:]}",
        f"+86 {digits}",
        f"0086{digits}",
        f" {digits}\t",
        float(digits),
        int(digits),
        f"{digits}.0",
    ):
        assert normal_phone(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13812345678/13987654321", ["13812345678", "13987654321"]),
        ("13812345678、0898-66661234", ["13812345678", "089866661234"]),
        ("13812345678；13987654321，15000000000", ["13812345678", "13987654321", "15000000000"]),
        ("13812345678\n13987654321", ["13812345678", "13987654321"]),
        ("13812345678 13987654321", ["13812345678", "13987654321"]),
        ("138 1234 5678 139 8765 4321", ["13812345678", "13987654321"]),
        ("0898 66661234 13812345678", ["089866661234", "13812345678"]),
        ("+86 13812345678 +86 13987654321", ["13812345678", "13987654321"]),
        ("138 1234 5678", ["13812345678"]),
        ("13812345678/13812345678", ["13812345678"]),
        ("13812345678 12", ["1381234567812"]),
        (" / 13812345678 / ", ["13812345678"]),
        ("无", []),
        ("", []),
        (18290084467.0, ["18290084467"]),
        ("18290084467.0", ["18290084467"]),
    ],
)
def test_several_phones_in_one_cell_are_parted(cell, expected):
    assert [phone.digits for phone in find_phones(cell)] == expected


@given(st.lists(mobiles, min_size=1, max_size=4, unique=True), st.sampled_from(["/", "、", "，", "; ", " "]))
def test_parted_phones_come_back_in_order(numbers, separator):
    assert [phone.digits for phone in find_phones(separator.join(numbers))] == numbers


@pytest.mark.parametrize(
    ("digits", "grouped", "masked"),
    [
        ("13812345678", "138 1234 5678", "138****5678"),
        ("089866661234", "0898 6666 1234", "0898****1234"),
        ("05662034567", "0566 203 4567", "0566****4567"),
        ("01012345678", "010 1234 5678", "010****5678"),
        ("66661234", "66661234", "****1234"),
        ("85221234567", "85221234567", "852****4567"),
        ("6666123", "6666123", "****"),
        ("12", "12", "****"),
        ("", "", ""),
    ],
)
def test_phones_are_shown_grouped_or_masked(digits, grouped, masked):
    assert group_phone(digits) == grouped
    assert mask_phone(digits) == masked


@given(st.text("0123456789", min_size=1, max_size=16))
def test_a_mask_hides_at_least_three_digits_or_all(digits):
    shown = mask_phone(digits).replace("*", "")
    assert len(shown) <= max(0, len(digits) - 3)
    assert "****" in mask_phone(digits)
    assert group_phone(digits).replace(" ", "") == digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ring １３８１２３４５６７８ first", "ring 138****5678 first"),
        ("138.1234.5678", "138****5678"),
        ("138－1234－5678", "138****5678"),
        ("138  1234  5678", "138****5678"),
        ("13812345678/13912345678", "138****5678/139****5678"),
        ("(0571)88881234", "0571****1234"),
        ("0571-8888 1234", "0571****1234"),
        ("+852 91234567", "852****4567"),
        ("138123456789 is none", "138123456789 is none"),
        ("changed 2026.11.22, 15000 km, ¥1,380.00", "changed 2026.11.22, 15000 km, ¥1,380.00"),
    ],
)
def test_numbers_within_texts_are_masked_however_they_are_written(written, read):
    assert mask_within(written) == read
