"""What a vehicle's history says, as stretches: one value from a day on, until the day on which something happens."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.maintenance import Mileage, Readings, next_maintenance
from dealerdesk.domain.visit import Visit, charge_of, prover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from dealerdesk.domain.rules import Rules


_VOID = "void"
_DISTINCT_CARS = 4_096
_NO_MILEAGE = (None, None, None, None)
_new = tuple.__new__
"""Makes a named tuple as its `_make` does, without counting: there are millions."""


class Told(NamedTuple):
    """What a customer told: an odometer reading in km, or a maintenance done elsewhere."""

    day: date
    odometer: int | None = None
    maintenance: bool = False


class Owned(NamedTuple):
    """An owner from a day on; None where nobody is known. Whether nobody may call them is today's mark."""

    from_day: date
    owner_id: int | None
    do_not_call: bool = False


_NOBODY = Owned(EVER, None)


class History(NamedTuple):
    """All that the fold needs to know of one vehicle; visits, tellings, owners and departures come in any order."""

    source: str = "unknown"
    delivered: date | None = None
    model: str | None = None
    drive: str | None = None
    visits: tuple[Visit, ...] = ()
    told: tuple[Told, ...] = ()
    owners: tuple[Owned, ...] = ()
    departed: tuple[date, ...] = ()


class Stretch(NamedTuple):
    """What a history says from `from_day` until the day before `until_day`.

    Rulebook 3.2 (reference), 3.6 (departed), 5.1 (maintained: day and km of the last maintenance, next_maintenance) and
    5.2 (last_day, last_km, rate). `visits`, `spend_fen` and `owner_paid_fen` add up the counting visits so far.
    `first_seen` is the day of the first visit that is not void, `last_visit` the id of the latest one, `first_visit`
    that of the first counting one.
    """

    from_day: date
    until_day: date
    reference: date | None = None
    departed: bool = False
    owner_id: int | None = None
    do_not_call: bool = False
    source: str = "unknown"
    delivered: date | None = None
    last_day: date | None = None
    last_km: int | None = None
    rate_km: int | None = None
    rate_days: int | None = None
    maintained: date | None = None
    maintained_km: int | None = None
    next_maintenance: date | None = None
    visits: int = 0
    spend_fen: int = 0
    owner_paid_fen: int = 0
    first_seen: date | None = None
    last_visit: int | None = None
    first_visit: int | None = None

    @property
    def mileage(self) -> Mileage | None:
        """The last kept reading and the rate, or None without a reading."""
        if self.last_day is None or self.last_km is None:
            return None
        return Mileage(self.last_day, self.last_km, self.rate_km, self.rate_days)


class Folded(NamedTuple):
    """A folded history: its stretches, which tile all days, and the days of evidence that the owner talks to us."""

    stretches: tuple[Stretch, ...]
    evidence: tuple[date, ...]


def fold(history: History, rules: Rules) -> Folded:
    """Fold a history into its stretches, by the history and the rules alone, whatever today is (Rulebook 3, 5)."""
    folding = _Folding(history, rules)
    visits, besides = _visits_by_day(history.visits), _besides_by_day(history)
    for day in sorted(visits.keys() | besides.keys()):
        folding.live_through(day, visits.get(day, ()), besides.get(day))
    return folding.finished()


@lru_cache(maxsize=16)
def _intervals(rules: Rules) -> Callable[[str | None, str | None], tuple[int, int]]:
    """The maintenance interval of a model and drive, in months and km; there are few, and every history asks."""

    @lru_cache(maxsize=_DISTINCT_CARS)
    def read(model: str | None, drive: str | None) -> tuple[int, int]:
        chosen = rules.interval_for(model, drive)
        return chosen.months, chosen.km

    return read


def stretch_on(stretches: Iterable[Stretch], day: date) -> Stretch:
    """The stretch that holds on a day: the stretches of a history tile all days."""
    return next(stretch for stretch in stretches if stretch.from_day <= day < stretch.until_day)


class _Besides:
    """What happened to a vehicle on one day besides visits."""

    __slots__ = ("departs", "owner", "told")

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.owner: Owned | None = None
        self.departs = False


def _visits_by_day(visits: Iterable[Visit]) -> dict[date, list[Visit]]:
    """The visits, by day; void ones did not happen."""
    days: dict[date, list[Visit]] = {}
    for visit in visits:
        if visit.state != _VOID:
            if (day := visit.day) in days:
                days[day].append(visit)
            else:
                days[day] = [visit]
    return days


def _besides_by_day(history: History) -> dict[date, _Besides]:
    """What happened besides visits, by day; a delivery does not need to be told of twice."""
    days: defaultdict[date, _Besides] = defaultdict(_Besides)
    for told in history.told:
        days[told.day].told.append(told)
    for owned in history.owners:
        day = days[owned.from_day]
        day.owner = owned if day.owner is None else max(day.owner, owned, key=_place)
    for departed in history.departed:
        days[departed].departs = True
    if history.delivered is not None:
        days.setdefault(history.delivered, _Besides())
    return days


def _order(visit: Visit) -> tuple[str, int]:
    return (visit.order_no or "", visit.id)


def _place(owned: Owned) -> int:
    return -1 if owned.owner_id is None else owned.owner_id


class _Folding:
    """A history half-way through its fold: what holds now, and the stretches that are done."""

    def __init__(self, history: History, rules: Rules) -> None:
        self._rules, self._prove = rules, prover(rules)
        self._interval = _intervals(rules)(history.model, history.drive)
        self._source, self._delivered = history.source, history.delivered
        self._own_delivery = history.delivered if history.source == "own" else None
        self._readings = Readings(rules)
        self._done: list[Stretch] = []
        self._evidence: list[date] = []
        self._reference: date | None = None
        self._departed = False
        self._owner = _NOBODY
        self._mileage: Mileage | None = None
        self._maintained: date | None = None
        self._maintained_km: int | None = None
        self._next: date | None = None
        self._visits = self._spend = self._owner_paid = 0
        self._first_seen: date | None = None
        self._last_visit: int | None = None
        self._first_visit: int | None = None
        self._since, self._held = EVER, self._holds()

    def live_through(self, day: date, visits: Sequence[Visit], besides: _Besides | None) -> None:
        """Let a day happen."""
        delivered = False
        if besides is not None:
            if besides.owner is not None:
                self._owner = besides.owner
            if delivered := day == self._own_delivery:
                self._reference, self._departed = day, False
        km, serviced = self._visited(day, visits) if visits else (0, None)
        if besides is not None:
            if besides.told:
                km, serviced = _hear(besides.told, km, serviced)
            if besides.departs:
                self._departed = True
        if km > 0:
            self._readings.add(day, km)
            self._mileage = self._readings.mileage()
        if serviced is not None:
            self._maintained, self._maintained_km = day, serviced if serviced > 0 else None
        if km > 0 or serviced is not None or delivered:
            self._next = self._next_on(day)
        self._turn(day)

    def finished(self) -> Folded:
        """The stretches and the evidence so far."""
        return Folded((*self._done, Stretch(self._since, FOREVER, *self._held)), tuple(self._evidence))

    def _turn(self, day: date) -> None:
        """End the stretch so far if what holds from the day on differs from it."""
        holds = self._holds()
        if holds != self._held:
            if day > self._since:
                self._done.append(_new(Stretch, (self._since, day, *self._held)))
            self._since, self._held = day, holds

    def _holds(self) -> tuple[Any, ...]:
        """What holds now: a stretch less its days."""
        last_day, last_km, rate_km, rate_days = self._mileage or _NO_MILEAGE
        _, owner_id, do_not_call = self._owner
        return (
            self._reference, self._departed, owner_id, do_not_call, self._source,
            self._delivered, last_day, last_km, rate_km, rate_days, self._maintained, self._maintained_km, self._next,
            self._visits, self._spend, self._owner_paid, self._first_seen, self._last_visit, self._first_visit,
        )  # fmt: skip

    def _visited(self, day: date, visits: Sequence[Visit]) -> tuple[int, int | None]:
        """Take in a day's visits; answer their highest odometer in km and the last maintenance's, 0 if unknown."""
        if len(visits) > 1:
            visits = sorted(visits, key=_order)
        self._first_seen = self._first_seen or day
        self._last_visit = visits[-1].id
        highest, serviced, evident = 0, None, False
        for visit in visits:
            charge = charge_of(visit)
            settled, counting, evidence, maintenance, owner_pays = self._prove(
                visit.kind, visit.state, visit.payer, visit.maintenance, visit.counts, (charge > 0) - (charge < 0)
            )
            if not settled:
                continue
            km = visit.odometer or 0
            highest = max(highest, km)
            if maintenance:
                serviced = km
            if counting:
                self._count(day, visit, charge, charge - (visit.redeemed_fen or 0) if owner_pays else 0)
            elif evidence:
                evident = True
        if evident:
            self._evidence.append(day)
        return highest, serviced

    def _count(self, day: date, visit: Visit, charge_fen: int, owner_paid_fen: int) -> None:
        self._reference, self._departed = day, False
        if not self._visits:
            self._first_visit = visit.id
        self._visits += 1
        self._spend += charge_fen
        self._owner_paid += owner_paid_fen

    def _next_on(self, day: date) -> date | None:
        if self._maintained is not None:
            months, km = self._interval
            return next_maintenance(self._maintained, self._maintained_km, months, km, self._mileage)
        delivered, rules = self._own_delivery, self._rules
        if delivered is not None and delivered <= day:
            return next_maintenance(delivered, 0, rules.first_months, rules.first_km, self._mileage)
        return None


def _hear(tellings: list[Told], km: int, serviced: int | None) -> tuple[int, int | None]:
    """Add what was told to a day's highest odometer in km, and to its last maintenance unless we did one ourselves."""
    elsewhere = None
    for told in tellings:
        km = max(km, told.odometer or 0)
        if told.maintenance:
            elsewhere = max(elsewhere or 0, told.odometer or 0)
    return km, elsewhere if serviced is None else serviced
