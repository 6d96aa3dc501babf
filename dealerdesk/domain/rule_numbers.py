"""Which numbers a store may set, in which unit and within which bounds, and what is wrong with those it wants."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.errors import Said, said
from dealerdesk.domain.policies import MOST_MONTHS
from dealerdesk.domain.rules import Interval, Rules, needs_refolding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Unit(StrEnum):
    """What a number counts."""

    MONTHS = "months"
    DAYS = "days"
    KM = "km"
    KM_A_DAY = "km-a-day"
    VISITS = "visits"
    YUAN = "yuan"
    CALLS = "calls"
    ATTEMPTS = "attempts"
    SWITCH = "switch"
    WORDS = "words"
    TIME = "time"
    """A time of day, in minutes since midnight."""


class Group(StrEnum):
    """Where a number belongs."""

    COUNTING = "counting"
    RETENTION = "retention"
    MAINTENANCE = "maintenance"
    MILEAGE = "mileage"
    LOYALTY = "loyalty"
    TASKS = "tasks"


class RuleNumber(NamedTuple):
    """A number of the rulebook: the name of its field in Rules, where it belongs, its unit, and its bounds.

    Amounts are in fen, their bounds too; a switch has none, and of words the bounds count how many.
    """

    name: str
    group: Group
    unit: Unit
    least: int = 0
    most: int = 0

    @property
    def default(self) -> object:
        """What the rulebook sets."""
        return getattr(_DEFAULTS, self.name)

    @property
    def folded(self) -> bool:
        """Whether a change folds every history again."""
        other = _another(self)
        return needs_refolding(_DEFAULTS, other)


def _another(number: RuleNumber) -> Rules:
    value = number.default
    changed: object
    if isinstance(value, bool):
        changed = not value
    elif isinstance(value, int):
        changed = value + 1
    else:
        changed = ()
    return Rules(**{number.name: changed})  # type: ignore[arg-type]


_DEFAULTS: Final = Rules()

NUMBERS: Final = (
    RuleNumber("manufacturer_counts", Group.COUNTING, Unit.SWITCH),
    RuleNumber("internal_words", Group.COUNTING, Unit.WORDS, 0, 40),
    RuleNumber("counter_words", Group.COUNTING, Unit.WORDS, 0, 40),
    RuleNumber("quasi_lost_months", Group.RETENTION, Unit.MONTHS, 1, 36),
    RuleNumber("inspection_words", Group.RETENTION, Unit.WORDS, 0, 40),
    RuleNumber("free_jobs_are_evidence", Group.RETENTION, Unit.SWITCH),
    RuleNumber("second_visit_months", Group.RETENTION, Unit.MONTHS, 1, 36),
    RuleNumber("win_back_days", Group.RETENTION, Unit.DAYS, 1, 365),
    RuleNumber("protected_ending_days", Group.RETENTION, Unit.DAYS, 1, 365),
    RuleNumber("operating_in_rates", Group.RETENTION, Unit.SWITCH),
    RuleNumber("maintenance_words", Group.MAINTENANCE, Unit.WORDS, 1, 40),
    RuleNumber("first_months", Group.MAINTENANCE, Unit.MONTHS, 1, 60),
    RuleNumber("first_km", Group.MAINTENANCE, Unit.KM, 500, 100_000),
    RuleNumber("first_within_months", Group.MAINTENANCE, Unit.MONTHS, 1, 60),
    RuleNumber("reading_months", Group.MILEAGE, Unit.MONTHS, 1, 60),
    RuleNumber("reading_min_days", Group.MILEAGE, Unit.DAYS, 1, 365),
    RuleNumber("steep_km_per_day", Group.MILEAGE, Unit.KM_A_DAY, 100, 5_000),
    RuleNumber("loyal_months", Group.LOYALTY, Unit.MONTHS, 1, 60),
    RuleNumber("loyal_visits", Group.LOYALTY, Unit.VISITS, 1, 50),
    RuleNumber("loyal_paid_fen", Group.LOYALTY, Unit.YUAN, 100, 100_000_000),
    RuleNumber("dormant_months", Group.TASKS, Unit.MONTHS, 1, 240),
    RuleNumber("survey_again_months", Group.TASKS, Unit.MONTHS, 1, 60),
    RuleNumber("survey_days", Group.TASKS, Unit.DAYS, 1, 365),
    RuleNumber("ending_days", Group.TASKS, Unit.DAYS, 0, 365),
    RuleNumber("tasks_per_agent_day", Group.TASKS, Unit.CALLS, 1, 500),
    RuleNumber("call_attempts", Group.TASKS, Unit.ATTEMPTS, 1, 20),
    RuleNumber("attempts_last_days", Group.TASKS, Unit.DAYS, 0, 365),
    RuleNumber("contact_rest_days", Group.TASKS, Unit.DAYS, 0, 90),
    RuleNumber("callback_days", Group.TASKS, Unit.DAYS, 0, 90),
    RuleNumber("complaint_days", Group.TASKS, Unit.DAYS, 1, 30),
    RuleNumber("care_days", Group.TASKS, Unit.DAYS, 0, 60),
    RuleNumber("care_last_days", Group.TASKS, Unit.DAYS, 1, 90),
    RuleNumber("care_again_days", Group.TASKS, Unit.DAYS, 1, 60),
    RuleNumber("care_again_last_days", Group.TASKS, Unit.DAYS, 1, 90),
    RuleNumber("new_owner_days", Group.TASKS, Unit.DAYS, 1, 30),
    RuleNumber("new_owner_last_days", Group.TASKS, Unit.DAYS, 1, 30),
    RuleNumber("invitations_to_advisor", Group.TASKS, Unit.SWITCH),
    RuleNumber("calls_from", Group.TASKS, Unit.TIME, 0, 11 * 60),
    RuleNumber("calls_pause", Group.TASKS, Unit.TIME, 11 * 60, 14 * 60),
    RuleNumber("calls_again", Group.TASKS, Unit.TIME, 12 * 60, 17 * 60),
    RuleNumber("calls_until", Group.TASKS, Unit.TIME, 14 * 60, 24 * 60 - 1),
)
"""The numbers of rulebook 3, 5, 6 and 8 in the order in which a person reads them; policies, intervals come apart."""

INTERVAL_MONTHS: Final = RuleNumber("interval_months", Group.MAINTENANCE, Unit.MONTHS, 1, 60)
INTERVAL_KM: Final = RuleNumber("interval_km", Group.MAINTENANCE, Unit.KM, 500, 100_000)
"""The bounds of every maintenance interval, and of the default one (Rulebook 5.1)."""

LONGEST_WORD: Final = 40


def rule_problems(rules: Rules) -> Mapping[str, Said]:
    """What is wrong with these rules, by field; a policy is `policies`, an interval `intervals.N`, from 0."""
    found = {number.name: wrong for number in _ALL if (wrong := _wrong(number, getattr(rules, number.name)))}
    if any(dated.policy.lost_months > MOST_MONTHS for dated in rules.policies):
        found["policies"] = said("rules.policy_too_long", most=MOST_MONTHS)
    return {**found, **dict(_wrong_intervals(rules.intervals))}


_ALL: Final = (*NUMBERS, INTERVAL_MONTHS, INTERVAL_KM)


def _wrong(number: RuleNumber, value: object) -> Said | None:
    if number.unit is Unit.SWITCH:
        return None
    if isinstance(value, tuple):
        return _wrong_words(number, value)
    if isinstance(value, int) and number.least <= value <= number.most:
        return None
    if number.unit is Unit.TIME:
        return said("rules.time_between", least=as_time(number.least), most=as_time(number.most))
    if number.unit is Unit.YUAN:
        return said("rules.amount_between", least_fen=number.least, most_fen=number.most)
    return said("rules.between", least=number.least, most=number.most)


def as_time(minutes: int) -> str:
    """A time of day, in minutes since midnight, as it is written."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _wrong_words(number: RuleNumber, words: tuple[str, ...]) -> Said | None:
    if len(words) < number.least:
        return said("rules.needs_a_word")
    if len(words) > number.most:
        return said("rules.too_many_words", most=number.most)
    if any(not word.strip() or len(word) > LONGEST_WORD for word in words):
        return said("rules.bad_word", most=LONGEST_WORD)
    return None


def _wrong_intervals(intervals: tuple[Interval, ...]) -> Iterator[tuple[str, Said]]:
    seen: set[tuple[str | None, str | None]] = set()
    for place, interval in enumerate(intervals):
        whom = (interval.model, interval.drive)
        wrong = _wrong_interval(interval) or (said("rules.interval_twice") if whom in seen else None)
        seen.add(whom)
        if wrong is not None:
            yield f"intervals.{place}", wrong


def _wrong_interval(interval: Interval) -> Said | None:
    if interval.model is None and interval.drive is None:
        return said("rules.interval_for_whom")
    return _wrong(INTERVAL_MONTHS, interval.months) or _wrong(INTERVAL_KM, interval.km)
