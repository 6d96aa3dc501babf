from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.identity import (
    check_plate,
    check_vin,
    is_free_plate,
    normal_plate,
    normal_vin,
    vin_check_digit,
)

VIN_ALPHABET = "".join(c for c in string.ascii_uppercase + string.digits if c not in "IOQ")
SERIAL_ALPHABET = "".join(c for c in string.ascii_uppercase + string.digits if c not in "IO")
vins = st.text(VIN_ALPHABET, min_size=17, max_size=17)
plates = st.builds(
    "{}{}{}".format,
    st.sampled_from("京沪琼皖鲁粤浙川苏"),
    st.sampled_from("ABCDEF"),
    st.text(SERIAL_ALPHABET, min_size=5, max_size=6),
)


@pytest.mark.parametrize(
    ("written", "plate"),
    [
        ("琼a·88888", "琼A88888"),
        ("琼A 88888", "琼A88888"),
        ("琼A88888", "琼A88888"),
        (" 琼A\u300088888 ", "琼A88888"),
        ("琼A-88888", "琼A88888"),
        ("琼A.88888", "琼A88888"),
        ("琼A•88888", "琼A88888"),
        ("琼A・88888", "琼A88888"),
        ("琼ＢＴ99Ｚ9", "琼BT99Z9"),
        ("皖ｄ１２ｚ２ｄ", "皖D12Z2D"),
        ("琼ad12345", "琼AD12345"),
        ("琼a1234学", "琼A1234学"),
        ("\ufeff琼A88888\u200b", "琼A88888"),
        ("", ""),
    ],
)
def test_plates_are_stored_in_one_form(written, plate):
    assert normal_plate(written) == plate


@given(st.text())
def test_normalising_a_plate_twice_changes_nothing(text):
    assert normal_plate(normal_plate(text)) == normal_plate(text)


@given(plates, st.integers(1, 6), st.sampled_from([" ", "·", ".", "-", "\u3000", "•"]))
def test_every_notation_of_a_plate_is_the_same_plate(plate, cut, separator):
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in plate)
    assert normal_plate(plate) == plate
    assert normal_plate(f" {plate[:cut]}{separator}{plate[cut:]} ") == plate
    assert normal_plate(plate.lower()) == plate
    assert normal_plate(wide) == plate
    assert normal_plate(wide.lower()) == plate


@pytest.mark.parametrize(
    ("plate", "kind"),
    [
        ("琼A88888", "fuel"),
        ("琼BT99Z9", "fuel"),
        ("琼AD12345", "new-energy"),
        ("沪A12345F", "new-energy"),
        ("琼A1234学", "learner"),
        ("琼A1234警", "police"),
        ("琼A1234挂", "trailer"),
        ("粤ZAB12港", "hong-kong"),
        ("粤ZAB12澳", "macau"),
        ("沪A0023领", "consulate"),
        ("使014578", "embassy"),
        ("224578使", "embassy"),
        ("临琼A1234", "temporary"),
        ("琼A临12345", "temporary"),
        ("琼A12345临", "temporary"),
    ],
)
def test_usual_plates_are_usable_without_a_warning(plate, kind):
    verdict = check_plate(plate)
    assert (verdict.kind, verdict.usable, verdict.warning) == (kind, True, None)


@pytest.mark.parametrize(
    "plate",
    ["琼AI2345", "琼AO2345", "琼A1234", "琼A1234567", "A88888", "琼888888", "WJ琼12345", "琼II2345", "琼A123试"],
)
def test_a_serial_outside_the_usual_patterns_only_warns(plate):
    verdict = check_plate(plate)
    assert (verdict.kind, verdict.usable, verdict.warning) == ("unusual", True, "plate_pattern")


@pytest.mark.parametrize(
    "plate",
    [
        "",
        "琼",
        "琼A1",
        "无",
        "无牌",
        "未上牌照",
        "新车",
        "12345",
        "????????",
        "琼A8888?",
        "N/A",
        "NULL",
        "琼A88888琼A88888",
        "免单车号",
    ],
)
def test_what_no_plate_can_be_is_unusable(plate):
    assert not check_plate(plate).usable


@given(plates)
def test_province_letter_and_five_or_six_are_a_plate(plate):
    verdict = check_plate(plate)
    assert verdict.usable
    assert verdict.warning is None
    assert verdict.kind == ("fuel" if len(plate) == 7 else "new-energy")


@given(st.text())
def test_any_text_gets_a_verdict(text):
    plate = check_plate(normal_plate(text))
    vin = check_vin(normal_vin(text))
    assert plate.usable or plate.warning
    assert vin.usable == (vin.problem is None)


@pytest.mark.parametrize("text", ["免单车号", " 免单车号 ", "免 单 车 号"])
def test_the_stores_dummy_plate_is_known(text):
    assert is_free_plate(text)


@pytest.mark.parametrize("text", ["", "琼A88888", "免单"])
def test_other_plates_are_not_the_dummy(text):
    assert not is_free_plate(text)


@pytest.mark.parametrize("vin", ["1M8GDM9AXKP042788", "11111111111111111", "1HGCM82633A004352", "5GZCZ43D13S812715"])
def test_check_digits_of_published_examples(vin):
    assert vin_check_digit(vin) == vin[8]
    assert check_vin(vin).usable
    assert check_vin(vin).warning is None


def test_vins_of_the_sample_stores_are_right():
    for vin in ("LSVP4BR508RZ33740", "LSVFR8AM7X9533577", "LSVTB1J0X6C376026"):
        assert check_vin(vin).warning is None


def test_a_wrong_check_digit_warns_and_may_be_accepted():
    verdict = check_vin("1M8GDM9A1KP042788")
    assert (verdict.usable, verdict.warning, verdict.problem) == (True, "vin_check", None)


@pytest.mark.parametrize(
    ("vin", "problem"),
    [
        ("", "length"),
        ("1M8GDM9AXKP04278", "length"),
        ("1M8GDM9AXKP0427888", "length"),
        ("IM8GDM9AXKP042788", "alphabet"),
        ("1M8GDM9AXKPO42788", "alphabet"),
        ("1M8GDM9AXKQ042788", "alphabet"),
        ("1M8GDM9AXKP04278车", "alphabet"),
    ],
)
def test_a_wrong_length_or_alphabet_is_an_error(vin, problem):
    verdict = check_vin(vin)
    assert (verdict.usable, verdict.warning, verdict.problem) == (False, None, problem)


@pytest.mark.parametrize(
    "written", ["1m8gdm9axkp042788", " 1M8GDM9AXKP042788 ", "１Ｍ８ＧＤＭ９ＡＸＫＰ０４２７８８", "1M8-GDM9AX-KP042788"]
)
def test_vins_are_stored_in_one_form(written):
    assert normal_vin(written) == "1M8GDM9AXKP042788"


@given(vins)
def test_exactly_one_check_digit_is_right(vin):
    right = [digit for digit in "0123456789X" if check_vin(vin[:8] + digit + vin[9:]).warning is None]
    assert right == [vin_check_digit(vin)]


@given(vins, st.integers(0, 16).filter(lambda place: place != 8), st.sampled_from(string.digits))
def test_one_mistyped_digit_is_noticed(vin, place, other):
    right = vin[:8] + vin_check_digit(vin) + vin[9:]
    if not right[place].isdigit() or right[place] == other:
        return
    assert check_vin(right[:place] + other + right[place + 1 :]).warning == "vin_check"
