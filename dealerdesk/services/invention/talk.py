"""A talk with the owner of a car over the last year, as it is put together: contact after contact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.invented import (
    NOTHING_SAID,
    InventedAppointment,
    InventedComplaint,
    InventedContact,
    InventedFlag,
    InventedTalk,
)
from dealerdesk.services.invention import phrases
from dealerdesk.services.invention.chance import pick
from dealerdesk.services.invention.phone_days import calling_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

    from dealerdesk.domain.invented import InventedCar, InventedCustomer
    from dealerdesk.services.invention.phone_days import PhoneDays
    from dealerdesk.services.invention.staff import Team


class About(NamedTuple):
    """With whom and about which car somebody talks: dice of its own, the calling days, and who works here."""

    cast: Random
    car: InventedCar
    customer: InventedCustomer
    phone: str | None
    days: PhoneDays
    team: Team

    @property
    def today(self) -> int:
        """Today by its ordinal."""
        return self.days.today.toordinal()


class Talk:
    """What is said to one owner; contacts may come in any order."""

    def __init__(self, about: About) -> None:
        self.about = about
        self._agent = pick(about.cast, about.team.agents)
        self._contacts: list[InventedContact] = []
        self._appointments: list[InventedAppointment] = []
        self._complaints: list[InventedComplaint] = []
        self._flags: list[InventedFlag] = []

    def contact(self, day: date, disposition: str, topic: str, told: str = "", **more: Any) -> int:  # noqa: ANN401
        """Add a contact; answers its place. `told`: after which sort of call the note is written."""
        cast, channel = self.about.cast, more.get("channel", "call")
        fields: dict[str, Any] = {
            "at": calling_time(cast),
            "agent": self._agent,
            "phone": self.about.phone if channel == "call" else None,
        }
        if "note" not in more:
            fields["note"] = phrases.note(cast, told or disposition)
        self._contacts.append(InventedContact(day=day, disposition=disposition, topic=topic, **{**fields, **more}))
        return len(self._contacts) - 1

    def appointment(self, day: date, booked_on: date, state: str, **more: Any) -> None:  # noqa: ANN401
        """Add an appointment that was agreed on with the agent of this talk."""
        fields: dict[str, Any] = {"agent": self._agent, "offer": pick(self.about.cast, phrases.OFFERS)}
        self._appointments.append(InventedAppointment(day=day, booked_on=booked_on, state=state, **{**fields, **more}))

    def complaint(self, contact: int, **more: Any) -> None:  # noqa: ANN401
        """Add a complaint that was told in a contact."""
        self._complaints.append(InventedComplaint(contact=contact, **more))

    def flag(self, contact: int, what: str, **more: Any) -> None:  # noqa: ANN401
        """Add what the agent of a contact wants the manager to see."""
        self._flags.append(InventedFlag(contact=contact, what=what, **more))

    def whole(self) -> InventedTalk:
        """Answer all of it, the oldest contact first."""
        if not (self._contacts or self._appointments):
            return NOTHING_SAID
        if len(self._contacts) < 2:
            contacts, places = tuple(self._contacts), [0]
        else:
            order = sorted(range(len(self._contacts)), key=lambda n: (self._contacts[n].day, self._contacts[n].at))
            contacts = tuple(self._contacts[n] for n in order)
            places = [order.index(n) for n in range(len(order))]
        return InventedTalk(
            contacts,
            tuple(_moved(self._appointments, places)),
            tuple(_moved(self._complaints, places)),
            tuple(_moved(self._flags, places)),
        )


def _moved(rows: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [row if row.contact is None else replace(row, contact=places[row.contact]) for row in rows]
