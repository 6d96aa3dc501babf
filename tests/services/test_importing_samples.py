"""The sample stores, whole: in either order the truth, once more for nothing, and taken back without a trace."""

from __future__ import annotations

import csv
import multiprocessing
import os
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dealerdesk.domain.errors import said
from dealerdesk.domain.money import fen_from
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing import import_file, import_history, running, undo_import
from dealerdesk.services.opening import open_desk
from dealerdesk.services.upkeep import check_store
from dealerdesk.words import Words
from tests.exports import EXPORTED_ON, contents, counts

SAMPLES = Path(__file__).parents[1] / "data"
FILES = {"store_a": ("vehicles.xlsx", "visits.xlsx"), "store_c": ("vehicles.csv", "visits.xls")}
PAYERS = {"客户": "owner", "厂家": "manufacturer", "保险": "insurer"}
STATES = {"已结算": "settled", "作废": "void", "在修": "in-workshop"}
SOURCES = {"自店销售": "own", "他店销售": "other-store", "过路车": "passing", "外品牌": "other-brand"}
SEXES = {"男": "male", "女": "female", "": None}
TYPES = {"个人": "person", "单位": "company"}


def truth(store, name):
    with (SAMPLES / store / "truth" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def opened(folder):
    return open_desk(Doorstep(folder, EXPORTED_ON, "zh_CN"), create=True)


def rows(desk, sql):
    with desk.store.read() as conn:
        return {tuple(row) for row in conn.exec_driver_sql(sql).fetchall()}


def true_visits(store):
    return {
        (
            visit["ro"], visit["vin"], visit["in"], visit["settled"] or None, int(visit["km"]), visit["kind"],
            visit["advisor"], visit["items"], fen_from(visit["labour"]), fen_from(visit["parts"]),
            fen_from(visit["due"]), fen_from(visit["off"]), fen_from(visit["paid"]), PAYERS[visit["payer"]],
            STATES[visit["status"]], visit["note"] or None,
        )
        for visit in truth(store, "visits")
    }  # fmt: skip


VISITS = """
SELECT t.order_no, v.vin, t.date_in, t.date_settled, t.odometer, t.kind, s.name, t.items, t.labour_fen, t.parts_fen,
  t.due_fen, t.discount_fen, t.paid_fen, t.payer, t.state, t.note
FROM visit t JOIN vehicle v ON v.id = t.vehicle_id JOIN staff s ON s.id = t.advisor_id"""


def true_vehicles(store):
    return {
        (
            car["vin"], car["plate"], car["no"], car["name"], SEXES[car["sex"]], car["birthday"] or None,
            car["phone"] or None, car["address"] or None, TYPES[car["kind"]], car["model"], car["delivered"] or None,
            SOURCES[car["source"]], car["advisor"], car["warranty"] or None, car["insurance"] or None,
            car["inspection"] or None, int(car["wechat"] == "True"), car["extended"] or None, car["prepaid"] or None,
        )
        for car in truth(store, "vehicles")
    }  # fmt: skip


VEHICLES = """
SELECT v.vin, p.plate, c.number, c.name, c.sex, c.birthday, t.digits, c.address, c.customer_type, v.model, v.delivered,
  v.source, s.name, v.warranty_end, v.insurance_end, v.inspection_end, c.wechat, x.ends, m.ends
FROM vehicle v JOIN plate p ON p.vehicle_id = v.id AND p.from_day = '0001-01-01' AND p.until_day = '9999-12-31'
JOIN ownership o ON o.vehicle_id = v.id AND o.from_day = '0001-01-01' AND o.until_day = '9999-12-31'
JOIN customer c ON c.id = o.customer_id LEFT JOIN phone t ON t.customer_id = c.id AND t.preferred
JOIN responsibility r ON r.vehicle_id = v.id JOIN staff s ON s.id = r.staff_id
LEFT JOIN product x ON x.vehicle_id = v.id AND x.kind = 'extended-warranty'
LEFT JOIN product m ON m.vehicle_id = v.id AND m.kind = 'prepaid-maintenance'
WHERE NOT v.needs_file"""


def not_taken(result):
    """The orders in the workbook of an import, each with the reason that is given."""
    book = load_workbook(result.rejects_file, read_only=True)
    found = {(row[2], row[1]) for row in list(book.active.iter_rows(values_only=True))[1:]}
    book.close()
    return found


def truly_not_taken(store):
    """The orders that must not be taken, each with what is said of its code, and how many there are of each code."""
    listed = [(row["order"], row["code"]) for name in ("rejected", "set_aside") for row in truth(store, name)]
    words = Words("zh_CN")
    said_of = {(order, words.say(said(f"import.{code}"))) for order, code in listed}
    return said_of, dict(Counter(code for _, code in listed))


@pytest.mark.parametrize(
    ("store", "visits_first"), [("store_a", False), ("store_c", True)], ids=["vehicles first", "visits first"]
)
def test_a_sample_store(store, visits_first, tmp_path):
    desk = opened(tmp_path)
    paths = [SAMPLES / store / name for name in FILES[store]]
    if visits_first:
        paths.reverse()
    empty = contents(desk)
    first = [import_file(desk, path) for path in paths]
    assert rows(desk, VISITS) == true_visits(store)
    assert rows(desk, VEHICLES) == true_vehicles(store)
    visits = next(result for result in first if result.kind == "visits")
    assert visits.unchanged == 25
    assert (not_taken(visits), visits.reasons) == truly_not_taken(store)
    assert sum(result.added for result in first if result.kind == "vehicles") == 1500 - sum(
        result.updated for result in first
    )
    assert check_store(desk).problems == ()
    full = contents(desk)
    for path, result in zip(paths, first, strict=True):
        again = import_file(desk, path)
        taken = result.rows - result.set_aside - result.rejected
        assert counts(again) == (0, 0, taken, result.set_aside, result.rejected)
        assert contents(desk) == full
        assert undo_import(desk, again.batch).kept == ()
    for result in reversed(first):
        undone = undo_import(desk, result.batch)
        assert (undone.removed, undone.restored, undone.kept) == (result.added, result.updated, ())
    assert contents(desk) == empty
    desk.store.close()


def _import_and_die(folder, path, moment):
    """A process that is killed within the transaction of its import, before or after all was written."""

    def die(*_arguments):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(running, moment, die)
    import_file(opened(folder), path)


@pytest.fixture(scope="module")
def with_cars(tmp_path_factory):
    """A store with the cars of store_a and no visits, to be copied."""
    folder = tmp_path_factory.mktemp("cars")
    desk = opened(folder)
    import_file(desk, SAMPLES / "store_a" / "vehicles.xlsx")
    desk.store.close()
    return folder


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are ended otherwise here")
@pytest.mark.parametrize("moment", ["next_batch", "write_batch"])
def test_an_import_that_is_killed_leaves_the_store_as_it_was(moment, with_cars, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(with_cars, folder)
    desk = opened(folder)
    before = contents(desk)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_import_and_die, args=(folder, SAMPLES / "store_a" / "visits.xlsx", moment))
    process.start()
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    assert contents(desk) == before
    assert len(import_history(desk)) == 1
    assert check_store(desk).problems == ()
    assert import_file(desk, SAMPLES / "store_a" / "visits.xlsx").added == 9152
    desk.store.close()


def test_an_import_can_be_cancelled_while_it_is_read(tmp_path):
    desk = opened(tmp_path)
    started = time.monotonic()
    heard = []
    with pytest.raises(Exception, match=r"import\.cancelled"):
        import_file(
            desk,
            SAMPLES / "store_a" / "visits.xlsx",
            progress=lambda done, total: heard.append((done, total)),
            cancelled=lambda: bool(heard) or time.monotonic() - started > 60,
        )
    assert rows(desk, "SELECT * FROM visit") == set()
    desk.store.close()
