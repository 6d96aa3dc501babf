"""The command that reads the audit trail."""

from __future__ import annotations

import csv
import json

import pytest
from openpyxl import load_workbook


def test_it_answers_every_act_the_newest_first(desk):
    found = desk("audit")
    assert found.code == 0
    assert [row["act"] for row in found.json] == sorted((row["act"] for row in found.json), reverse=True)
    assert found.json[-1].keys() == {"act", "at", "who", "source", "use_case", "about", "records", "undoes"}
    assert found.json[-1]["use_case"] == "create-store"
    assert desk("audit", "--to", "2000-01-01").json == []
    assert desk("audit", "--from", "2000-01-01").json == found.json
    assert desk("audit", "--who", "nobody").json == []
    assert desk("audit", "--text", "%' nothing \"").json == []


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_it_is_written_to_a_file(desk, tmp_path, form):
    file = tmp_path / f"trail.{form}"
    rows = desk("audit", "--out", str(file)).json["rows"]
    if form == "csv":
        found = len(list(csv.reader(file.read_text("utf-8-sig").splitlines()))) - 1
    elif form == "xlsx":
        found = load_workbook(file).worksheets[0].max_row - 1
    else:
        found = len(json.loads(file.read_text("utf-8"))["rows"])
    assert found == rows
    assert desk("audit").json[0]["use_case"] == "export-audit"
    assert desk("check").code == 0


@pytest.mark.parametrize(
    "asked", [("--from", "x"), ("--to", "2026-02-30"), ("--format", "pdf"), ("--format", "csv"), ("--out", "x.doc")]
)
def test_what_it_does_not_know_is_refused(desk, asked):
    desk("audit", *asked).refused(2)
