"""The recovery code on paper: one page, all of it readable, in both languages."""

from __future__ import annotations

from datetime import date

from dealerdesk.documents.recovery_sheet import RecoverySheet, recovery_sheet

from .conftest import STORE, read

CODE = "WWWW-MMMM-QQQQ-2222-HHHH"


def test_the_page_says_the_code_its_groups_numbers_the_store_and_the_day(words):
    pdf = recovery_sheet(RecoverySheet(STORE, CODE, date(2026, 11, 23)), words)
    (page,) = read(pdf).pages
    for group in CODE.split("-"):
        assert group in page
    for wanted in (STORE, "2026", words.text("Recovery code"), words.text("How to use it"), "1.", "2.", "3."):
        assert wanted in page
    assert page.count("…") == 1  # the button that the page names; nothing is cut


def test_a_store_without_a_name_has_its_sheet_too(words):
    (page,) = read(recovery_sheet(RecoverySheet("", CODE, date(2026, 11, 23)), words)).pages
    assert "WWWW" in page


def test_the_same_code_gives_the_same_bytes(words):
    sheet = RecoverySheet(STORE, CODE, date(2026, 11, 23))
    assert recovery_sheet(sheet, words) == recovery_sheet(sheet, words)
