"""Whatever reception does in whatever order, the store stays sound, and Undo brings back what was there."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.errors import Trouble
from dealerdesk.domain.visit import VisitState
from dealerdesk.services.reception.booking import change_visit, log_first_visit, log_visit, void_visit
from dealerdesk.services.reception.changing_hands import NewOwner, change_owner, change_plate
from dealerdesk.services.reception.new_car import NewCar
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 22)
EVERYTHING = {
    "far_back", "before_delivery", "second_that_day", "no_charge", "odometer_fell", "odometer_steep",
    "odometer_above_later", "plate_pattern", "plate_taken", "vin_check", "same_phone", "same_name",
}  # fmt: skip
TABLES = ("vehicle", "plate", "ownership", "customer", "phone", "visit", "product", "task")
PLATES = ("琼A00001", "琼A00002", "琼B77777", "琼C88888")

days = st.integers(0, 700).map(lambda n: TODAY - timedelta(n))
numbers = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("log"), numbers, days, st.integers(0, 90_000), st.sampled_from(list(VisitState)[:4])),
    st.tuples(st.just("new"), st.sampled_from(PLATES), days, st.sampled_from(["王小明", "陈丽", ""])),
    st.tuples(st.just("change"), numbers, st.integers(0, 90_000), st.integers(0, 900)),
    st.tuples(st.just("forward"), numbers),
    st.tuples(st.just("void"), numbers),
    st.tuples(st.just("plate"), numbers, st.sampled_from(PLATES), days),
    st.tuples(st.just("owner"), numbers, st.sampled_from(["陈丽", "赵敏"]), days),
    st.tuples(st.just("undo"), st.integers(0, 5)),
)


class Desk:
    """A store with two cars, and the steps that reception takes at it."""

    def __init__(self, shop):
        self.shop, self.desk, self.acts = shop, shop.desk, []
        first = shop.car(plate=PLATES[0], visits=[date(2025, 5, 1)], delivered=date(2021, 1, 31), source="own")
        shop.car(plate=PLATES[1])
        shop.product(first, "stored-value", balance_fen=50_000)

    def take(self, name, *args):
        """Take a step; what it refuses changes nothing."""
        try:
            done = getattr(self, name)(*args)
        except Trouble:
            return
        act = None if done is None else done.changed.act
        if act is not None:
            self.acts.append(act)

    def ids(self, table):
        return [row["id"] for row in self.shop.rows(f"SELECT id FROM {table} ORDER BY id")]

    def one(self, table, number):
        keys = self.ids(table)
        return keys[number % len(keys)] if keys else None

    def log(self, number, day, km, state):
        entered = {"date_in": day, "kind": "Maintenance", "odometer": km, "payer": "stored-value", "redeemed_fen": "10"}
        return log_visit(self.desk, self.one("vehicle", number), entered, state, confirmed=EVERYTHING)

    def new(self, plate, day, name):
        entered = {"date_in": day, "kind": "Repair", "payer": "owner", "paid_fen": "99"}
        return log_first_visit(self.desk, NewCar(plate, customer={"name": name}), entered, confirmed=EVERYTHING)

    def change(self, number, km, paid):
        visit = self.one("visit", number)
        if visit is None:
            return None
        revision = self.shop.rows("SELECT revision FROM visit WHERE id = ?", visit)[0]["revision"]
        entered = {"odometer": km, "paid_fen": str(paid), "payer": "owner"}
        return change_visit(self.desk, visit, revision, entered, why="corrected", confirmed=EVERYTHING)

    def forward(self, number):
        visit = self.one("visit", number)
        if visit is None:
            return None
        (row,) = self.shop.rows("SELECT revision, payer FROM visit WHERE id = ?", visit)
        entered = {} if row["payer"] else {"payer": "owner", "paid_fen": "50"}
        return change_visit(
            self.desk, visit, row["revision"], entered, VisitState.HANDED_OVER, why="done", confirmed=EVERYTHING
        )

    def void(self, number):
        visit = self.one("visit", number)
        if visit is None:
            return None
        revision = self.shop.rows("SELECT revision FROM visit WHERE id = ?", visit)[0]["revision"]
        return void_visit(self.desk, visit, revision, "entered twice")

    def plate(self, number, plate, day):
        return change_plate(self.desk, self.one("vehicle", number), plate, day, confirmed=EVERYTHING)

    def owner(self, number, name, day):
        return change_owner(
            self.desk, self.one("vehicle", number), NewOwner(fields={"name": name}), day, confirmed=EVERYTHING
        )

    def undo(self, number):
        if not self.acts:
            return
        undo_act(self.desk, self.acts[number % len(self.acts)])
        return

    @property
    def stored_fen(self):
        """What the first car's stored value holds, with what its visits redeemed of it."""
        (held,) = self.shop.rows("SELECT vehicle_id, balance_fen FROM product")
        redeemed = self.shop.rows(
            "SELECT redeemed_fen FROM visit WHERE vehicle_id = ? AND payer = 'stored-value' AND state <> 'void'"
            " AND redeemed_fen IS NOT NULL",
            held["vehicle_id"],
        )
        return held["balance_fen"] + sum(row["redeemed_fen"] for row in redeemed)

    def contents(self):
        """Every row without its revision."""
        return {
            table: [
                {name: value for name, value in row.items() if name != "revision"}
                for row in self.shop.rows(f"SELECT * FROM {table} ORDER BY id")
            ]
            for table in TABLES
        }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=1, max_size=7))
def test_any_sequence_leaves_a_sound_store(sequence):
    with tempfile.TemporaryDirectory() as folder, a_shop(Path(folder) / "store", TODAY) as shop:
        reception = Desk(shop)
        for step in sequence:
            reception.take(*step)
        found = check_store(shop.desk)
        assert found.ok, found.problems
        assert reception.stored_fen == 50_000


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps.filter(lambda step: step[0] != "undo"), min_size=1, max_size=5))
def test_undoing_backwards_restores_every_column(sequence):
    with tempfile.TemporaryDirectory() as folder, a_shop(Path(folder) / "store", TODAY) as shop:
        reception = Desk(shop)
        states = [reception.contents()]
        for step in sequence:
            before = len(reception.acts)
            reception.take(*step)
            if len(reception.acts) > before:
                states.append(reception.contents())
        for act in reversed(reception.acts):
            assert reception.contents() == states.pop()
            undo_act(shop.desk, act)
        assert reception.contents() == states.pop()
        assert check_store(shop.desk).ok
