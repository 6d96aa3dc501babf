"""The store's numbers: retention policies dated by day, intervals, and the switches of the rulebook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.calendar import EVER

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Retention status of a vehicle on a day (Rulebook 1)."""

    ACTIVE = "active"
    WATCH = "watch"
    AT_RISK = "at-risk"
    LOST = "lost"
    NO_HISTORY = "no-history"


_WORSE = (Status.WATCH, Status.AT_RISK, Status.LOST)


@dataclass(frozen=True)
class Policy:
    """Stages in the order in which a vehicle reaches them, each after a number of months (Rulebook 3.3).

    Each stage is later and worse than the one before, and the last is lost: anything else raises ValueError.
    """

    name: str
    stages: tuple[tuple[Status, int], ...]

    def __post_init__(self) -> None:
        ranks = [_WORSE.index(stage) for stage, _ in self.stages if stage in _WORSE]
        months = [0, *(months for _, months in self.stages)]
        rising = all(a < b for a, b in pairwise(months)) and all(a < b for a, b in pairwise(ranks))
        if not rising or len(ranks) < len(self.stages) or not self.stages or self.stages[-1][0] is not Status.LOST:
            raise ValueError(self.stages)

    @property
    def lost_months(self) -> int:
        """Months after which a vehicle is lost."""
        return self.stages[-1][1]

    def months_of(self, status: Status) -> int | None:
        """Months at which a status begins, or None where the policy has no such stage."""
        return next((months for stage, months in self.stages if stage is status), None)

    def end_of(self, status: Status) -> int | None:
        """Months at which the stage after `status` begins, or None for the last one."""
        own = self.months_of(status) or 0
        return next((months for _, months in self.stages if months > own), None)


POLICIES = {
    "6-12": Policy("6-12", ((Status.AT_RISK, 6), (Status.LOST, 12))),
    "6": Policy("6", ((Status.LOST, 6),)),
    "3-6-9": Policy("3-6-9", ((Status.WATCH, 3), (Status.AT_RISK, 6), (Status.LOST, 9))),
}


@dataclass(frozen=True)
class DatedPolicy:
    """A policy and the first day on which it held."""

    from_day: date
    policy: Policy


@dataclass(frozen=True)
class Interval:
    """Maintenance interval in months and km; for a model, a drive, both, or (None) all of them."""

    months: int
    km: int
    model: str | None = None
    drive: str | None = None

    def fits(self, model: str | None, drive: str | None) -> bool:
        """Whether this interval is meant for such a vehicle."""
        return self.model in {None, model} and self.drive in {None, drive}


@dataclass(frozen=True)
class Rules:
    """Every number of the rulebook that a store may set, with the rulebook's defaults."""

    policies: tuple[DatedPolicy, ...] = (DatedPolicy(EVER, POLICIES["6-12"]),)
    manufacturer_counts: bool = True
    free_jobs_are_evidence: bool = False
    quasi_lost_months: int = 6
    maintenance_words: tuple[str, ...] = ("保养", "首保", "maintenance")
    inspection_words: tuple[str, ...] = ("上门检测", "on-site inspection")
    internal_words: tuple[str, ...] = ("内部", "内修", "自用", "internal")
    counter_words: tuple[str, ...] = (
        "精品销售",
        "精品零售",
        "配件零售",
        "配件销售",
        "柜台",
        "over the counter",
    )
    intervals: tuple[Interval, ...] = ()
    interval_months: int = 6
    interval_km: int = 5_000
    first_months: int = 3
    first_km: int = 5_000
    first_within_months: int = 12
    second_visit_months: int = 6
    reading_months: int = 18
    reading_min_days: int = 7
    steep_km_per_day: int = 1_500
    win_back_days: int = 90
    loyal_months: int = 12
    loyal_visits: int = 2
    loyal_paid_fen: int = 300_000
    protected_ending_days: int = 60
    dormant_months: int = 24
    survey_again_months: int = 12
    survey_days: int = 60
    ending_days: int = 15
    tasks_per_agent_day: int = 40
    call_attempts: int = 3
    attempts_last_days: int = 30
    contact_rest_days: int = 7
    callback_days: int = 7
    complaint_days: int = 2
    care_days: int = 3
    care_last_days: int = 14
    care_again_days: int = 8
    care_again_last_days: int = 21
    new_owner_days: int = 15
    new_owner_last_days: int = 14
    invitations_to_advisor: bool = False
    calls_from: int = 9 * 60
    calls_pause: int = 12 * 60
    calls_again: int = 14 * 60
    calls_until: int = 19 * 60
    operating_in_rates: bool = False

    def __hash__(self) -> int:
        return hash(self.maintenance_words)  # equal rules have equal words, and all of the fields would take long

    def policy_on(self, day: date) -> Policy:
        """The policy that held on a day; the first one holds from ever (Rulebook 3.3)."""
        held = [dated for dated in self.policies if dated.from_day <= day]
        chosen = max(held, key=lambda dated: dated.from_day) if held else min(self.policies, key=lambda d: d.from_day)
        return chosen.policy

    @property
    def calling_hours(self) -> tuple[tuple[time, time], tuple[time, time]]:
        """When customers may be called: from and until, before and after the midday break (Rulebook 6.2)."""
        begins, pause, again, ends = (
            time(*divmod(minutes, 60))
            for minutes in (self.calls_from, self.calls_pause, self.calls_again, self.calls_until)
        )
        return (begins, pause), (again, ends)

    def interval_for(self, model: str | None, drive: str | None) -> Interval:
        """The interval of a model and drive: the most specific that the store has set, else the default."""
        fitting = [interval for interval in self.intervals if interval.fits(model, drive)]
        default = Interval(self.interval_months, self.interval_km)
        return max(fitting, key=lambda i: (i.model is not None, i.drive is not None), default=default)


_FOLDED = frozenset(
    {
        "manufacturer_counts",
        "free_jobs_are_evidence",
        "maintenance_words",
        "inspection_words",
        "internal_words",
        "counter_words",
        "intervals",
        "interval_months",
        "interval_km",
        "first_months",
        "first_km",
        "reading_months",
        "reading_min_days",
    }
)


def needs_refolding(old: Rules, new: Rules) -> bool:
    """Whether histories must be folded again when `old` gives way to `new`: policies, for one, are only windows."""
    return any(getattr(old, name) != getattr(new, name) for name in _FOLDED)


def rules_to_data(rules: Rules) -> dict[str, Any]:
    """The rules as plain data that JSON can hold."""
    data: dict[str, Any] = {f.name: getattr(rules, f.name) for f in fields(rules)}
    data["policies"] = [
        {
            "from": dated.from_day.isoformat(),
            "name": dated.policy.name,
            "stages": [[s.value, n] for s, n in dated.policy.stages],
        }
        for dated in rules.policies
    ]
    data["intervals"] = [[i.months, i.km, i.model, i.drive] for i in rules.intervals]
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def rules_from_data(data: Mapping[str, Any]) -> Rules:
    """The rules that `rules_to_data` wrote; numbers that the data do not name keep their defaults."""
    known: dict[str, Any] = {f.name: data[f.name] for f in fields(Rules) if f.name in data}
    if "policies" in known:
        known["policies"] = tuple(
            DatedPolicy(
                date.fromisoformat(dated["from"]),
                Policy(dated["name"], tuple((Status(stage), int(months)) for stage, months in dated["stages"])),
            )
            for dated in known["policies"]
        )
    if "intervals" in known:
        known["intervals"] = tuple(Interval(*interval) for interval in known["intervals"])
    return Rules(**{key: tuple(value) if isinstance(value, list) else value for key, value in known.items()})  # type: ignore[arg-type]
