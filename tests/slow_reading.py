"""A slow, literal reading of the rulebook over a sample's truth, which shares no code with the program."""

from __future__ import annotations

import csv
import json
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

SETTLED = ("已结算", "已出厂", "已完工结算")
ON_SITE_INSPECTION = "上门检测"
OWNER = "客户"
SOURCES = {"自店销售": "own", "他店销售": "other-store", "过路车": "passing", "外品牌": "other-brand"}
BASE_SOURCES = ("own", "other-store", "unknown")
POLICIES = {
    "6-12": (("at-risk", 6), ("lost", 12)),
    "6": (("lost", 6),),
    "3-6-9": (("watch", 3), ("at-risk", 6), ("lost", 9)),
}
STATUS_LISTS = ("watch", "at-risk", "lost")
ENDS = ("warranty", "insurance", "inspection")
LISTS = (
    "about-to-be-lost", "second-visit", "watch", "at-risk", "lost", "quasi-lost", "first-maintenance",
    "maintenance-due", "overdue", "warranty", "insurance", "inspection", "birthdays",
)  # fmt: skip


@cache
def add_months(day: date, n: int) -> date:
    """The same day of the month n months later, or the last day of a month that is too short."""
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def months_since(reference: date | None, day: date) -> int | None:
    """Largest n with add_months(reference, n) <= day."""
    if reference is None:
        return None
    n = 0
    while add_months(reference, n + 1) <= day:
        n += 1
    return n


@dataclass(frozen=True)
class Target:
    """A target month."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus(self, n: int) -> Target:
        moved = add_months(self.first, n)
        return Target(moved.year, moved.month)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def a_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def fen(text: str) -> int | None:
    """Yuan to fen, exactly."""
    if not text:
        return None
    amount = Decimal(text) * 100
    assert amount == int(amount)
    return int(amount)


@dataclass(frozen=True)
class Order:
    """A row of visits.csv."""

    cells: dict[str, str]
    no: str
    day: date
    km: int | None
    kind: str
    settled: bool
    charge: int

    @property
    def counting(self) -> bool:
        """Settled, and it brought a charge above zero, whoever paid."""
        return self.settled and self.charge > 0

    @property
    def maintenance(self) -> bool:
        """A settled order of a maintenance kind, charged or not."""
        return self.settled and ("保养" in self.kind or "首保" in self.kind)

    @property
    def inspection_without_charge(self) -> bool:
        return self.settled and self.charge == 0 and self.kind == ON_SITE_INSPECTION


def an_order(cells: dict[str, str]) -> Order:
    due, off, paid = fen(cells["due"]), fen(cells["off"]), fen(cells["paid"])
    charge = due - off if due is not None and off is not None else paid or 0
    day = a_day(cells["in"])
    assert day is not None
    km = int(cells["km"]) if cells["km"] else None
    return Order(cells, cells["ro"], day, km, cells["kind"], cells["status"] in SETTLED, charge)


@dataclass
class Car:
    """A row of vehicles.csv, with its orders by date and number."""

    cells: dict[str, str]
    orders: list[Order] = field(default_factory=list)

    @property
    def vin(self) -> str:
        return self.cells["vin"]

    @property
    def source(self) -> str:
        return SOURCES.get(self.cells["source"], "unknown")

    @property
    def delivered(self) -> date | None:
        return a_day(self.cells["delivered"])

    def until(self, day: date) -> list[Order]:
        """What had come in by the day."""
        return [order for order in self.orders if order.day <= day]


class Truth(NamedTuple):
    """The truth of one sample store."""

    cars: dict[str, Car]
    rejected: list[tuple[str, str]]
    set_aside: list[tuple[str, str]]
    counts: dict[str, int]


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def read_truth(folder: Path) -> Truth:
    cars = {row["vin"]: Car(row) for row in rows_of(folder / "vehicles.csv")}
    for row in rows_of(folder / "visits.csv"):
        cars[row["vin"]].orders.append(an_order(row))
    for car in cars.values():
        car.orders.sort(key=lambda order: (order.day, order.no))
    rejected, set_aside = (
        [(row["order"], row["code"]) for row in rows_of(folder / f"{name}.csv")] for name in ("rejected", "set_aside")
    )
    counts = json.loads((folder / "counts.json").read_text(encoding="utf-8"))
    return Truth(cars, rejected, set_aside, counts)


def reference_on(car: Car, day: date) -> date | None:
    """Rulebook 3.2."""
    found = [order.day for order in car.until(day) if order.counting]
    if car.source == "own" and car.delivered is not None and car.delivered <= day:
        found.append(car.delivered)
    return max(found, default=None)


def status_on(reference: date | None, day: date, policy: str) -> str:
    """Rulebook 3.3."""
    if reference is None:
        return "no-history"
    status = "active"
    for stage, months in POLICIES[policy]:
        if day >= add_months(reference, months):
            status = stage
    return status


def quasi_lost_on(car: Car, reference: date | None, day: date, seen_on: date, policy: str) -> bool:
    """Rulebook 3.4 on a day, by what had come in by the day it is seen on."""
    if reference is None or status_on(reference, day, policy) not in {"at-risk", "lost"}:
        return False
    return any(
        order.inspection_without_charge and order.day > reference and add_months(day, -6) < order.day <= day
        for order in car.until(seen_on)
    )


def readings_on(car: Car, day: date) -> list[tuple[date, int]]:
    """Odometers above 0 of settled visits, the highest of a day, oldest first."""
    highest: dict[date, int] = {}
    for order in car.until(day):
        if order.settled and order.km is not None and order.km > 0:
            highest[order.day] = max(order.km, highest.get(order.day, 0))
    return sorted(highest.items())


def kept_of(readings: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Drop the fewest that leave the rest not falling; between equal choices keep the newest, from the latest on."""
    longest = [1] * len(readings)  # how many can be kept of the readings up to this one, if this one is
    for i, (_, km) in enumerate(readings):
        for j in range(i):
            if readings[j][1] <= km:
                longest[i] = max(longest[i], longest[j] + 1)
    kept: list[tuple[date, int]] = []
    wanted = max(longest, default=0)
    for i in reversed(range(len(readings))):
        if longest[i] == wanted and (not kept or readings[i][1] <= kept[0][1]):
            kept.insert(0, readings[i])
            wanted -= 1
    return kept


def rate_of(kept: list[tuple[date, int]]) -> tuple[int, int] | None:
    """Kilometres and days of the kept readings later than 18 months before the last kept one."""
    if not kept:
        return None
    recent = [(day, km) for day, km in kept if day > add_months(kept[-1][0], -18)]
    days, km = (recent[-1][0] - recent[0][0]).days, recent[-1][1] - recent[0][1]
    return (km, days) if len(recent) >= 2 and days >= 7 and km > 0 else None


def day_reached(kept: list[tuple[date, int]], odometer: int) -> date | None:
    """The day an odometer is reached: the last kept reading's date + ceil(remaining x days / km), never before it."""
    rate = rate_of(kept)
    if rate is None:
        return None
    km, days = rate
    last_day, last_km = kept[-1]
    needed = ceil(Fraction(max(odometer - last_km, 0) * days, km))
    return last_day + timedelta(days=needed) if needed < 1_000_000 else date.max


def last_maintenance_on(car: Car, day: date) -> Order | None:
    return max((o for o in car.until(day) if o.maintenance), key=lambda o: (o.day, o.no), default=None)


def next_maintenance_on(car: Car, day: date) -> date | None:
    """Rulebook 5.1."""
    last = last_maintenance_on(car, day)
    if last is not None:
        start, months, odometer = last.day, 6, last.km or None
    elif car.source == "own" and car.delivered is not None and car.delivered <= day:
        start, months, odometer = car.delivered, 3, 0
    else:
        return None
    by_months = add_months(start, months)
    if odometer is None:
        return by_months
    by_km = day_reached(kept_of(readings_on(car, day)), odometer + 5000)
    return min(by_months, by_km) if by_km is not None and by_km > start else by_months


@dataclass(frozen=True)
class Seen:
    """A car as it is seen on a day."""

    car: Car
    day: date
    reference: date | None
    months_since: int | None
    last_odometer: int | None
    predicted_odometer: int | None
    rate: tuple[int, int] | None
    next_maintenance: date | None
    awaits_first: bool
    visits_12: int
    visits: int
    spend_12: int
    spend: int
    protected: bool
    loyal: bool

    @property
    def km_per_day(self) -> str | None:
        if self.rate is None:
            return None
        exact = Decimal(self.rate[0]) / Decimal(self.rate[1])
        return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def see(car: Car, day: date) -> Seen:
    kept = kept_of(readings_on(car, day))
    rate = rate_of(kept)
    reference = reference_on(car, day)
    counting = [order for order in car.until(day) if order.counting]
    recent = [order for order in counting if order.day > add_months(day, -12)]
    owner_paid = sum(order.charge for order in recent if order.cells["payer"] == OWNER)
    ends = [a_day(car.cells[product]) for product in ("extended", "prepaid")]
    delivered = car.delivered
    return Seen(
        car=car,
        day=day,
        reference=reference,
        months_since=months_since(reference, day),
        last_odometer=kept[-1][1] if kept else None,
        predicted_odometer=kept[-1][1] + rate[0] * (day - kept[-1][0]).days // rate[1] if rate else None,
        rate=rate,
        next_maintenance=next_maintenance_on(car, day),
        awaits_first=(
            car.source == "own"
            and delivered is not None
            and delivered <= day < add_months(delivered, 12)
            and last_maintenance_on(car, day) is None
        ),
        visits_12=len(recent),
        visits=len(counting),
        spend_12=sum(order.charge for order in recent),
        spend=sum(order.charge for order in counting),
        protected=any(end is not None and end >= day for end in ends),
        loyal=len(recent) >= 2 or owner_paid >= 300_000,
    )


class Row(NamedTuple):
    """A car in a list, with what the list alone says of it."""

    seen: Seen
    quasi_lost: bool
    overdue: bool


def first_due(seen: Seen) -> date:
    assert seen.car.delivered is not None
    return add_months(seen.car.delivered, 3)


def is_member(name: str, seen: Seen, target: Target, policy: str) -> bool:
    """One row of the table of Rulebook 4 each."""
    stages = dict(POLICIES[policy])
    not_lost = status_on(seen.reference, seen.day, policy) != "lost"
    due = seen.next_maintenance
    comes_back = not_lost and not seen.awaits_first and due is not None
    asked = {
        "about-to-be-lost": lambda: "lost" in stages and seen.reference in target.plus(-stages["lost"]),
        "second-visit": lambda: seen.reference in target.plus(-6),
        **dict.fromkeys(STATUS_LISTS, lambda: status_on(seen.reference, target.last, policy) == name),
        "quasi-lost": lambda: quasi_lost_on(seen.car, seen.reference, target.last, seen.day, policy),
        "first-maintenance": lambda: seen.awaits_first and not_lost and first_due(seen) <= target.last,
        "maintenance-due": lambda: comes_back and due in target,
        "overdue": lambda: comes_back and due < target.first,
        **dict.fromkeys(ENDS, lambda: a_day(seen.car.cells[name]) in target),
        "birthdays": lambda: birthday_in(seen.car, target) is not None,
    }
    return asked[name]()


def birthday_in(car: Car, target: Target) -> date | None:
    """The day of the target month on which the owner's birthday is kept."""
    born = a_day(car.cells["birthday"])
    if born is None or born.month != target.month:
        return None
    return date(target.year, target.month, min(born.day, monthrange(target.year, target.month)[1]))


def may_be_listed(name: str, seen: Seen) -> bool:
    """Passing and other-brand vehicles only where marked *."""
    return name in ENDS or seen.car.source in BASE_SOURCES


def a_row(name: str, seen: Seen, target: Target, policy: str) -> Row:
    overdue = name == "overdue" or (name == "first-maintenance" and first_due(seen) < target.first)
    return Row(seen, quasi_lost_on(seen.car, seen.reference, target.last, seen.day, policy), overdue)


def month_list(seen_cars: list[Seen], name: str, target: Target, policy: str) -> dict[str, Row]:
    """The list: VIN -> row. In the samples nobody has departed or refuses calls, and a customer owns one car."""
    return {
        seen.car.vin: a_row(name, seen, target, policy)
        for seen in seen_cars
        if may_be_listed(name, seen) and is_member(name, seen, target, policy)
    }
