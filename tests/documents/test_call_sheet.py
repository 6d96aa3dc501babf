"""The daily call sheet: every entry in its order, any length, nothing lost, the same bytes for the same input."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from dealerdesk.documents.call_sheet import BLANK_ROWS, call_sheet
from dealerdesk.documents.script import SheetScript, lost_customer_script
from dealerdesk.words import Words

from .conftest import STORE, entry, read, sheet

ZH = Words("zh_CN")
PER_PAGE = 9


@pytest.fixture(scope="module")
def thousand():
    paper = call_sheet(sheet(entry(number) for number in range(1, 1001)), ZH)
    return paper, read(paper.pdf, stamps=False)


def test_every_entry_of_a_thousand_is_there_in_order(thousand):
    _, paper = thousand
    assert re.findall(r"T\d{5}", paper.text) == [f"T{number:05d}" for number in range(1, 1001)]
    for number in (1, 500, 1000):
        assert f"王小明{number}" in paper.text
        assert f"138 1234 {number:04d}" in paper.text
        assert f"琼A{number:05d}" in paper.text


def test_pages_are_counted_and_numbered(thousand):
    made, paper = thousand
    assert made.pages == len(paper.pages) == 1 + -(-(1000 + BLANK_ROWS) // PER_PAGE)
    for number, text in enumerate(paper.pages, start=1):
        assert ZH.text("Page {page} of {pages}", page=number, pages=made.pages) in text


def test_every_page_shows_store_day_and_code(thousand):
    _, paper = thousand
    for text in paper.pages:
        assert STORE in text
        assert "2026年11月23日" in text
        assert "S26B3K" in text


def test_every_page_of_rows_repeats_headings_and_legend(words):
    paper = read(call_sheet(sheet((entry(number) for number in range(1, 31)), words.language), words).pdf)
    answer = lost_customer_script(words).questions[2].answers[0][1]
    assert len(paper.pages) == 5
    for text in paper.pages[1:]:
        assert words.text("Customer, phone") in text
        assert words.text("Reason, why now") in text
        assert words.label("disposition.wrong-number") in text
        assert answer in text


@pytest.mark.parametrize("count", [0, 1, 6, 7, 50])
def test_any_length_prints_with_blank_rows_at_the_end(count):
    paper = call_sheet(sheet(entry(number) for number in range(1, count + 1)), ZH)
    text = read(paper.pdf).text
    blank = [int(number) for number in re.findall(r"^\+(\d+)$", text, re.MULTILINE)]
    assert len(blank) >= BLANK_ROWS
    assert blank == list(range(1, len(blank) + 1))
    assert count + len(blank) == (paper.pages - 1) * PER_PAGE


def test_the_cover_has_openers_questions_codes_and_dispositions(words):
    script = lost_customer_script(words)
    cover = read(call_sheet(sheet([entry(1)], words.language), words).pdf).pages[0]
    squeezed = re.sub(r"\s", "", cover)
    for question in script.questions:
        assert re.sub(r"\s", "", question.text) in squeezed
        for _, answer in question.answers:
            assert answer in cover
    for group in script.groups:
        for result in group.results:
            assert result.code in cover
            assert result.words in cover
    assert STORE in cover
    assert "{store}" not in cover
    assert "{agent}" not in cover
    assert "周倩" in cover


def test_without_an_agent_the_sheet_says_so(words):
    paper = read(call_sheet(sheet([entry(1)], words.language, agent=None, key_in_by=None), words).pdf)
    assert words.text("Agent: not assigned") in paper.pages[0]
    assert words.text("[your name]") in paper.pages[0]


def test_without_a_store_name_the_script_leaves_a_gap_for_it(words):
    cover = read(call_sheet(sheet([entry(1)], words.language, store="", agent=None), words).pdf).pages[0]
    assert words.text("[store]") in cover


def test_every_covered_reason_can_be_read(words):
    reasons = [
        words.label(f"reason.{name}") for name in ("first-maintenance", "maintenance", "second-visit", "insurance")
    ]
    long = "，".join(["再过 7 天满 12 个月"] * 9)
    page = read(call_sheet(sheet([entry(1, reasons=tuple(reasons), why_now=long)], words.language), words).pdf).pages[1]
    for reason in reasons:
        assert reason in page


def test_all_that_is_known_of_an_entry_is_printed(words):
    one = entry(7, time="10:30", codes=("T00007", "T00008", "T00009"))
    page = read(call_sheet(sheet([one], words.language), words).pdf).pages[1]
    for text in ("10:30", "T00007  +2", "王小明7", "138 1234 0007", "琼A00007", "明锐", "流失", "2025-11-03"):
        assert text in page
    for text in (words.km(61240), words.ntext("{n} month", "{n} months", 12), "流失回访", "+ 保养提醒", "再过 7 天"):
        assert text in page


def test_missing_values_leave_room_and_break_nothing(words):
    bare = entry(1, codes=(), customer="", phone="", plate="", model="", status="", months=None)
    bare = replace(bare, last_visit=None, last_km=None, why_now="", reasons=())
    assert call_sheet(sheet([bare], words.language), words).pages == 2


def test_long_texts_are_shortened_and_never_meet_the_next_column():
    long = entry(
        1, customer="池州顺丰达建筑工程有限公司" * 3, model="昕锐 2019款 1.6L 自动标准型豪华版", why_now="很长" * 99
    )
    text = read(call_sheet(sheet([long]), ZH).pdf).pages[1]
    assert "池州顺丰达建筑工程有限" in text
    assert text.count("…") >= 3


def test_a_phone_is_made_smaller_rather_than_cut():
    two = "138 1234 5678 / 139 8765 4321"
    assert two in read(call_sheet(sheet([entry(1, phone=two)]), ZH).pdf).text


def test_a_status_gives_way_to_its_months():
    paper = read(call_sheet(sheet([entry(1, status="lost, quasi-lost since long", months=125)]), ZH).pdf)
    assert ZH.ntext("{n} month", "{n} months", 125) in paper.text


def test_rare_characters_do_not_vanish_and_are_explained(words):
    paper = read(call_sheet(sheet([entry(1, customer="𠮷野健😀")], words.language), words).pdf)
    assert "𠮷野健😀" in paper.pages[1]  # copied and searched as they are; on paper the mark stands for them
    assert (
        words.text("〓 stands for a character that cannot be printed: {codes}", codes="U+1F600 U+20BB7")
        in paper.pages[1]
    )
    assert "U+20BB7" not in paper.pages[0]


def test_fonts_are_embedded(words):
    fonts = read(call_sheet(sheet([entry(1)], words.language), words).pdf).fonts()
    assert all(embedded for name, embedded in fonts.items() if "NotoSansSC" in name)
    assert {name.split("+")[-1] for name in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_the_same_sheet_is_the_same_bytes(words):
    one = sheet([entry(number) for number in range(1, 12)], words.language)
    assert call_sheet(one, words).pdf == call_sheet(one, words).pdf


def test_another_paper_in_between_changes_nothing():
    one, other = sheet([entry(1)]), sheet([entry(1, customer="𠀀龘")])
    first = call_sheet(one, ZH).pdf
    call_sheet(other, ZH)
    assert call_sheet(one, ZH).pdf == first


def test_a_script_without_questions_leaves_the_room_to_the_reason(words):
    script = SheetScript(title="招揽", groups=lost_customer_script(words).groups)
    paper = read(call_sheet(sheet([entry(1)], words.language, script=script), words).pdf)
    assert "Q1" not in paper.text
    assert "T00001" in paper.pages[1]


def test_a_long_script_takes_more_cover_pages(words):
    script = lost_customer_script(words)
    script = replace(script, openers=script.openers * 12)
    made = call_sheet(sheet([entry(1)], words.language, script=script), words)
    text = read(made.pdf).text
    assert made.pages > 2
    assert text.count(words.text("Goodbye") + "\n") == 1
    assert text.count(script.openers[0].occasion.split()[0]) >= 12


def test_a_script_with_many_answers_makes_higher_rows():
    script = lost_customer_script(ZH)
    script = replace(script, questions=script.questions * 3)
    made = call_sheet(sheet([entry(number) for number in range(1, 20)], script=script), ZH)
    assert re.findall(r"T\d{5}", read(made.pdf).text) == [f"T{number:05d}" for number in range(1, 20)]


def test_boxes_keep_off_each_other():
    from dealerdesk.documents.sheet_boxes import PITCH, answer_boxes, result_boxes

    for lang in ("zh_CN", "en"):
        script = lost_customer_script(Words(lang))
        for boxes in (answer_boxes(script, 174.0), result_boxes(script)):
            assert boxes.lines == 3
            for before, after in pairwise(boxes.boxes):
                assert after.line > before.line or after.x >= before.x + PITCH
