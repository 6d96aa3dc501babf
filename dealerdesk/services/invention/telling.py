"""Tells a car's visits: orders with their days, odometers, amounts and states, clerks' mistakes included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.invented import InventedVisit
from dealerdesk.services.invention import jobs
from dealerdesk.services.invention.chance import between, pick
from dealerdesk.services.invention.identities import order_number
from dealerdesk.services.invention.timing import marks_of

if TYPE_CHECKING:
    from random import Random

    from dealerdesk.services.invention.jobs import Job, Terms
    from dealerdesk.services.invention.lives import Life
    from dealerdesk.services.invention.shop_days import ShopDays
    from dealerdesk.services.invention.staff import Team
    from dealerdesk.services.invention.timing import Mark

_VOID: Final = 0.011
_REVERSED: Final = 0.0015
_SLIPS: Final = 0.005
_VOID_NOTES: Final = ("客户取消", "重复开单", "客户临时有事")


class Progress(NamedTuple):
    """How far an order has come: its state, and the days by ordinal on which it was settled and the car left."""

    state: str
    settled: int | None
    out: int | None


def tell(life: Life, count: int, terms: Terms, shop: ShopDays, team: Team) -> tuple[str, tuple[InventedVisit, ...]]:
    """Answer who received the car first, and its visits, oldest first."""
    cast = life.cast
    usual = pick(cast, team.on(life.began))
    marks = marks_of(life, count, shop)
    readings = _readings(life, marks)
    visits: list[InventedVisit] = []
    month, nth, services = "", 0, 0
    for (day, purpose), odometer in zip(marks, readings, strict=True):
        services += purpose == jobs.SERVICE
        code = shop.month_code(day)
        month, nth = (month, nth + 1) if code == month else (code, 0)
        present = team.on(day)
        advisor = usual if usual in present and cast.random() < 0.7 else pick(cast, present)
        number = order_number(code, life.index, nth)
        if visits and cast.random() < _REVERSED and visits[-1].paid_fen > 0 and visits[-1].date_settled is not None:
            visits.append(_reversal(visits[-1], number, day, advisor, shop))
            continue
        job = _job(cast, terms, day, purpose, services)
        progress = _progress(cast, job, day, shop, void=purpose == jobs.OTHER and cast.random() < 3 * _VOID)
        visits.append(_order(number, day, odometer, job, progress, advisor, shop, cast))
    return usual, tuple(visits)


def _job(cast: Random, terms: Terms, day: int, purpose: int, services: int) -> Job:
    if purpose == jobs.SERVICE:
        return jobs.service(cast, terms, day, services) if cast.random() < 0.93 else jobs.repair(cast, terms)
    if purpose == jobs.OTHER:
        return jobs.other(cast, terms, day)
    if purpose == jobs.FIRST:
        return jobs.first_service(cast, terms)
    return jobs.goodwill(cast, inspection=cast.random() < 0.7)


def _progress(cast: Random, job: Job, day: int, shop: ShopDays, *, void: bool) -> Progress:
    """Answer the state that an order of that day has reached today."""
    if void:
        return Progress("void", None, None)
    last = shop.last
    chance = cast.random()
    if day == last and chance < 0.55:
        return Progress("arrived" if chance < 0.25 else "in-workshop", None, None)
    settled = day + job.days
    if chance > 0.86:
        settled += 1 if chance < 0.975 else 2
    if settled > last:
        return Progress("in-workshop", None, None)
    settled = shop.open_by(settled)
    if 0.1 < chance < 0.11 or (chance < 0.05 and settled == last):
        return Progress("settled", settled, None)
    return Progress("handed-over", settled, settled)


def _order(
    number: str,
    day: int,
    odometer: int | None,
    job: Job,
    progress: Progress,
    advisor: str,
    shop: ShopDays,
    cast: Random,
) -> InventedVisit:
    state, settled, out = progress
    _, items, labour, parts, due, discount, paid, redeemed, payer, note, _ = job
    if settled is None:
        paid, redeemed = 0, None
        if state == "arrived":
            labour = parts = due = discount = 0
        elif state == "void":
            note = pick(cast, _VOID_NOTES)
    return InventedVisit(
        number,
        shop.day(day),
        None if settled is None else shop.day(settled),
        None if out is None else shop.day(out),
        odometer,
        job.kind,
        items,
        labour,
        parts,
        due,
        discount,
        paid,
        redeemed,
        payer,
        state,
        advisor,
        note,
    )


def _reversal(of: InventedVisit, number: str, day: int, advisor: str, shop: ShopDays) -> InventedVisit:
    """Answer the order that takes back another: the same amounts below zero."""
    on = shop.day(day)
    return InventedVisit(
        order_no=number,
        date_in=on,
        date_settled=on,
        date_out=None,
        odometer=of.odometer,
        kind=of.kind,
        items=of.items,
        labour_fen=-of.labour_fen,
        parts_fen=-of.parts_fen,
        due_fen=-of.due_fen,
        discount_fen=-of.discount_fen,
        paid_fen=-of.paid_fen,
        redeemed_fen=None,
        payer=of.payer,
        state="settled",
        advisor=advisor,
        note=f"冲红 {of.order_no}",
    )


def _readings(life: Life, marks: list[Mark]) -> list[int | None]:
    """Answer the odometer of each visit as the clerk typed it, in km."""
    cast = life.cast
    if not marks:
        return []
    rate = _km_per_day(life, marks)
    before = life.delivered if life.delivered is not None else life.began - between(cast, 200, 2000)
    km = float(between(cast, 3, 60))
    readings: list[int | None] = []
    for day, _ in marks:
        km += 1 + (day - before) * rate * (0.8 + 0.4 * cast.random())
        before = day
        readings.append(int(km) if cast.random() >= 2 * _SLIPS else _mistyped(cast, int(km)))
    return readings


def _km_per_day(life: Life, marks: list[Mark]) -> float:
    """Answer the daily mileage that fits the car's maintenance, since people come when their interval is driven."""
    services = sum(purpose == jobs.SERVICE for _, purpose in marks)
    span = sum(end - start for start, end in life.stretches)
    low, high = (9_000, 20_000) if life.model.drive == "electric" else (4_800, 8_500)
    if services < 2 or span < 60:
        return 12.0 + 45 * life.cast.random()
    return min(max((low + (high - low) * life.cast.random()) * services / span, 7.0), 330.0)


def _mistyped(cast: Random, km: int) -> int | None:
    """Answer a reading with a digit too many or too few, or none."""
    chance = cast.random()
    if chance < 0.25:
        return km * 10 + between(cast, 0, 9)
    return km // 10 if chance < 0.5 else None
