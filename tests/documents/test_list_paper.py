"""Any list prints: all rows in order, headings on each page, wide cells wrapped, codes never broken."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper
from dealerdesk.documents.page import Align
from dealerdesk.words import Words

from .conftest import STORE, read

EN, ZH = Words("en"), Words("zh_CN")
COLUMNS = (
    PaperColumn("客户", weight=2),
    PaperColumn("车牌"),
    PaperColumn("车架号"),
    PaperColumn("累计消费", align=Align.END),
)


def row(number, name="王小明"):
    return [f"{name}{number}", f"琼A{number:05d}", f"LSVP4BR508RZ{number:05d}", f"{number},00"]


def listed(rows, **changes):
    values = {
        "store": STORE,
        "title": "即将流失",
        "day": date(2026, 11, 22),
        "facts": (("目标月份", "2026年12月"), ("基准月", "2025年12月"), ("规则", "6–12")),
        "columns": COLUMNS,
        "rows": rows,
    }
    return ListPaper(**(values | changes))


@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("count", [1, 37, 700])
def test_all_rows_are_printed_in_order_under_headings_on_every_page(count, landscape):
    made = list_paper(listed([row(number) for number in range(count)], landscape=landscape), ZH)
    paper = read(made.pdf)
    assert made.pages == len(paper.pages)
    found = [paper.text.index(f"琼A{number:05d}") for number in range(count)]
    assert found == sorted(found)
    for number, text in enumerate(paper.pages, start=1):
        for column in COLUMNS:
            assert column.heading in text
        assert STORE in text
        assert "即将流失" in text
        assert "目标月份 2026年12月" in text
        assert ZH.text("Page {page} of {pages}", page=number, pages=made.pages) in text


def test_an_empty_list_says_so(words):
    paper = read(list_paper(listed([]), words).pdf)
    assert len(paper.pages) == 1
    assert words.text("Nobody is in this list.") in paper.text


def test_rows_are_numbered_unless_not_wanted():
    assert ZH.text("No.") in read(list_paper(listed([row(1)]), ZH).pdf).text
    assert ZH.text("No.") not in read(list_paper(listed([row(1)], numbered=False), ZH).pdf).text


def test_long_cells_wrap_and_codes_stay_whole():
    columns = (*COLUMNS, *(PaperColumn(f"列{at}") for at in range(9)))
    rows = [
        [*row(number, "池州顺丰达建筑工程有限公司" if number % 10 == 0 else "李伟"), *["2026-11-22"] * 9]
        for number in range(60)
    ]
    text = read(list_paper(listed(rows, columns=columns), ZH).pdf).text
    assert all(f"LSVP4BR508RZ{number:05d}" in text for number in range(60))
    assert all(f"琼A{number:05d}" in text for number in range(60))
    assert "池州顺丰达建筑工程有限公司0" in text.replace("\n", "")


def test_far_too_many_columns_still_print():
    columns = tuple(PaperColumn(f"heading {at}") for at in range(40))
    rows = [[f"value {at} of {number}" for at in range(40)] for number in range(5)]
    made = list_paper(listed(rows, columns=columns), EN)
    assert made.pages == 1
    assert "valu" in read(made.pdf).text


def test_line_breaks_and_rare_characters_in_cells():
    paper = read(list_paper(listed([["𠮷野\n健", "", "", ""]]), ZH).pdf)
    assert "𠮷野 健" in paper.text
    assert "U+20BB7" in paper.text


def test_the_same_list_is_the_same_bytes():
    one = listed([row(number) for number in range(90)])
    assert list_paper(one, EN).pdf == list_paper(one, EN).pdf


def test_fonts_are_embedded():
    fonts = read(list_paper(listed([row(1)]), ZH).pdf).fonts()
    assert fonts
    assert all(fonts.values())


def test_the_pdf_names_its_language_title_and_store(words):
    reader = read(list_paper(listed([row(1)]), words).pdf).reader
    assert reader.trailer["/Root"]["/Lang"] == words.language.replace("_", "-")
    assert reader.metadata.title.startswith("即将流失")
    assert reader.metadata.author == STORE
