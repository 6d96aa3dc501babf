"""The sample stores, imported, against a slow and literal reading of what a careful clerk would make of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dealerdesk.cli.list_commands import km_per_day
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import said
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing import import_file
from dealerdesk.services.lists import AskFor, month_list, statuses, why_in_list
from dealerdesk.services.opening import open_desk
from dealerdesk.words import Words
from tests import slow_reading
from tests.slow_reading import LISTS, POLICIES, Target, a_day, fen, quasi_lost_on, read_truth, status_on

SAMPLES = Path(__file__).parent / "data"
EXPORTED_ON = date(2026, 11, 22)
FILES = {"store_a": ("vehicles.xlsx", "visits.xlsx"), "store_c": ("vehicles.csv", "visits.xls")}
AS_OF = (date(2024, 2, 29), date(2025, 2, 28), date(2025, 8, 31), date(2026, 3, 31), EXPORTED_ON)
FROM_THE_MONTH = (-5, 0, 1)
NOT_TAKEN = ("free_plate", "total_line", "bad_date", "no_vehicle", "bad_amount", "future_date", "bad_odometer")
SHOWN = 5

in_each_store = pytest.mark.parametrize("name", FILES)
on_each_day = pytest.mark.parametrize("day", AS_OF, ids=str)

CODES = {
    "sex": {"男": "male", "女": "female", "": None},
    "kind": {"个人": "person", "单位": "company"},
    "payer": {"客户": "owner", "厂家": "manufacturer", "保险": "insurer"},
    "state": {"已结算": "settled", "作废": "void", "在修": "in-workshop"},
}


@dataclass(frozen=True, eq=False)
class Imported:
    """A sample store in a folder, with what its imports answered, and the truth about it."""

    folder: Path
    results: dict
    truth: slow_reading.Truth
    open: ExitStack

    @cache  # noqa: B019 - there are four stores, and each lives as long as the tests
    def on(self, day):
        """The open store on a day."""
        desk = open_desk(Doorstep(self.folder, day, "en"))
        self.open.callback(desk.store.close)
        return desk

    @cache  # noqa: B019
    def seen(self, day):
        return [slow_reading.see(car, day) for car in self.truth.cars.values()]

    def query(self, sql):
        with closing(sqlite3.connect(self.folder / "desk.db")) as store:
            return store.execute(sql).fetchall()


def bring_in(folder, file, day=EXPORTED_ON):
    desk = open_desk(Doorstep(folder, day, "en"), create=True)
    try:
        return import_file(desk, file, kind=None, existing="update", dry_run=False, progress=None)
    finally:
        desk.store.close()


@contextmanager
def imported(tmp_path_factory, direction):
    """Both samples, their files imported in one order or the other."""
    with ExitStack() as desks:
        found = {}
        for name, files in FILES.items():
            folder = tmp_path_factory.mktemp(name)
            results = {Path(file).stem: bring_in(folder, SAMPLES / name / file) for file in files[::direction]}
            found[name] = Imported(folder, results, read_truth(SAMPLES / name / "truth"), desks)
        yield found


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """Both samples, vehicles first."""
    with imported(tmp_path_factory, 1) as found:
        yield found


@pytest.fixture(scope="module")
def stores_visits_first(tmp_path_factory):
    """Both samples, visits first: the cars are known by their orders before their files come."""
    with imported(tmp_path_factory, -1) as found:
        yield found


def differing(got, expected):
    """What differs between two dicts, a few of each kind: what pytest would take minutes to say of thousands."""
    missing = sorted(expected.keys() - got.keys())[:SHOWN]
    extra = sorted(got.keys() - expected.keys())[:SHOWN]
    other = [(key, got[key], expected[key]) for key in got.keys() & expected.keys() if got[key] != expected[key]]
    return {kind: what for kind, what in (("missing", missing), ("extra", extra), ("other", other[:SHOWN])) if what}


# ---- the imports ----------------------------------------------------------------------------------------------------


def counted(result):
    outcomes = ("rows", "added", "updated", "unchanged", "set_aside", "rejected")
    return {outcome: getattr(result, outcome) for outcome in outcomes}


def codes_of(pairs):
    return Counter(code for _, code in pairs)


@in_each_store
def test_import_counts_are_those_of_the_truth(stores, name):
    store = stores[name]
    counts = store.truth.counts
    assert counted(store.results["vehicles"]) == {
        "rows": counts["vehicles"], "added": counts["vehicles"], "updated": 0, "unchanged": 0, "set_aside": 0,
        "rejected": 0,
    }  # fmt: skip
    assert counted(store.results["visits"]) == {
        "rows": counts["visits"] + counts["duplicates"] + counts["rejected"] + counts["set_aside"],
        "added": counts["visits"],
        "updated": 0,
        "unchanged": counts["duplicates"],
        "set_aside": counts["set_aside"],
        "rejected": counts["rejected"],
    }
    assert [store.results[kind].kind for kind in ("vehicles", "visits")] == ["vehicles", "visits"]


@in_each_store
def test_each_order_that_is_not_taken_stands_under_its_code(stores, name):
    store = stores[name]
    result = store.results["visits"]
    assert result.reasons == codes_of(store.truth.rejected + store.truth.set_aside)
    assert not_taken(result.rejects_file) == dict(store.truth.rejected + store.truth.set_aside)


def not_taken(rejects_file):
    """The rows of the workbook beside the database: order number -> code, read back from its words."""
    words = Words("en")
    codes = {words.say(said(f"import.{code}")): code for code in NOT_TAKEN}
    book = load_workbook(rejects_file, read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    book.close()
    _headings, *rows = rows
    return {order: codes[reason] for _line, reason, order, *_cells in rows}


@in_each_store
def test_every_field_of_every_vehicle_is_that_of_the_truth(stores, name):
    store = stores[name]
    assert differing(vehicles_in(store), vehicles_of(store.truth)) == {}


@in_each_store
def test_every_field_of_every_visit_is_that_of_the_truth(stores, name):
    store = stores[name]
    assert differing(visits_in(store), visits_of(store.truth)) == {}


def vehicles_in(store):
    rows = store.query("""
        SELECT v.vin, c.number, c.name, c.sex, c.birthday, group_concat(t.digits), c.address, c.customer_type,
          (SELECT group_concat(p.plate) FROM plate p WHERE p.vehicle_id = v.id), v.model, v.delivered, v.source,
          (SELECT group_concat(s.name) FROM responsibility r JOIN staff s ON s.id = r.staff_id
            WHERE r.vehicle_id = v.id),
          v.warranty_end, v.insurance_end, v.inspection_end, c.wechat,
          (SELECT group_concat(d.ends) FROM product d WHERE d.vehicle_id = v.id AND d.kind = 'extended-warranty'),
          (SELECT group_concat(d.ends) FROM product d WHERE d.vehicle_id = v.id AND d.kind = 'prepaid-maintenance'),
          v.needs_file
        FROM vehicle v LEFT JOIN ownership o ON o.vehicle_id = v.id LEFT JOIN customer c ON c.id = o.customer_id
        LEFT JOIN phone t ON t.customer_id = c.id GROUP BY v.id, o.id""")
    assert len(rows) == len({row[0] for row in rows})
    return {vin: rest for vin, *rest in rows}


def vehicles_of(truth):
    return {vin: vehicle_of(car) for vin, car in truth.cars.items()}


def vehicle_of(car):
    cells = {name: text or None for name, text in car.cells.items()}
    return [
        cells["no"], cells["name"], CODES["sex"][car.cells["sex"]], cells["birthday"], cells["phone"],
        cells["address"], CODES["kind"][car.cells["kind"]], cells["plate"], cells["model"], cells["delivered"],
        car.source, cells["advisor"], cells["warranty"], cells["insurance"], cells["inspection"],
        int(cells["wechat"] == "True"), cells["extended"], cells["prepaid"], 0,
    ]  # fmt: skip


def visits_in(store):
    rows = store.query("""
        SELECT i.order_no, v.vin, i.customer_name, i.date_in, i.date_settled, i.odometer, i.kind, s.name, i.items,
          i.labour_fen, i.parts_fen, i.due_fen, i.discount_fen, i.paid_fen, i.payer, i.state, i.note
        FROM visit i JOIN vehicle v ON v.id = i.vehicle_id LEFT JOIN staff s ON s.id = i.advisor_id""")
    assert len(rows) == len({row[0] for row in rows})
    return {order: rest for order, *rest in rows}


def visits_of(truth):
    return {order.no: visit_of(car, order) for car in truth.cars.values() for order in car.orders}


def visit_of(car, order):
    cells = {name: text or None for name, text in order.cells.items()}
    return [
        car.vin, car.cells["name"], cells["in"], cells["settled"], order.km, cells["kind"], cells["advisor"],
        cells["items"], *(fen(order.cells[name]) for name in ("labour", "parts", "due", "off", "paid")),
        CODES["payer"][order.cells["payer"]], CODES["state"][order.cells["status"]], cells["note"],
    ]  # fmt: skip


@in_each_store
def test_a_second_import_changes_nothing(stores, name):
    store = stores[name]
    before = vehicles_in(store), visits_in(store)
    for file in FILES[name]:
        first = store.results[Path(file).stem]
        again = bring_in(store.folder, SAMPLES / name / file)
        taken = first.rows - first.set_aside - first.rejected
        assert counted(again) == {**counted(first), "added": 0, "updated": 0, "unchanged": taken}
        assert again.reasons == first.reasons
    assert (vehicles_in(store), visits_in(store)) == before


@in_each_store
def test_either_order_of_the_files_makes_the_same_store(stores, stores_visits_first, name):
    store, other = stores[name], stores_visits_first[name]
    seen = sum(1 for car in store.truth.cars.values() if car.orders)
    vehicles = store.truth.counts["vehicles"]
    assert counted(other.results["visits"]) == counted(store.results["visits"])
    assert other.results["visits"].reasons == store.results["visits"].reasons
    assert counted(other.results["vehicles"]) == {
        "rows": vehicles, "added": vehicles - seen, "updated": seen, "unchanged": 0, "set_aside": 0, "rejected": 0,
    }  # fmt: skip
    assert differing(vehicles_in(other), vehicles_in(store)) == {}
    assert differing(visits_in(other), visits_in(store)) == {}


@in_each_store
@pytest.mark.parametrize("day", [AS_OF[0], EXPORTED_ON], ids=str)
def test_either_order_of_the_files_gives_the_same_statuses(stores, stores_visits_first, name, day):
    assert differing(statuses_in(stores_visits_first[name], day), statuses_in(stores[name], day)) == {}


# ---- what the program says of a day ---------------------------------------------------------------------------------


def statuses_in(store, day):
    return {car.vin: status_in(car) for car in statuses(store.on(day))}


def status_in(car):
    rate = km_per_day(car.rate_km, car.rate_days)
    known = (car.plate, car.status.value, car.quasi_lost, car.departed, car.reference, car.months_since)
    return (*known, car.next_maintenance, rate, car.source)


def status_of(seen):
    car, day = seen.car, seen.day
    status = status_on(seen.reference, day, "6-12")
    quasi = quasi_lost_on(car, seen.reference, day, day, "6-12")
    known = (car.cells["plate"], status, quasi, False, seen.reference, seen.months_since)
    return (*known, seen.next_maintenance, seen.km_per_day, car.source)


@in_each_store
@on_each_day
def test_the_status_of_every_vehicle(stores, name, day):
    store = stores[name]
    expected = {seen.car.vin: status_of(seen) for seen in store.seen(day)}
    assert differing(statuses_in(store, day), expected) == {}


def targets(day):
    """Months before, same and after the as-of day, each with a policy: every pair of day, month and policy is met."""
    month, turn = Target(day.year, day.month), AS_OF.index(day)
    return [(month.plus(n), list(POLICIES)[(turn + i) % 3]) for i, n in enumerate(FROM_THE_MONTH)]


def row_in(row):
    return (
        row.status.value, row.reference, row.months_since, row.quasi_lost, row.last_odometer, row.predicted_odometer,
        row.next_maintenance, row.visits_12, row.visits, row.spend_12_fen, row.spend_fen, row.protected, row.overdue,
        row.loyal, row.plate, row.customer, row.model, row.source, row.advisor,
    )  # fmt: skip


def row_of(row, policy):
    seen = row.seen
    cells = seen.car.cells
    return (
        status_on(seen.reference, seen.day, policy), seen.reference, seen.months_since, row.quasi_lost,
        seen.last_odometer, seen.predicted_odometer, seen.next_maintenance, seen.visits_12, seen.visits, seen.spend_12,
        seen.spend, seen.protected, row.overdue, seen.loyal, cells["plate"], cells["name"], cells["model"],
        seen.car.source, cells["advisor"],
    )  # fmt: skip


@in_each_store
@on_each_day
@pytest.mark.parametrize("wanted", LISTS)
def test_every_list_with_its_columns(stores, name, day, wanted):
    store = stores[name]
    for target, policy in targets(day):
        listed = month_list(store.on(day), AskFor(ListName(wanted), Month.parse(str(target)), policy))
        found = slow_reading.month_list(store.seen(day), wanted, target, policy)
        expected = {vin: row_of(row, policy) for vin, row in found.items()}
        got = {row.vin: row_in(row) for row in listed.rows}
        assert len(got) == len(listed.rows)
        assert (str(target), policy, differing(got, expected)) == (str(target), policy, {})


@in_each_store
def test_birthdays_are_a_row_a_customer_with_the_day_and_the_cars(stores, name):
    store = stores[name]
    target = Target(2027, 2)
    rows = month_list(store.on(EXPORTED_ON), AskFor(ListName.BIRTHDAYS, Month(2027, 2))).rows
    found = slow_reading.month_list(store.seen(EXPORTED_ON), "birthdays", target, "6-12")
    cars = [row.seen.car for row in found.values()]
    assert {row.customer_id: (row.customer, row.plates, row.end) for row in rows}.keys() == {row.id for row in rows}
    expected = sorted((car.cells["name"], (car.cells["plate"],), a_day(car.cells["birthday"])) for car in cars)
    assert sorted((row.customer, row.plates, row.end) for row in rows) == expected


@in_each_store
@pytest.mark.parametrize("day", [AS_OF[1], EXPORTED_ON], ids=str)
def test_why_agrees_with_every_list(stores, name, day):
    store = stores[name]
    target = Target(day.year, day.month).plus(1)
    policy = list(POLICIES)[AS_OF.index(day) % 3]
    for wanted in LISTS:
        members = slow_reading.month_list(store.seen(day), wanted, target, policy)
        asked = {*list(members)[:3], *list(store.truth.cars)[:: len(store.truth.cars) // 3]}
        for vin in asked:
            ask = AskFor(ListName(wanted), Month.parse(str(target)), policy)
            verdict = why_in_list(store.on(day), store.truth.cars[vin].cells["plate"], ask)
            assert (wanted, policy, vin, verdict.member) == (wanted, policy, vin, vin in members)
            assert verdict.reasons
