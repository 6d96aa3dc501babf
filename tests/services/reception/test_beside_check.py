"""Visits that are logged while the store is checked: neither disturbs the other. `--rounds 1000` logs so many."""

from __future__ import annotations

import threading
from datetime import date, timedelta

from dealerdesk.services.demo import invent_store
from dealerdesk.services.reception.booking import log_visit
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 22)
DOUBTS = ("second_that_day", "odometer_fell", "odometer_steep", "odometer_above_later", "before_delivery", "far_back")


def test_no_check_beside_reception_finds_a_difference(tmp_path, request):
    visits = request.config.getoption("--rounds") or 40
    with a_shop(tmp_path / "store", TODAY) as shop:
        invent_store(shop.desk, vehicles=120, seed=7)
        cars = [row["id"] for row in shop.rows("SELECT id FROM vehicle ORDER BY id")]
        logged, done = [], threading.Event()

        def receive():
            for number in range(visits):
                entered = {
                    "date_in": TODAY - timedelta(number % 9),
                    "kind": "保养",
                    "odometer": 50_000 + number,
                    "payer": "owner",
                    "paid_fen": 30_000,
                }
                logged.append(log_visit(shop.desk, cars[number * 7 % len(cars)], entered, confirmed=DOUBTS))
            done.set()

        reception = threading.Thread(target=receive)
        before = shop.rows("SELECT count(*) AS n FROM visit")[0]["n"]
        reception.start()
        checks = []
        while not done.is_set() or not checks:
            checks.append(check_store(shop.desk).problems)
            if not reception.is_alive():
                break
        reception.join()
        assert [found.visit is not None for found in logged] == [True] * visits
        assert shop.rows("SELECT count(*) AS n FROM visit")[0]["n"] == before + visits
        assert set(checks) == {()}
        assert check_store(shop.desk).problems == ()
