"""What a change of rules moves: where each vehicle stands before and after, and how many come and go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.month_list import Criteria, ListName, criteria
from dealerdesk.domain.retention import BASE_SOURCES, is_quasi_lost, status_on
from dealerdesk.domain.rules import Status
from dealerdesk.domain.why import is_awaiting_first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from dealerdesk.domain.calendar import Month
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Policy, Rules

COUNTED_LISTS: Final = (
    ListName.ABOUT_TO_BE_LOST,
    ListName.SECOND_VISIT,
    ListName.FIRST_MAINTENANCE,
    ListName.MAINTENANCE_DUE,
    ListName.OVERDUE,
)
"""The month lists whose members are counted: those that no status names and no fixed date decides."""

QUASI_LOST: Final = "quasi-lost"


class Place(NamedTuple):
    """Where a vehicle stands on a day: its status, whether it is quasi-lost, and the lists that it is in."""

    status: Status
    quasi_lost: bool
    lists: frozenset[ListName]


@dataclass(frozen=True)
class Viewpoint:
    """How places are seen: on which day, known by which day, by which rules, in the lists of which month."""

    day: date
    as_of: date
    rules: Rules
    policy: Policy
    asked: tuple[Criteria, ...]

    @classmethod
    def of(cls, day: date, as_of: date, month: Month, rules: Rules) -> Viewpoint:
        """The view by these rules; the lists are those of a month, seen on `day`."""
        policy = rules.policy_on(day)
        asked = tuple(criteria(name, month, day, policy, rules) for name in COUNTED_LISTS)
        return cls(day, as_of, rules, policy, asked)

    def place(self, stretch: Stretch, evidence: Collection[date]) -> Place | None:
        """Where a vehicle stands by its stretch of the day; None for one that is departed or not of the base."""
        if stretch.departed or stretch.source not in BASE_SOURCES:
            return None
        reference = stretch.reference
        lists = frozenset(asked.name for asked in self.asked if is_member(asked, stretch))
        quasi = bool(evidence) and is_quasi_lost(reference, evidence, self.day, self.policy, self.rules, self.as_of)
        return Place(status_on(reference, self.day, self.policy), quasi, lists)


def is_member(asked: Criteria, stretch: Stretch) -> bool:
    """Whether a vehicle of the base, not departed, is in one of the counted lists: what `why` says, without words."""
    if asked.empty or stretch.do_not_call or not _came_in_time(asked, stretch.reference):
        return False
    if asked.awaiting_first is not None and is_awaiting_first(asked, stretch) is not asked.awaiting_first:
        return False
    if asked.first_due is not None and (stretch.delivered is None or stretch.delivered not in asked.first_due):
        return False
    due = stretch.next_maintenance
    return asked.maintenance is None or (due is not None and due in asked.maintenance)


def _came_in_time(asked: Criteria, reference: date | None) -> bool:
    if asked.references is None:
        return True
    return asked.or_no_history if reference is None else reference in asked.references


@dataclass(frozen=True)
class Move:
    """One count before and after: how many vehicles come to it and how many leave it. `code` is its label's."""

    code: str
    before: int
    after: int
    come: int
    go: int


@dataclass(frozen=True)
class Moves:
    """What a change would move, seen on `day`: counts of vehicles of the base that are not departed.

    `changed` is how many of the `vehicles` stand elsewhere afterwards; `rebuilt` says that histories were folded anew.
    """

    day: date
    month: Month
    vehicles: int
    changed: int
    statuses: tuple[Move, ...]
    quasi_lost: Move
    lists: tuple[Move, ...]
    rebuilt: bool


@dataclass
class Tally:
    """Vehicles counted by where they stand before and after."""

    counted: Counter[tuple[Place | None, Place | None]] = field(default_factory=Counter)

    def add(self, before: Place | None, after: Place | None) -> None:
        """Count a vehicle."""
        if before is not None or after is not None:
            self.counted[before, after] += 1

    def moves(self, day: date, month: Month, *, rebuilt: bool) -> Moves:
        """All counts before and after."""
        return Moves(
            day,
            month,
            sum(self.counted.values()),
            sum(n for (before, after), n in self.counted.items() if before != after),
            tuple(self._move(f"status.{status}", self._with_status(status)) for status in Status),
            self._move(f"list.{QUASI_LOST}", self._quasi_lost()),
            tuple(self._move(f"list.{name}", self._in_list(name)) for name in COUNTED_LISTS),
            rebuilt,
        )

    def _with_status(self, status: Status) -> Iterator[tuple[bool, bool, int]]:
        for (before, after), n in self.counted.items():
            yield before is not None and before.status is status, after is not None and after.status is status, n

    def _quasi_lost(self) -> Iterator[tuple[bool, bool, int]]:
        for (before, after), n in self.counted.items():
            yield before is not None and before.quasi_lost, after is not None and after.quasi_lost, n

    def _in_list(self, name: ListName) -> Iterator[tuple[bool, bool, int]]:
        for (before, after), n in self.counted.items():
            yield before is not None and name in before.lists, after is not None and name in after.lists, n

    @staticmethod
    def _move(code: str, found: Iterator[tuple[bool, bool, int]]) -> Move:
        counted: Counter[tuple[bool, bool]] = Counter()
        for before, after, n in found:
            counted[before, after] += n
        stayed, came, went = counted[True, True], counted[False, True], counted[True, False]
        return Move(code, stayed + went, stayed + came, came, went)
