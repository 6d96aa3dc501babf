"""Looking into a file before it is imported: what was recognised, and how a person corrects it."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.services.importing import Stage, import_file, import_history, look_again, look_into, undo_import
from tests.exports import EXPORTED_ON, ORDER_HEADINGS, Exports, counts, order, vin
from tests.spoilt import HEADINGS, NOISE, ORDER, text, written
from tests.stores import a_shop, clerk

SAMPLES = Path(__file__).parents[1] / "data"


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "data", EXPORTED_ON) as shop:
        yield shop
    assert not multiprocessing.active_children()


@pytest.fixture
def desk(shop):
    return shop.desk


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("store_a/vehicles.xlsx", "vehicles"),
        ("store_a/visits.xlsx", "visits"),
        ("store_c/vehicles.csv", "vehicles"),
        ("store_c/visits.xls", "visits"),
    ],
)
def test_the_samples_are_recognised(desk, file, kind):
    seen = look_into(desk, SAMPLES / file)
    assert (seen.kind, seen.certainty, seen.trouble, seen.missing) == (kind, "sure", None, ())
    assert seen.batch is None
    assert not seen.remembered
    assert seen.read[0] in seen.sheets
    assert len(seen.rows) >= 30
    assert all(column.field for column in seen.columns if column.heading)
    assert any(len(column.samples) >= 3 for column in seen.columns)
    assert {row.line for row in seen.rows} == set(range(seen.line + 1, seen.line + 1 + len(seen.rows)))


def strange(folder):
    headings = ["单子", "牌", "哪天来的", "多少钱", "多少钱"]
    rows = [["W1", "琼A88888", "2026-05-04", "300", "0"], ["W2", "琼A88889", "2026-05-05", "x", "1"]]
    return written(folder / "怪.csv", text(headings, *rows))


def test_a_strange_file_is_mapped_by_hand_and_remembered(desk, tmp_path):
    file = strange(tmp_path)
    seen = look_into(desk, file)
    assert seen.trouble.code == "import.no_headings"
    for column, field in enumerate(("order_no", "plate", "date_in", "paid")):
        seen = look_again(desk, seen, mapping=seen.corrected(column, field), kind="visits")
    assert (seen.trouble, seen.missing) == (None, ())
    assert seen.mapping == {"order_no": "单子", "plate": "牌", "date_in": "哪天来的", "paid": "多少钱"}
    assert [column.by_hand for column in seen.columns] == [True, True, True, True, False]
    seen = look_again(desk, seen, mapping=seen.corrected(4, "paid"), kind="visits")
    assert seen.mapping["paid"] == 4
    assert [column.field for column in seen.columns] == ["order_no", "plate", "date_in", None, "paid"]
    result = import_file(desk, file, kind="visits", mapping=seen.mapping)
    assert counts(result) == (2, 0, 0, 0, 0)
    again = look_into(desk, file)
    assert (again.remembered, again.mapping, again.batch) == (True, seen.mapping, result.batch)
    undo_import(desk, result.batch)
    assert look_into(desk, file).batch is None
    import_file(desk, file, kind="visits", mapping={**seen.mapping, "paid": None})
    assert look_into(desk, file).columns[4].field is None


def test_an_empty_mapping_forgets_what_was_remembered(desk, tmp_path):
    file = written(tmp_path / "a.csv", text(HEADINGS, ORDER))
    seen = look_into(desk, file)
    advisor = HEADINGS.index("服务顾问")
    mapping = seen.corrected(advisor, "note")
    assert mapping == {"note": "服务顾问"}
    import_file(desk, file, mapping=mapping)
    assert look_into(desk, file).columns[advisor].field == "note"
    assert look_into(desk, file, mapping={}).columns[advisor].field == "advisor"
    import_file(desk, file, mapping={})
    assert look_into(desk, file).columns[advisor].field == "advisor"


def test_a_column_that_is_left_out_and_taken_again(desk, tmp_path):
    seen = look_into(desk, written(tmp_path / "a.csv", text(HEADINGS, ORDER)))
    without = look_again(desk, seen, mapping=seen.corrected(0, None))
    assert (without.mapping, without.missing) == ({"order_no": None}, ("order_no",))
    assert "order_no" not in without.not_found
    wrong = look_again(desk, seen, mapping=seen.corrected(7, "order_no"), kind="visits")
    assert [wrong.columns[0].field, wrong.columns[7].field] == [None, "order_no"]
    back = look_again(desk, wrong, mapping=wrong.corrected(7, None), kind="visits")
    assert back.columns[0].field == "order_no"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.csv", b"", "import.empty"),
        ("noise.xlsx", NOISE, "import.not_a_table"),
        ("cut.xlsx", b"PK\x03\x04" + NOISE, "import.cut_off"),
    ],
)
def test_what_cannot_be_shown_says_why(desk, tmp_path, name, content, code):
    with pytest.raises(Trouble) as caught:
        look_into(desk, written(tmp_path / name, content))
    assert caught.value.said.code == code


def test_looking_can_be_cancelled(desk):
    with pytest.raises(WrongUse, match=r"import\.cancelled"):
        look_into(desk, SAMPLES / "store_a" / "visits.xlsx", cancelled=lambda: True)


def test_who_may_not_import_may_not_look(shop, tmp_path):
    with pytest.raises(Trouble, match=r"actor\.no_right"):
        look_into(shop.on(EXPORTED_ON, clerk("see")), tmp_path / "a.csv")


def test_a_dry_run_shows_the_rows_behind_its_counts(desk, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    rows = [order(f"R{n}", vin=vin(1), paid="x") for n in range(7)]
    stages = []
    result = exports.orders(
        desk, *rows, order("R9", "2027-01-01", vin=vin(1)), order("S1", vin=f"{vin(2)[:8]}0{vin(2)[9:]}"),
        dry_run=True, stage=stages.append,
    )  # fmt: skip
    assert stages == [Stage.READING, Stage.PLANNING]
    assert result.headings[:2] == (ORDER_HEADINGS["no"], ORDER_HEADINGS["vin"])
    shown = [(example.code, example.line, example.cells[0]) for example in result.examples]
    assert shown == [
        *(("bad_amount", line, f"R{line - 2}") for line in range(2, 7)),
        ("future_date", 9, "R9"),
        ("vin_check", 10, "S1"),
    ]
    assert import_history(desk) == ()


def test_the_history_says_who_when_and_whether_it_can_be_taken_back(shop, desk, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    stages = []
    first = exports.orders(desk, order("R1", vin=vin(1), paid="x"), order("R2", vin=vin(1)), stage=stages.append)
    assert stages == [Stage.READING, Stage.PLANNING, Stage.WRITING]
    second = exports.orders(desk, order("R3", vin=vin(1)))
    undo_import(desk, second.batch)
    latest, oldest = import_history(desk)
    assert (oldest.who, oldest.why_not, oldest.rejects_path) == ("owner", None, first.rejects_file)
    assert oldest.undone_at is None
    assert oldest.at <= latest.at <= latest.undone_at
    assert (latest.state, latest.why_not.code) == ("undone", "import.already_undone")
    first.rejects_file.unlink()
    assert import_history(desk)[1].rejects_path is None
    seen = import_history(shop.on(EXPORTED_ON, clerk("see")))
    assert seen[1].why_not.code == "actor.no_right"
