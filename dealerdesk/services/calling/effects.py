"""What a call brings about besides its tasks, in the same act: readings, marks, numbers, appointments and the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.calling import (
    change_customer,
    change_numbers,
    insert_interview,
    insert_told,
)
from dealerdesk.db.derive import refold
from dealerdesk.db.marking import (
    departure_in_force,
    insert_departure,
    mark_do_not_call,
    reference_of,
    vehicles_marked_with,
)
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.followup import INTERESTED_DAYS, Disposition, working_days_on
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.visit_fields import MOST_KM
from dealerdesk.services.appointments.booking import book_within
from dealerdesk.services.calling.interviews import interview_rows
from dealerdesk.services.complaints import open_within
from dealerdesk.services.customers.marks import DEPARTED_REASONS
from dealerdesk.services.flags import flag_within
from dealerdesk.services.reception.changing_hands import NewOwner, change_owner_within
from dealerdesk.services.task_ends import end_tasks_about
from dealerdesk.services.task_making import task_within
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.calling import CallMade
    from dealerdesk.domain.followup import FollowUp
    from dealerdesk.services.calling.called import Called
    from dealerdesk.services.desk import Desk

_LONGEST: Final = 200
"""Characters of a reason."""


def hear(writer: Writer, desk: Desk, made: CallMade, called: Called) -> frozenset[int]:
    """Keep what was told of the car, before anything is predicted; answers the vehicles that it was told of.

    Raises WrongUse `outcome.which_car`, `outcome.reading_wrong`, `outcome.outside_ahead`.
    """
    rows: list[dict[str, Any]] = []
    if made.reading is not None:
        rows.append({"day": desk.today, "odometer": _km(made.reading), "maintenance": False})
    if made.outside is not None:
        if made.outside.day > desk.today:
            raise WrongUse("outcome.outside_ahead", day=made.outside.day)
        rows.append(
            {
                "day": made.outside.day,
                "odometer": None if made.outside.km is None else _km(made.outside.km),
                "maintenance": True,
                "place": " ".join(made.outside.where.split()) or None,
                "note": "\n".join(filter(None, (made.outside.what.strip(), made.outside.why.strip()))) or None,
            }
        )
    if not rows:
        return frozenset()
    car = _car(called)
    insert_told(writer, [{"vehicle_id": car, **row} for row in rows])
    refold(writer.conn, [car])
    return frozenset({car})


def _car(called: Called) -> int:
    if called.vehicle is None:
        raise WrongUse("outcome.which_car")
    return called.vehicle


def _km(km: int) -> int:
    if not 0 < km <= MOST_KM:
        raise WrongUse("outcome.reading_wrong", most=MOST_KM)
    return km


class Effects:
    """What one call brings about, each where it was agreed on. `kinds`: the kinds of records that changed."""

    def __init__(
        self, writer: Writer, desk: Desk, made: CallMade, called: Called, call_id: int, heard: frozenset[int]
    ) -> None:
        self._writer, self._desk, self._made, self._called, self._call = writer, desk, made, called, call_id
        self._touched: set[int] = set()
        self._ends: set[int] = set(heard)
        self.kinds = {"task", "call"} | ({"visit"} if heard else set())

    def happen(self, outcomes: Iterable[FollowUp]) -> None:
        """Let all of it happen, and end the tasks whose cause is gone by it. `outcomes`: what was found of a number."""
        self._numbers(outcomes)
        self._wechat()
        self._appointment()
        self._complaint()
        self._interview()
        self._flag()
        self._callback()
        self._departed()
        self._do_not_call()
        self._new_owner()
        if self._touched:
            refold(self._writer.conn, self._touched)
            rewrite_search_text(self._writer.conn, self._touched)
        if self._ends or self._touched:
            customers = (
                () if self._called.customer is None or self._made.do_not_call is None else (self._called.customer,)
            )
            end_tasks_about(self._writer, self._desk.today, self._ends | self._touched, customers)

    def _numbers(self, outcomes: Iterable[FollowUp]) -> None:
        """Let the number that was rung be known for what it is, with everybody of this call who has it."""
        quality = next((one.phone for one in outcomes if one.phone is not None), None)
        rung = self._called.rung
        if quality is None or rung is None:
            return
        same = [one.id for one in self._called.numbers if one.digits == rung.digits]
        change_numbers(self._writer, same, quality.value)
        self.kinds.add("customer")

    def _wechat(self) -> None:
        customer, added = self._called.customer, self._made.wechat
        if added is None or customer is None:
            return
        since = self._desk.today if added else None
        by = self._called.by if added else None
        change_customer(self._writer, customer, {"wechat": added, "wechat_on": since, "wechat_by": by})
        self.kinds.add("customer")

    def _appointment(self) -> None:
        if self._made.appointment is None:
            return
        book_within(self._writer, self._desk, self._made.appointment, call_id=self._call, agent_id=self._called.by)
        self.kinds.add("appointment")

    def _complaint(self) -> None:
        new = self._made.complaint
        if new is None:
            return
        about = replace(
            new,
            customer_id=new.customer_id or self._called.customer,
            vehicle_id=new.vehicle_id or self._called.vehicle,
        )
        open_within(self._writer, self._desk, about, call_id=self._call, by=self._desk.actor.name)
        self.kinds.add("complaint")

    def _interview(self) -> None:
        done = self._made.interview
        if done is None:
            return
        leading = next(iter(self._called.all_tasks), None)
        about = {
            "call_id": self._call,
            "customer_id": self._called.customer,
            "vehicle_id": self._called.vehicle,
            "task_id": None if leading is None else leading.id,
            "day": self._desk.today,
            "ended_at": self._desk.clock(),
        }
        interview, answers = interview_rows(done)
        insert_interview(self._writer, {**about, **interview}, answers)

    def _flag(self) -> None:
        if self._made.flag is None:
            return
        leading = next(iter(self._called.all_tasks), None)
        flag_within(
            self._writer,
            self._desk,
            self._made.flag,
            customer=self._called.customer,
            vehicle=self._called.vehicle,
            task=None if leading is None else leading.id,
            call_id=self._call,
            agent_id=self._called.by,
        )
        self.kinds.add("flag")

    def _callback(self) -> None:
        """Plan the call that was promised where no task of this one carries the promise on."""
        made = self._made
        moved = bool(self._called.tasks) and made.disposition is Disposition.CALL_LATER
        again = not self._called.tasks and made.disposition is Disposition.INTERESTED
        unwilling = self._called.unwilling or made.do_not_call is not None
        if unwilling or moved or (made.when is None and not again):
            return
        soon = working_days_on(self._desk.today, INTERESTED_DAYS, working_days(self._writer.conn))
        task_within(
            self._writer,
            self._desk,
            NewTask(
                Reason.CALLBACK,
                soon if made.when is None else made.when.day,
                self._called.customer,
                self._called.vehicle,
                at=None if made.when is None else made.when.at,
                about=made.for_next.strip() or made.note.strip() or None,
                agent_id=self._called.keeper,
            ),
        )

    def _departed(self) -> None:
        departed = self._made.departed
        if departed is None:
            return
        if departed.reason not in DEPARTED_REASONS:
            raise WrongUse("outcome.departed_reason")
        car, today, conn = _car(self._called), self._desk.today, self._writer.conn
        if departure_in_force(conn, car, today) is not None:
            return
        came = reference_of(conn, car, today)
        if came is not None and came > today:
            raise WrongUse("departure.came_since", day=came)
        insert_departure(self._writer, car, today, departed.reason, " ".join(departed.note.split())[:_LONGEST] or None)
        self._touched.add(car)
        self.kinds.add("vehicle")

    def _do_not_call(self) -> None:
        if self._made.do_not_call is None:
            return
        why, customer = " ".join(self._made.do_not_call.split())[:_LONGEST], self._called.customer
        if not why:
            raise WrongUse("outcome.do_not_call_why")
        if customer is None:
            raise WrongUse("outcome.nobody")
        if mark_do_not_call(self._writer, customer, self._desk.today, why):
            self._touched.update(vehicles_marked_with(self._writer.conn, customer))
            self.kinds.add("customer")

    def _new_owner(self) -> None:
        told = self._made.new_owner
        if told is None:
            return
        phones = (told.phone,) if told.phone.strip() else ()
        owner = NewOwner(told.customer) if told.customer is not None else NewOwner(None, {"name": told.name}, phones)
        car = _car(self._called)
        handed = change_owner_within(self._writer, self._desk, car, owner, self._desk.today, confirmed=None)
        for why in handed.errors.values():
            raise WrongUse("outcome.new_owner", why=why)
        self._ends.add(car)
        self.kinds |= {"vehicle", "customer"}
