"""Where a person is among the lists: which list, month, day and policy, and under which filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.list_query import AS_IT_IS, Query
from dealerdesk.domain.month_list import ListName, default_month
from dealerdesk.domain.rules import POLICIES
from dealerdesk.services.lists import AskFor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.services.desk import Desk


@dataclass(frozen=True)
class Place:
    """A list as it is looked at. None: the next month, today, and the store's policy, whatever those are."""

    name: ListName = ListName.ABOUT_TO_BE_LOST
    month: Month | None = None
    as_of: date | None = None
    policy: str | None = None
    query: Query = AS_IT_IS

    def desk(self, desk: Desk) -> Desk:
        """The desk on the as-of day."""
        return desk if self.as_of is None else replace(desk, today=self.as_of)

    def month_on(self, today: date) -> Month:
        """The target month."""
        return self.month or default_month(self.as_of or today)

    def ask(self, today: date) -> AskFor:
        """What is asked of the services."""
        return AskFor(self.name, self.month_on(today), self.policy)

    def plain(self) -> dict[str, Any]:
        """The place as JSON can hold it."""
        return {
            "list": self.name.value,
            "month": None if self.month is None else str(self.month),
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "policy": self.policy,
            "query": self.query.plain(),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Place:
        """Read what `plain` made; what cannot be read is as at first."""
        name, policy = data.get("list"), data.get("policy")
        return cls(
            ListName(name) if name in set(ListName) else ListName.ABOUT_TO_BE_LOST,
            _month(data.get("month")),
            _day(data.get("as_of")),
            policy if policy in POLICIES else None,
            Query.from_plain(data.get("query")),
        )


def _month(text: object) -> Month | None:
    try:
        return Month.parse(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
