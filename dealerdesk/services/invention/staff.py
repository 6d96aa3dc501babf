"""The service advisors of the years: who was there when, and who has left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.chance import TEAMS, between, dice, pick
from dealerdesk.services.invention.people import SURNAMES

if TYPE_CHECKING:
    from random import Random

CARS_A_TEAM: Final = 10_000
_GIVEN: Final = "敏倩丽诚浩涛静磊洁超琳凯莹宇雪"
_AGENTS_GIVEN: Final = "悦怡欣婷佳慧颖璐"
_SEATS: Final = 7
_AGENTS: Final = 2
_MONTH: Final = 30
_MONTHS: Final = 320


class Team:
    """Seven seats at reception; who leaves one is followed by another."""

    def __init__(self, seed: int, team: int, last: int) -> None:
        cast = dice(seed, TEAMS, team)
        self._last = last
        self.agents = tuple(_agent_name(seed, team * _AGENTS + seat) for seat in range(_AGENTS))
        """The care agents of the team, who ring its customers."""
        months: list[list[str]] = [[] for _ in range(_MONTHS)]
        people = 0
        for seat in range(_SEATS):
            since = 0
            while since < _MONTHS:
                until = min(_MONTHS, since + _stay(cast, first=since == 0, seat=seat))
                name = _advisor_name(seed, team * 100 + people % 100)
                people += 1
                for month in range(since, until):
                    months[month].append(name)
                since = until
        self._months = [tuple(names) for names in months]

    @property
    def present(self) -> tuple[str, ...]:
        """Those who work here today."""
        return self._months[0]

    def on(self, ordinal: int) -> tuple[str, ...]:
        """Those who worked here on a day."""
        return self._months[(self._last - ordinal) // _MONTH]


def _stay(cast: Random, *, first: bool, seat: int) -> int:
    """Months that somebody holds a seat; two seats changed hands in the last year."""
    if first and seat < 2:
        return between(cast, 2, 11)
    return between(cast, 14, 90)


def _advisor_name(seed: int, number: int) -> str:
    """Answer the name of this advisor; none of the first 1,500 shares it."""
    round_, place = divmod(number, 100)
    surname = SURNAMES[(place * 37 + seed) % 100]
    return surname + _GIVEN[(round_ + place * 7 + seed) % len(_GIVEN)]


def _agent_name(seed: int, number: int) -> str:
    """Answer the name of this care agent; no other one has it, and no advisor."""
    surname = SURNAMES[(number * 29 + seed + 11) % 100]
    return surname + _AGENTS_GIVEN[(number // 100 + number) % len(_AGENTS_GIVEN)]


def handed_over(cast: Random, received_by: str, team: Team) -> str:
    """Answer who is responsible today: who received the car, a successor, or, forgotten, somebody who has left."""
    if received_by in team.present or cast.random() < 0.08:
        return received_by
    return pick(cast, team.present)
