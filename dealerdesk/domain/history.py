"""What a vehicle's history says, as stretches: one value from a day on, until the day on which something happens."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.maintenance import Mileage, Readings, next_maintenance
from dealerdesk.domain.visit import Visit, Weighed, kinds_reader, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.domain.rules import Rules


_VOID = "void"
_NO_MILEAGE = (None, None, None, None)


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
    for day, happened in sorted(_by_day(history).items()):
        folding.live_through(day, happened)
    return folding.finished()


def stretch_on(stretches: Iterable[Stretch], day: date) -> Stretch:
    """The stretch that holds on a day: the stretches of a history tile all days."""
    return next(stretch for stretch in stretches if stretch.from_day <= day < stretch.until_day)


class _Day:
    """What happened to a vehicle on one day."""

    __slots__ = ("departs", "owner", "told", "visits")

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.told: list[Told] = []
        self.owner: Owned | None = None
        self.departs = False


def _by_day(history: History) -> dict[date, _Day]:
    """What happened, by day; void visits did not happen."""
    days: defaultdict[date, _Day] = defaultdict(_Day)
    for visit in history.visits:
        if visit.state != _VOID:
            days[visit.day].visits.append(visit)
    for told in history.told:
        days[told.day].told.append(told)
    for owned in history.owners:
        day = days[owned.from_day]
        day.owner = owned if day.owner is None else max(day.owner, owned, key=_place)
    for departed in history.departed:
        days[departed].departs = True
    if history.delivered is not None:
        days.setdefault(history.delivered, _Day())
    return days


def _order(visit: Visit) -> tuple[str, int]:
    return (visit.order_no or "", visit.id)


def _place(owned: Owned) -> int:
    return -1 if owned.owner_id is None else owned.owner_id


class _Folding:
    """A history half-way through its fold: what holds now, and the stretches that are done."""

    def __init__(self, history: History, rules: Rules) -> None:
        self._rules, self._kinds = rules, kinds_reader(rules)
        self._interval = rules.interval_for(history.model, history.drive)
        self._source, self._delivered = history.source, history.delivered
        self._own_delivery = history.delivered if history.source == "own" else None
        self._readings = Readings(rules)
        self._done: list[Stretch] = []
        self._evidence: list[date] = []
        self._reference: date | None = None
        self._departed = False
        self._owner = Owned(EVER, None)
        self._mileage: Mileage | None = None
        self._maintained: date | None = None
        self._maintained_km: int | None = None
        self._next: date | None = None
        self._visits = self._spend = self._owner_paid = 0
        self._first_seen: date | None = None
        self._last_visit: int | None = None
        self._first_visit: int | None = None
        self._since, self._held = EVER, self._holds()

    def live_through(self, day: date, happened: _Day) -> None:
        """Let a day happen."""
        if happened.owner is not None:
            self._owner = happened.owner
        delivered = day == self._own_delivery
        if delivered:
            self._reference, self._departed = day, False
        km, serviced = self._visited(day, happened.visits) if happened.visits else (0, None)
        if happened.told:
            km, serviced = _hear(happened.told, km, serviced)
        if happened.departs:
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
                self._done.append(Stretch._make((self._since, day, *self._held)))
            self._since, self._held = day, holds

    def _holds(self) -> tuple[Any, ...]:
        """What holds now: a stretch less its days."""
        last_day, last_km, rate_km, rate_days = self._mileage or _NO_MILEAGE
        return (
            self._reference, self._departed, self._owner.owner_id, self._owner.do_not_call, self._source,
            self._delivered, last_day, last_km, rate_km, rate_days, self._maintained, self._maintained_km, self._next,
            self._visits, self._spend, self._owner_paid, self._first_seen, self._last_visit, self._first_visit,
        )  # fmt: skip

    def _visited(self, day: date, visits: list[Visit]) -> tuple[int, int | None]:
        """Take in a day's visits; answer their highest odometer in km and the last maintenance's, 0 if unknown."""
        if len(visits) > 1:
            visits.sort(key=_order)
        self._first_seen = self._first_seen or day
        self._last_visit = visits[-1].id
        highest, serviced, evident = 0, None, False
        for visit in visits:
            what = weighed(visit, self._kinds(visit.kind), self._rules)
            if not what.settled:
                continue
            km = visit.odometer or 0
            highest = max(highest, km)
            if what.maintenance:
                serviced = km
            if what.counting:
                self._count(day, visit, what)
            evident = evident or what.evidence
        if evident:
            self._evidence.append(day)
        return highest, serviced

    def _count(self, day: date, visit: Visit, what: Weighed) -> None:
        self._reference, self._departed = day, False
        if not self._visits:
            self._first_visit = visit.id
        self._visits += 1
        self._spend += what.charge_fen
        self._owner_paid += what.owner_paid_fen

    def _next_on(self, day: date) -> date | None:
        interval, rules, delivered = self._interval, self._rules, self._own_delivery
        if self._maintained is not None:
            return next_maintenance(self._maintained, self._maintained_km, interval.months, interval.km, self._mileage)
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
