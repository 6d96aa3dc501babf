"""The settings of a store are shown, changed and obeyed; and what people read of lists and tasks has headings."""

from __future__ import annotations

from dealerdesk.cli.table import table
from tests.commands import TODAY, At, run


def test_settings_are_shown_and_kept(desk):
    assert desk("settings").json.keys() == {"store_name", "lang"}
    assert desk("settings", "--store-name", " 恒信海口店 ").json == {"store_name": "恒信海口店", "lang": None}
    assert desk("settings", "--save-lang", "zh_CN").json == {"store_name": "恒信海口店", "lang": "zh_CN"}
    assert desk("settings").json == {"store_name": "恒信海口店", "lang": "zh_CN"}
    assert desk.said("settings").out == "Store name: 恒信海口店\nLanguage: zh_CN\n"


def test_a_saved_language_is_spoken_at_once_and_from_then_on(desk):
    base = ("--data-dir", desk.folder, "--as-of", TODAY)
    assert run(*base, "settings", "--store-name", "", "--save-lang", "zh_CN").out == "店名：未设置\n语言：zh_CN\n"
    assert run(*base, "settings").out == "店名：未设置\n语言：zh_CN\n"


def test_a_language_that_nobody_speaks_changes_nothing(desk):
    before = desk("settings").json
    assert "--save-lang" in desk("settings", "--store-name", "恒信", "--save-lang", "fr").refused(2)
    assert desk("settings").json == before


def test_columns_stand_below_their_headings_in_both_scripts():
    assert table(["Plate", "车型"], [["琼A1", "A"], ["琼A88888", "明锐"]]) == [
        "Plate     车型",
        "琼A1      A",
        "琼A88888  明锐",
    ]
    assert table(["A"], []) == ["A"]


def test_a_list_for_people_says_as_of_which_day_its_statuses_are(invented):
    title, headings, *rows = invented.said("list", "lost").out.splitlines()
    assert title.startswith("Lost · ")
    assert headings.startswith("Plate ")
    assert headings.endswith("Status on 20 Nov 2026")
    assert len(rows) == len(invented("list", "lost").json["rows"])


def test_an_empty_list_says_why(invented):
    assert "6-12" in invented.said("list", "watch").out.splitlines()[1]
    nobody = At(invented.folder, "2001-01-01").said("list", "lost").out.splitlines()
    assert nobody[1:] == ["Nobody is in this list."]


def test_tasks_for_people_have_headings_or_a_sentence(desk):
    assert desk.said("tasks", "show").out == "On 20 Nov 2026 there is no task to call about.\n"
    desk("tasks", "generate")
    headings, *rows = desk.said("tasks", "show").out.splitlines()
    assert headings.split() == ["Code", "Plate", "Customer", "Reason", "Due", "Why", "now"]
    assert len(rows) == len(desk("tasks", "show").json)
