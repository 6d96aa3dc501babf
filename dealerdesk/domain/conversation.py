"""What is worth saying to the customer who stands at the desk, the most pressing first (SCREENS "Reception")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.errors import said
from dealerdesk.domain.loyalty import ending_soon, is_protected
from dealerdesk.domain.retention import BASE_SOURCES, lost_from, months_since, status_on
from dealerdesk.domain.rules import Rules, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.loyalty import Product
    from dealerdesk.domain.maintenance import ChangeInUse

ENDS_WITHIN_DAYS: Final = 60
"""Days before the end of a warranty, insurance or inspection from which it is worth a word."""

BIRTHDAY_WITHIN_DAYS: Final = 7
_FEBRUARY_29: Final = (2, 29)


class Tone(StrEnum):
    """What a line asks of who reads it: to act at once, to ask, or only to know."""

    URGENT = "urgent"
    ASK = "ask"
    KNOW = "know"


class Line(NamedTuple):
    """One thing worth saying, and the record that is behind it: its kind and id."""

    said: Said
    tone: Tone
    about: str = ""
    key: int | None = None


class OpenTask(NamedTuple):
    """A task of this customer that waits: its reason as a code."""

    id: int
    reason: str
    due: date


class Agreement(NamedTuple):
    """An appointment of the car near this day: at which time, as people write it, and with which advisor, if any."""

    id: int
    day: date
    at: str
    purpose: str
    who: str | None = None
    missed: bool = False


class Credit(NamedTuple):
    """The contact that brought a customer back: whose, and when."""

    who: str
    day: date


@dataclass(frozen=True)
class Ends:
    """When what a car has ends; None where it is not known."""

    warranty: date | None = None
    insurance: date | None = None
    inspection: date | None = None


@dataclass(frozen=True)
class AtTheDesk:
    """The car that has come, and its customer, as they were before this visit was entered.

    `reference`: of the day before; `visits`: counting visits by then. `phones`: the quality of each number, the
    preferred first. `missing`: the fields of the file that are empty. `advisor`: who is responsible; `receiving`: who
    receives the car now, both by the id of the member of staff.
    """

    source: str = "unknown"
    reference: date | None = None
    visits: int = 0
    departed: bool = False
    credit: Credit | None = None
    change: ChangeInUse | None = None
    next_maintenance: date | None = None
    ends: Ends = field(default_factory=Ends)
    products: Sequence[Product] = ()
    tasks: Sequence[OpenTask] = ()
    appointments: Sequence[Agreement] = ()
    complaint_since: date | None = None
    advisor: tuple[int, str] | None = None
    receiving: int | None = None
    owner: bool = True
    wechat: bool | None = None
    phones: Sequence[str] = ()
    do_not_call: bool = False
    loyal: str = "none"
    birthday: date | None = None
    missing: Sequence[str] = ()


def conversation(seen: AtTheDesk, day: date, rules: Rules) -> tuple[Line, ...]:
    """The lines for the conversation on a day, what is urgent first, then what is asked, then what is good to know."""
    lines = [line for part in _PARTS for line in part(seen, day, rules)]
    return tuple(sorted(lines, key=lambda line: _TONES.index(line.tone)))


_TONES: Final = tuple(Tone)


def came_back(seen: AtTheDesk, day: date, rules: Rules) -> date | None:
    """Since when a car that has come was lost, if it was on the day before (Rulebook 3.5)."""
    eve = day - timedelta(days=1)
    policy = rules.policy_on(eve)
    if seen.departed or seen.reference is None or seen.source not in BASE_SOURCES:
        return None
    return lost_from(seen.reference, policy) if status_on(seen.reference, eve, policy) is Status.LOST else None


def _return(seen: AtTheDesk, day: date, rules: Rules) -> Iterator[Line]:
    since = came_back(seen, day, rules)
    if since is not None and seen.credit is not None:
        told = said("talk.won_back", since=since, who=seen.credit.who, day=seen.credit.day)
        yield Line(told, Tone.URGENT, "history")
    elif since is not None:
        yield Line(said("talk.returned", since=since), Tone.URGENT, "history")
    elif seen.departed:
        yield Line(said("talk.departed_came"), Tone.URGENT, "departure")
    elif seen.reference is not None:
        eve = day - timedelta(days=1)
        if status_on(seen.reference, eve, rules.policy_on(eve)) is Status.AT_RISK:
            yield Line(said("talk.was_at_risk", months=months_since(seen.reference, day)), Tone.ASK, "history")


def _appointments(seen: AtTheDesk, day: date, _rules: Rules) -> Iterator[Line]:
    for one in seen.appointments:
        if one.day != day:
            code = "talk.appointment_missed" if one.missed else "talk.appointment_near"
            told = said(code, day=one.day, at=one.at, purpose=one.purpose)
        elif one.who is None:
            told = said("talk.appointment", at=one.at, purpose=one.purpose)
        else:
            told = said("talk.appointment_with", at=one.at, who=one.who, purpose=one.purpose)
        yield Line(told, Tone.ASK, "appointment", one.id)


def _complaint(seen: AtTheDesk, _day: date, _rules: Rules) -> Iterator[Line]:
    if seen.complaint_since is not None:
        yield Line(said("talk.complaint_open", since=seen.complaint_since), Tone.URGENT, "complaint")


def _advisor(seen: AtTheDesk, _day: date, _rules: Rules) -> Iterator[Line]:
    if seen.advisor is not None and seen.receiving is not None and seen.advisor[0] != seen.receiving:
        yield Line(said("talk.other_advisor", name=seen.advisor[1]), Tone.URGENT, "advisor", seen.advisor[0])


def _tasks(seen: AtTheDesk, _day: date, _rules: Rules) -> Iterator[Line]:
    for task in seen.tasks:
        told = said("talk.open_task", reason=said(f"label.reason.{task.reason}"), due=task.due)
        yield Line(told, Tone.ASK, "task", task.id)


def _first_time(seen: AtTheDesk, _day: date, _rules: Rules) -> Iterator[Line]:
    if seen.source == "other-store" and not seen.visits:
        yield Line(said("talk.first_time_here"), Tone.ASK, "brought-by")


def _use(seen: AtTheDesk, _day: date, _rules: Rules) -> Iterator[Line]:
    change = seen.change
    if change is None:
        return
    before, since = change.before_km * change.since_days, change.since_km * change.before_days
    if since >= before:
        yield Line(said("talk.drives_more", km=_a_day(change.since_km, change.since_days)), Tone.ASK, "readings")
    else:
        yield Line(said("talk.drives_less", km=_a_day(change.since_km, change.since_days)), Tone.ASK, "readings")


def _a_day(km: int, days: int) -> int:
    """Kilometres a day, rounded half up."""
    return (2 * km + days) // (2 * days)


def _maintenance(seen: AtTheDesk, day: date, _rules: Rules) -> Iterator[Line]:
    if seen.next_maintenance is not None and seen.next_maintenance <= day + timedelta(days=30):
        overdue = seen.next_maintenance < day
        told = said("talk.maintenance_overdue" if overdue else "talk.maintenance_soon", day=seen.next_maintenance)
        yield Line(told, Tone.ASK, "maintenance")


def _ends(seen: AtTheDesk, day: date, _rules: Rules) -> Iterator[Line]:
    until = day + timedelta(days=ENDS_WITHIN_DAYS)
    warranty, insurance, inspection = seen.ends.warranty, seen.ends.insurance, seen.ends.inspection
    if warranty is not None and day <= warranty <= until:
        yield Line(said("talk.warranty_ends", days=(warranty - day).days), Tone.ASK, "warranty")
    if insurance is not None and day <= insurance <= until:
        yield Line(said("talk.insurance_ends", days=(insurance - day).days), Tone.ASK, "insurance")
    if inspection is not None and day <= inspection <= until:
        yield Line(said("talk.inspection_ends", days=(inspection - day).days), Tone.ASK, "inspection")
    elif inspection is not None and inspection < day:
        yield Line(said("talk.inspection_over", day=inspection), Tone.ASK, "inspection")


def _products(seen: AtTheDesk, day: date, rules: Rules) -> Iterator[Line]:
    soon = ending_soon(seen.products, day, rules)
    for product in soon:
        if product.ends is not None:
            told = said("talk.product_ends", product=said(f"label.product.{product.kind}"), day=product.ends)
            yield Line(told, Tone.ASK, "product")
    if not soon and is_protected(seen.products, day):
        yield Line(said("talk.protected"), Tone.KNOW, "product")


def _person(seen: AtTheDesk, day: date, _rules: Rules) -> Iterator[Line]:
    if not seen.owner:
        yield Line(said("talk.no_owner"), Tone.ASK, "customer")
        return
    if seen.birthday is not None and (days := days_to_birthday(seen.birthday, day)) <= BIRTHDAY_WITHIN_DAYS:
        yield Line(said("talk.birthday", days=days) if days else said("talk.birthday_today"), Tone.ASK, "customer")
    if not seen.phones:
        yield Line(said("talk.no_phone"), Tone.ASK, "phones")
    elif all(quality == "bad" for quality in seen.phones):
        yield Line(said("talk.phone_bad"), Tone.ASK, "phones")
    elif seen.phones[0] != "good":
        yield Line(said("talk.phone_doubtful"), Tone.ASK, "phones")
    if not seen.wechat:
        yield Line(said("talk.not_on_wechat"), Tone.ASK, "wechat")
    if seen.missing:
        fields = tuple(said(f"label.fact.{name}") for name in seen.missing)
        yield Line(said("talk.file_gaps", fields=fields), Tone.ASK, "gaps")
    if seen.do_not_call:
        yield Line(said("talk.do_not_call"), Tone.KNOW, "customer")
    if seen.loyal in {"after-sales", "sales", "both"}:
        yield Line(said("talk.loyal", kind=said(f"label.loyalty.{seen.loyal}")), Tone.KNOW, "history")


def days_to_birthday(birthday: date, day: date) -> int:
    """Days until the next birthday, 0 on the day; 29 February is kept on the 28th in other years (Rulebook 4)."""
    kept = _kept_in(birthday, day.year)
    return ((kept if kept >= day else _kept_in(birthday, day.year + 1)) - day).days


def _kept_in(birthday: date, year: int) -> date:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (birthday.month, birthday.day) == _FEBRUARY_29 and not leap:
        return date(year, 2, 28)
    return birthday.replace(year=year)


_PARTS: Final[tuple[Callable[[AtTheDesk, date, Rules], Iterable[Line]], ...]] = (
    _return,
    _complaint,
    _appointments,
    _advisor,
    _tasks,
    _first_time,
    _use,
    _maintenance,
    _ends,
    _products,
    _person,
)
