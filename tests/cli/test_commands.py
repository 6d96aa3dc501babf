"""Every command answers the fields and exit codes of its contract."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import TODAY, At

MONTH = "2026-12"
LISTS = (
    "about-to-be-lost", "second-visit", "watch", "at-risk", "lost", "quasi-lost", "maintenance-due", "overdue",
    "first-maintenance", "warranty", "insurance", "inspection", "birthdays",
)  # fmt: skip
REASONS = {
    "survey", "at-risk", "second-visit", "maintenance", "first-maintenance", "warranty", "insurance", "inspection",
    "birthday",
}  # fmt: skip
EVENTS = {"care-after-service", "new-owner-care", "package", "complaint"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONEY = re.compile(r"-?\d+\.\d{2}")


def test_version_needs_no_store(nowhere):
    found = nowhere("version")
    assert found.code == 0
    assert found.json.keys() >= {"version", "schema", "python", "qt", "sqlite"}
    assert found.json["qt"].startswith("6.")
    assert found.json["python"] == ".".join(map(str, sys.version_info[:3]))
    assert not nowhere.folder.exists()


def test_the_same_seed_invents_the_same_store(tmp_path):
    stores = [At(tmp_path / name) for name in ("one", "two", "three")]
    for store, seed in zip(stores, (5, 5, 6), strict=True):
        assert store("demo", "--vehicles", 5, "--seed", seed).code == 0
    plates = [store.stored("SELECT plate FROM plate ORDER BY id") for store in stores]
    assert plates[0] == plates[1] != plates[2]


def test_demo_refuses_a_folder_that_has_data(desk):
    before = desk.stored("SELECT count(*), max(id) FROM act_row")
    assert str(desk.folder) in desk("demo").refused(3)
    assert desk.stored("SELECT count(*), max(id) FROM act_row") == before


def test_import_answers_what_became_of_the_rows(nowhere, orders):
    found = nowhere("import", orders)
    assert found.code == 1
    answer = found.json
    assert answer.keys() >= {
        "kind", "batch", "rows", "added", "updated", "unchanged", "set_aside", "rejected", "warnings", "reasons",
        "rejects_file",
    }  # fmt: skip
    assert (answer["kind"], answer["rows"], answer["added"]) == ("visits", 4, 2)
    assert (answer["set_aside"], answer["rejected"]) == (1, 1)
    assert answer["reasons"] == {"no_vehicle": 1, "total_line": 1}
    assert all(isinstance(count, int) for count in answer["warnings"].values())
    assert isinstance(answer["batch"], int)
    rejects = Path(answer["rejects_file"])
    assert rejects.is_relative_to(nowhere.folder)
    with closing(load_workbook(rejects, read_only=True)) as book:
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "W3" in cells


def test_import_exits_0_when_nothing_is_rejected_and_1_when_something_is(nowhere, orders):
    good = orders.with_name("good.csv")
    lines = orders.read_text(encoding="utf-8").splitlines(keepends=True)
    good.write_text("".join([*lines[:3], lines[4]]), encoding="utf-8")
    assert nowhere("import", good).code == 0
    again = nowhere("import", orders)
    assert again.code == 1
    assert (again.json["unchanged"], again.json["added"], again.json["updated"]) == (2, 0, 0)


def test_a_dry_run_says_the_same_and_changes_nothing(nowhere, orders):
    tried = nowhere("import", orders, "--dry-run").json
    assert nowhere.stored("SELECT count(*) FROM visit") == [(0,)]
    assert tried["batch"] is None
    done = nowhere("import", orders).json
    for name in ("kind", "rows", "added", "updated", "unchanged", "set_aside", "rejected", "reasons", "warnings"):
        assert tried[name] == done[name]


@pytest.mark.parametrize(
    ("existing", "outcome", "odometer", "advisor"),
    [("update", "updated", 12345, "陈丽"), ("fill", "unchanged", 12000, "李诚"), ("skip", "unchanged", 12000, "李诚")],
)
def test_existing_rows_are_updated_filled_or_skipped(nowhere, orders, existing, outcome, odometer, advisor):
    nowhere("import", orders)
    changed = orders.read_text(encoding="utf-8").replace("12000,常规保养,李诚", "12345,常规保养,陈丽")
    orders.write_text(changed, encoding="utf-8")
    answer = nowhere("import", orders, "--kind", "visits", "--existing", existing).json
    assert answer[outcome] == (1 if outcome == "updated" else 2)
    sql = "SELECT odometer, s.name FROM visit JOIN staff s ON s.id = advisor_id WHERE order_no = 'W1'"
    assert nowhere.stored(sql) == [(odometer, advisor)]


def test_undo_import_takes_a_whole_import_back(desk, orders):
    before = desk("status").json
    batch = desk("import", orders).json["batch"]
    assert len(desk("status").json) == len(before) + 1
    answer = desk("undo-import", batch).json
    assert answer.keys() >= {"batch", "removed", "restored", "kept"}
    assert (answer["batch"], answer["kept"]) == (batch, [])
    assert answer["removed"] >= 2
    assert desk("status").json == before
    assert desk("check").json["ok"]
    desk("undo-import", batch).refused(2)
    desk("undo-import", 9999).refused(2)


def test_undo_import_restores_what_an_import_updated(nowhere, orders):
    nowhere("import", orders)
    before = nowhere.stored("SELECT odometer FROM visit ORDER BY order_no")
    orders.write_text(orders.read_text(encoding="utf-8").replace("12000", "12345"), encoding="utf-8")
    batch = nowhere("import", orders).json["batch"]
    assert nowhere("undo-import", batch).json["restored"] == 1
    assert nowhere.stored("SELECT odometer FROM visit ORDER BY order_no") == before


def test_status_of_all_and_of_named_plates(invented):
    everything = invented("status").json
    assert len(everything) == 80
    for vehicle in everything:
        assert vehicle.keys() >= {
            "id", "plate", "vin", "status", "quasi_lost", "departed", "reference", "months_since", "next_maintenance",
            "km_per_day", "source",
        }  # fmt: skip
        assert vehicle["status"] in {"active", "watch", "at-risk", "lost", "no-history"}
        assert vehicle["source"] in {"own", "other-store", "passing", "other-brand", "unknown"}
        assert vehicle["reference"] is None or DAY.fullmatch(vehicle["reference"])
        assert vehicle["km_per_day"] is None or MONEY.fullmatch(vehicle["km_per_day"])
        assert isinstance(vehicle["id"], int)
    some = [vehicle for vehicle in everything if vehicle["plate"]][:2]
    typed = [some[0]["plate"].lower().replace(some[0]["plate"][2:], f"·{some[0]['plate'][2:]}"), some[1]["plate"]]
    assert invented("status", *typed).json == some


def test_an_empty_store_has_no_statuses(tmp_path, orders):
    store = At(tmp_path / "empty")
    store("import", orders, "--dry-run")
    assert store("status").json == []


def test_a_plate_means_its_holder_on_the_as_of_day(invented):
    changed = invented.stored("SELECT plate, vehicle_id, from_day FROM plate WHERE from_day > '0001-01-01' LIMIT 1")
    (plate, vehicle, since), *_ = changed
    assert At(invented.folder, since)("status", plate).json[0]["id"] == vehicle
    assert plate in At(invented.folder, "2015-01-01")("status", plate).refused(2)


ROW = {
    "id": int, "plate": str, "vin": str, "customer": str, "customer_id": int, "phone": str, "model": str, "source": str,
    "advisor": str, "reference": str, "months_since": int, "status": str, "quasi_lost": bool, "last_odometer": int,
    "predicted_odometer": int, "next_maintenance": str, "visits_12": int, "spend_12": str, "spend": str,
    "protected": bool, "overdue": bool,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_each_list_and_its_rows(invented, name):
    answer = invented("list", name, "--month", MONTH).json
    assert answer.keys() >= {"list", "month", "as_of", "policy", "base_month", "rows"}
    assert (answer["list"], answer["month"], answer["as_of"]) == (name, MONTH, TODAY)
    assert answer["policy"] == "6-12"
    assert answer["base_month"] == {"about-to-be-lost": "2025-12", "second-visit": "2026-06"}.get(name)
    assert invented("list", name).json == answer
    for row in answer["rows"]:
        for column, kind in ROW.items():
            assert row[column] is None or type(row[column]) is kind, column
        assert MONEY.fullmatch(row["spend"])
        assert MONEY.fullmatch(row["spend_12"])
        assert row["phone"] is None or row["phone"].isdigit()
        assert name != "birthdays" or isinstance(row["plates"], list)


@pytest.mark.parametrize(("policy", "empty"), [("6", ["watch", "at-risk"]), ("6-12", ["watch"]), ("3-6-9", [])])
def test_a_list_is_empty_where_the_policy_has_no_such_stage(invented, policy, empty):
    answers = {name: invented("list", name, "--policy", policy).json for name in ("watch", "at-risk", "lost")}
    assert {answer["policy"] for answer in answers.values()} == {policy}
    assert [name for name, answer in answers.items() if not answer["rows"]] == empty


def test_a_list_as_csv_xlsx_pdf_and_json_files(invented, tmp_path):
    rows = invented("list", "lost").json["rows"]
    phones = {row["phone"] for row in rows}
    made = {}
    for form in ("csv", "xlsx", "pdf", "json"):
        made[form] = tmp_path / f"lost.{form}"
        found = invented("list", "lost", "--format", form, "--out", made[form])
        assert found.code == 0, found.err
        assert found.json["file"] == str(made[form])
    text = made["csv"].read_text(encoding="utf-8-sig")
    assert made["csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    cells = list(csv.reader(io.StringIO(text)))
    assert sum(1 for line in cells if any(cell in {row["vin"] for row in rows} for cell in line)) == len(rows)
    with closing(load_workbook(made["xlsx"])) as book:
        values = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert {row["vin"] for row in rows} <= values
    assert {phone for phone in phones if phone} <= values
    assert made["pdf"].read_bytes().startswith(b"%PDF-")
    assert json.loads(made["json"].read_text(encoding="utf-8"))["rows"] == rows
    assert json.loads(invented.said("list", "lost", "--format", "json").out)["rows"] == rows


@pytest.mark.parametrize("name", LISTS)
def test_why_agrees_with_the_list(invented, name):
    rows = invented("list", name).json["rows"]
    members = {plate for row in rows for plate in row.get("plates", [row["plate"]])}
    plates = [vehicle["plate"] for vehicle in invented("status").json if vehicle["plate"]]
    asked = {*plates[:4], *sorted(members - {None})[:2]}
    for plate in asked:
        answer = invented("why", plate, name, "--month", MONTH).json
        assert answer.keys() >= {"member", "reasons"}
        assert answer["member"] == (plate in members)
        assert answer["reasons"]
        assert all(reason.endswith(".") for reason in answer["reasons"])


def test_tasks_are_made_once(desk):
    made = desk("tasks", "generate").json
    assert made.keys() >= {"created", "existing", "by_reason"}
    assert made["created"] == sum(made["by_reason"].values()) > 0
    assert made["by_reason"].keys() <= REASONS | EVENTS
    assert made["existing"] == 0
    again = desk("tasks", "generate", "--month", MONTH).json
    listed = sum(number for reason, number in made["by_reason"].items() if reason in REASONS)
    assert (again["created"], again["existing"], again["by_reason"]) == (0, listed, {})


def test_tasks_of_named_lists_alone(desk):
    made = desk("tasks", "generate", "--list", "overdue", "--list", "birthdays").json
    assert made["by_reason"].keys() == {"maintenance", "birthday"}


def test_the_queue_is_ranked_and_says_why_now(desk):
    desk("tasks", "generate")
    queue = desk("tasks", "show", "--date", TODAY).json
    assert queue
    for task in queue:
        assert task.keys() >= {"id", "plate", "customer", "reason", "due", "why", "status", "agent"}
        assert task["reason"] in REASONS | EVENTS
        assert DAY.fullmatch(task["due"])
        assert task["due"] <= TODAY
        assert task["why"]
    assert desk("tasks", "show").json == queue
    assert "Nobody" in desk("tasks", "show", "--agent", "Nobody").refused(2)


def test_the_sheet_is_made_once_and_printed_again(desk, tmp_path):
    desk("tasks", "generate")
    first = desk("sheet", "--date", TODAY, "--out", tmp_path / "one.pdf").json
    assert first.keys() >= {"file", "sheet", "entries", "tasks", "pages"}
    assert first["file"] == str(tmp_path / "one.pdf")
    assert 0 < first["entries"] <= first["tasks"]
    assert Path(first["file"]).read_bytes().startswith(b"%PDF-")
    again = desk("sheet", "--date", TODAY).json
    assert {**again, "file": first["file"]} == first
    assert Path(again["file"]).is_relative_to(desk.folder)


@pytest.mark.parametrize(
    ("lang", "day", "following"),
    [
        ("en", "2026-11-22", "Monday, 23 November 2026"),
        ("zh_CN", "2026-11-22", "2026年11月23日"),
        ("en", "2027-02-28", "Monday, 1 March 2027"),
    ],
)
def test_a_sheet_for_a_closed_day_names_the_next_working_day(desk, lang, day, following):
    desk("tasks", "generate")
    assert following in At(desk.folder, TODAY, lang)("sheet", "--date", day).refused(2)
    assert desk.stored("SELECT count(*) FROM sheet") == [(0,)]


def test_a_holiday_in_the_week_is_closed_and_a_make_up_sunday_is_not(desk):
    september = At(desk.folder, "2026-09-18")
    september("tasks", "generate", "--month", "2026-10")
    assert "8 October 2026" in september("sheet", "--date", "2026-10-01").refused(2)
    assert "closed" not in september("sheet", "--date", "2026-09-20").err


def test_backup_and_restore(desk, orders, tmp_path):
    before = desk("status").json
    made = desk("backup", "--out", tmp_path / "copy.db").json
    assert made.keys() >= {"file", "bytes", "sha256"}
    copy = Path(made["file"])
    assert copy.stat().st_size == made["bytes"]
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == made["sha256"]
    desk("import", orders)
    changed = desk("status").json
    assert changed != before
    restored = desk("restore", copy)
    back = restored.json
    assert back.keys() >= {"restored", "kept"}
    assert re.fullmatch(r"Not in the backup, and now only in “.+”: 1 change, .*[1-9]\d* visits?\.\n", restored.err)
    assert desk("status").json == before
    assert desk("check").json["ok"]
    assert Path(back["kept"]).is_file()
    assert desk("restore", back["kept"]).code == 0
    assert desk("status").json == changed


def test_a_backup_without_a_name_lies_in_the_data_folder(desk):
    assert Path(desk("backup").json["file"]).is_relative_to(desk.folder)


def test_restore_into_an_empty_folder(invented, nowhere, tmp_path):
    copy = invented("backup", "--out", tmp_path / "copy.db").json["file"]
    assert nowhere("restore", copy).json["kept"] is None
    assert nowhere("status").json == invented("status").json


def test_what_is_no_backup_is_not_restored(desk, orders, tmp_path):
    before = desk("status").json
    for file in (orders, tmp_path / "none.db"):
        assert str(file) in desk("restore", file).refused(4)
    assert desk("status").json == before


def test_check_finds_and_repairs_what_differs(desk):
    assert desk("check").json == {"ok": True, "problems": [], "repaired": 0}
    desk.stored("UPDATE stretch SET reference = '2001-01-01' WHERE vehicle_id = 3")
    found = desk("check")
    assert found.code == 4
    assert not found.json["ok"]
    assert len(found.json["problems"]) == 2  # that the file was written to by another program, and what it did
    assert desk("check", "--repair").json["ok"]
    assert desk("check").json["ok"]


def test_check_notices_what_was_changed_behind_its_back(desk):
    desk.stored("UPDATE visit SET paid_fen = paid_fen + 1 WHERE id = 5")
    found = desk("check")
    assert (found.code, found.json["ok"]) == (4, False)
    assert desk("check", "--repair").code == 4


def test_bench_measures_against_named_floors(tmp_path):
    found = At(tmp_path / "bench")("bench", "--vehicles", 300, "--visits", 2000, "--only", "check")
    assert found.code == 0, found.err
    assert found.json
    for measured in found.json:
        assert measured.keys() >= {"name", "value", "unit", "floor", "floor_value", "ratio", "goal"}
    assert not (tmp_path / "bench").exists()
