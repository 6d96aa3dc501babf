"""Wrong use is answered by one sentence that says what to do, in either language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import TODAY, At, run

CHINESE = re.compile(r"[\u4e00-\u9fff]")
VISITS = Path(__file__).parents[1] / "data" / "store_a" / "visits.xlsx"

READING = [
    ["status"], ["list", "lost"], ["why", "琼A88888", "lost"], ["tasks", "generate"], ["tasks", "show"],
    ["sheet", "--date", TODAY], ["check"], ["backup"], ["undo-import", "1"],
]  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_without_a_store_there_is_nothing_to_read(nowhere, command, lang):
    sentence = At(nowhere.folder, lang=lang)(*command).refused(4)
    assert str(nowhere.folder) in sentence
    assert bool(CHINESE.search(sentence)) is (lang == "zh_CN")
    assert not nowhere.folder.exists()


def test_a_file_that_is_no_store_is_left_alone(tmp_path):
    (tmp_path / "desk.db").write_bytes(b"not a database, " * 500)
    for command in (["status"], ["check"], ["demo"], ["import", VISITS]):
        assert At(tmp_path)(*command).refused(4)
    assert (tmp_path / "desk.db").read_bytes() == b"not a database, " * 500


WRONG = [
    [], ["nonsense"], ["--nonsense"], ["status", "--nonsense"], ["status", "琼Z99999"], ["list"], ["list", "nonsense"],
    ["list", "lost", "more"], ["list", "lost", "--month", "2026-13"], ["list", "lost", "--month", "12/2026"],
    ["list", "lost", "--month"], ["list", "lost", "--policy", "7"], ["list", "lost", "--format", "doc"],
    ["list", "lost", "--format", "csv"], ["list", "lost", "--format", "pdf", "--out", "none/list.pdf"],
    ["list", "lost", "--format", "xlsx", "--out", "."], ["why"], ["why", "琼Z99999", "lost"],
    ["why", "琼Z99999", "nonsense"], ["tasks"], ["tasks", "nonsense"], ["tasks", "generate", "--list", "nonsense"],
    ["tasks", "generate", "--month", "soon"], ["tasks", "show", "--date", "soon"], ["sheet", "--date", "2026-02-30"],
    ["sheet", "--date", "2020-03-02"], ["sheet", "--date", TODAY, "--out", "none/sheet.pdf"], ["import"],
    ["import", "none.xlsx"], ["import", "."], ["import", "none.xlsx", "--kind", "people"],
    ["import", "none.xlsx", "--existing", "guess"], ["undo-import"], ["undo-import", "one"], ["restore"],
    ["demo", "--vehicles", "0"], ["demo", "--vehicles", "many"], ["bench", "--only", "nonsense"],
    ["--lang", "fr", "status"], ["--as-of", "yesterday", "status"], ["--as-of", "2026-02-29", "status"],
    ["--as-of", "20261120", "status"], ["--as-of", "2026-W47-5", "status"], ["--user", "somebody", "status"],
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: " ".join(wrong) or "nothing")
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_wrong_use_is_one_sentence(invented, wrong, lang, monkeypatch, tmp_path):
    monkeypatch.setenv("DEALERDESK_DATA_DIR", str(invented.folder if "demo" not in wrong else tmp_path / "new"))
    monkeypatch.setenv("DEALERDESK_TODAY", TODAY)
    chosen = [] if "--lang" in wrong else ["--lang", lang]
    sentence = run(*chosen, "--json", *wrong).refused(2)
    assert not chosen or bool(CHINESE.search(sentence.replace("琼", ""))) is (lang == "zh_CN"), sentence


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_answered_or_refused(invented, day):
    at = At(invented.folder, day)
    for command in (["status"], ["list", "lost"], ["list", "overdue"], ["tasks", "show"]):
        found = at(*command)
        assert found.code in {0, 2}, (command, found)
        assert found.code == 2 or command != ["status"] or len(found.json) == 80
