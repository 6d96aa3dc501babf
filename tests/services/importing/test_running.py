"""An import is one act: its right, its mapping, cancelled, and planned again when somebody wrote."""

from __future__ import annotations

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.importing import import_file, import_history, running
from tests.exports import ORDER_HEADINGS, contents, counts, order
from tests.importing import CAR, PLATE, TODAY, found_by_search, only
from tests.stores import clerk


def test_an_import_is_one_act_with_a_batch(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR))
    batch = only(shop.rows("SELECT * FROM batch"))
    assert (batch["id"], batch["kind"], batch["state"]) == (result.batch, "visits", "done")
    assert batch["act_id"] == result.changed.act
    act = only(shop.rows("SELECT * FROM act WHERE id = ?", result.changed.act))
    assert (act["use_case"], act["day"]) == ("import", "2026-06-10")
    past = only(import_history(desk))
    assert (past.batch, past.file_name, past.counts["added"]) == (result.batch, "export-1.csv", 1)


def test_an_import_needs_its_right(shop, exports):
    with pytest.raises(Refused):
        exports.orders(shop.on(TODAY, clerk("see")), order("R1", vin=CAR))


def test_a_mapping_given_by_hand_is_remembered_for_its_layout(shop, desk, exports):
    headings = {**ORDER_HEADINGS, "no": "甲", "day": "乙"}
    rows = [order("R1", vin=CAR)]
    with pytest.raises(WrongUse):
        import_file(desk, exports.file(headings, rows))
    import_file(desk, exports.file(headings, rows), kind="visits", mapping={"order_no": "甲", "date_in": "乙"})
    assert counts(import_file(desk, exports.file(headings, [order("R2", vin=CAR)]))) == (1, 0, 0, 0, 0)


def test_a_cancelled_import_leaves_the_store_as_it_was(shop, desk, exports):
    before = contents(desk)
    for asked in range(1, 4):
        answers = iter([False] * (asked - 1))
        with pytest.raises(WrongUse) as cancelled:
            exports.orders(
                desk, order("R1", vin=CAR), order("R2"), cancelled=lambda answers=answers: next(answers, True)
            )
        assert cancelled.value.said.code == "import.cancelled"
        assert contents(desk) == before
        assert import_history(desk) == ()
        assert list((desk.store.folder / "rejects").glob("*")) == []


@pytest.mark.parametrize("writers", [1, 3])
def test_an_import_is_planned_again_when_somebody_wrote_meanwhile(shop, desk, exports, monkeypatch, writers):
    shop.car(plate=PLATE, vin=CAR)
    found_by_search(shop)
    names = ["张三", "李四", "王五", "赵六"][:writers]
    plan = running.plan_orders

    def planned_too_long_ago(conn, *args, **kwargs):
        planned = plan(conn, *args, **kwargs)
        if names:
            shop.staff(names.pop(0))
        return planned

    monkeypatch.setattr(running, "plan_orders", planned_too_long_ago)
    result = exports.orders(desk, order("R1", vin=CAR, advisor="张三"), order("R2"))
    assert (result.added, result.rejected, result.rejects_file.exists()) == (1, 1, True)
    assert len(shop.rows("SELECT * FROM staff WHERE name = '张三'")) == 1
