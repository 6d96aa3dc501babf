"""Both sample exports, read as a whole and compared with what a careful clerk would make of them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dealerdesk.domain.money import fen_from
from dealerdesk.spreadsheets.files import Reading
from dealerdesk.spreadsheets.rows import VehicleRow, VisitRow, read_vehicles, read_visits

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 22)
STORES = {"store_a": ("vehicles.xlsx", "visits.xlsx"), "store_c": ("vehicles.csv", "visits.xls")}
STATES = {"已结算": "settled", "在修": "in-workshop", "作废": "void"}
PAYERS = {"客户": "owner", "厂家": "manufacturer", "保险": "insurer"}
SOURCES = {"自店销售": "own", "他店销售": "other-store", "过路车": "passing", "外品牌": "other-brand"}


def truth(store: str, name: str) -> list[dict[str, str]]:
    with (DATA / store / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module", params=sorted(STORES))
def store(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def visits(store: str) -> list[VisitRow]:
    with Reading(DATA / store / STORES[store][1]) as reading:
        assert reading.head.kind == "visits"
        return list(read_visits(reading.rows(), reading.head, TODAY))


@pytest.fixture(scope="module")
def vehicles(store: str) -> list[VehicleRow]:
    with Reading(DATA / store / STORES[store][0]) as reading:
        assert reading.head.kind == "vehicles"
        return list(read_vehicles(reading.rows(), reading.head, TODAY))


def code_of(row: VisitRow) -> str | None:
    """The code when no VIN is known yet: the dummy plates of the samples have none."""
    return "free_plate" if row.free_plate and row.vin is None else row.code


def test_exactly_the_orders_of_rejected_and_set_aside_have_those_codes(store: str, visits: list[VisitRow]) -> None:
    expected = {row["order"]: row["code"] for name in ("rejected", "set_aside") for row in truth(store, name)}
    assert {row.order_no: code_of(row) for row in visits if code_of(row)} == expected
    counts = json.loads((DATA / store / "truth" / "counts.json").read_text())
    total = counts["visits"] + counts["rejected"] + counts["set_aside"] + counts["duplicates"]
    assert len(visits) == total


def test_every_order_is_read_as_the_clerk_would(store: str, visits: list[VisitRow]) -> None:
    read = {row.order_no: row for row in visits if code_of(row) is None}
    expected = truth(store, "visits")
    assert read.keys() == {row["ro"] for row in expected}
    for row in expected:
        got = read[row["ro"]]
        assert (got.plate, got.vin) == (row["plate"], row["vin"])
        assert (got.date_in, got.date_settled) == (day(row["in"]), day(row["settled"]))
        assert got.odometer == int(row["km"])
        assert (got.kind, got.advisor, got.items) == (row["kind"], row["advisor"], row["items"])
        amounts = (got.labour_fen, got.parts_fen, got.due_fen, got.discount_fen, got.paid_fen)
        assert amounts == tuple(fen_from(row[name]) for name in ("labour", "parts", "due", "off", "paid"))
        assert (got.payer, got.state, got.note) == (PAYERS[row["payer"]], STATES[row["status"]], None)


def test_orders_exported_twice_are_read_alike(store: str, visits: list[VisitRow]) -> None:
    times = Counter(row.order_no for row in visits if code_of(row) is None)
    twice = [number for number, count in times.items() if count == 2]
    assert len(twice) == json.loads((DATA / store / "truth" / "counts.json").read_text())["duplicates"]
    for number in twice:
        first, second = ([*row][6:] for row in visits if row.order_no == number)
        assert first == second


def test_the_samples_rouse_no_warning(visits: list[VisitRow], vehicles: list[VehicleRow]) -> None:
    assert not [row for row in (*visits, *vehicles) if row.warnings]


def test_every_vehicle_is_read_as_the_clerk_would(store: str, vehicles: list[VehicleRow]) -> None:
    read = {row.vin: row for row in vehicles}
    expected = truth(store, "vehicles")
    assert len(vehicles) == len(read) == len(expected)
    for row in expected:
        got = read[row["vin"]]
        assert got.code is None
        assert (got.customer_number, got.customer_name, got.address) == (row["no"], row["name"], row["address"])
        assert got.sex == {"男": "male", "女": "female", "": None}[row["sex"]]
        assert [phone.digits for phone in got.phones] == [row["phone"]]
        assert got.customer_type == {"个人": "person", "单位": "company"}[row["kind"]]
        assert (got.plate, got.model, got.advisor) == (row["plate"], row["model"], row["advisor"])
        assert (got.source, got.wechat) == (SOURCES[row["source"]], row["wechat"] == "True")
        days = (got.birthday, got.delivered, got.warranty_end, got.insurance_end, got.inspection_end)
        names = ("birthday", "delivered", "warranty", "insurance", "inspection")
        assert days == tuple(day(row[name]) for name in names)
        assert (got.extended_warranty_end, got.prepaid_end) == (day(row["extended"]), day(row["prepaid"]))
