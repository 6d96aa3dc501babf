"""A customer's file on paper: all of it readable, in both languages, on as many pages as it takes."""

from __future__ import annotations

from datetime import date

from dealerdesk.documents.customer_file import CustomerPaper, Part, Rows, customer_file_paper

from .conftest import STORE, read

FIELDS = (
    ("Name", "王小明"),
    ("Address", "海南省海口市龙华区金贸街道" * 6),
    ("Hobbies", ""),
    ("Note", "第一行\n第二行"),
)


def paper(*parts, **more):
    return CustomerPaper(STORE, "Customer file", "王小明   琼A12345", date(2026, 11, 20), parts, **more)


def test_fields_stand_two_by_two_and_long_ones_are_whole(words):
    pdf = customer_file_paper(paper(Part("Customer", FIELDS), printed="Made by owner"), words)
    (page,) = read(pdf).pages
    for wanted in (STORE, "王小明", "琼A12345", "Hobbies", "第二行", "Made by owner"):
        assert wanted in page
    assert page.replace("\n", "").count("海南省海口市龙华区金贸街道") == 6
    assert "…" not in page


def test_a_table_without_rows_says_so_and_one_with_many_goes_on(words):
    titles = (("Day", 1.0), ("Items", 3.0))
    rows = tuple((f"2026-01-{n % 28 + 1:02d}", f"更换机油{n}") for n in range(120))
    pages = read(customer_file_paper(paper(Rows("Last visits", titles, rows, "None")), words)).pages
    assert len(pages) > 1
    assert "更换机油119" in pages[-1]
    (page,) = read(customer_file_paper(paper(Rows("Last visits", titles, (), "Nothing yet.")), words)).pages
    assert "Nothing yet." in page


def test_rare_characters_are_printed_or_marked_and_explained(words):
    (page,) = read(customer_file_paper(paper(Part("Customer", (("Name", "𠮷祥"), ("Note", "😀")))), words)).pages
    assert "祥" in page
    assert "U+1F600" in page


def test_the_same_file_gives_the_same_bytes(words):
    asked = paper(Part("Customer", FIELDS))
    assert customer_file_paper(asked, words) == customer_file_paper(asked, words)
