"""What a script may say of a customer, their car and the store, as texts by the names of its fields."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.appointments import hours_kept
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.spoken import (
    Whose,
    name_of_staff,
    odometer_on,
    spoken_appointment,
    spoken_complaint,
    spoken_task,
    spoken_visit,
)
from dealerdesk.domain.festivals import festival_near
from dealerdesk.domain.phone import mask_within
from dealerdesk.domain.reason import Reason
from dealerdesk.services.calling.offers import offers_in
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.store_details import store_details
from dealerdesk.services.working_days import published_days
from dealerdesk.words import Words
from dealerdesk.words.spoken import sayable, spoken_day, spoken_hours, spoken_jobs, spoken_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading
    from dealerdesk.db.spoken import SpokenTask
    from dealerdesk.domain.customer_file import Car, CustomerFile

_ENDS: Final = {
    Reason.WARRANTY: "warranty_end",
    Reason.INSURANCE: "insurance_end",
    Reason.INSPECTION: "inspection_end",
}
_WORK: Final = 24
_COMPLAINT: Final = 40
_SOLUTION: Final = 80
_ABOUT: Final = 60
"""How many signs of what was done, complained of, solved or planned are said within a sentence."""

_FESTIVALS: Final = {
    "New Year's Day": "new-year",
    "Spring Festival": "spring-festival",
    "Tomb-sweeping Day": "tomb-sweeping",
    "Labour Day": "labour-day",
    "Dragon Boat Festival": "dragon-boat",
    "Mid-autumn Festival": "mid-autumn",
    "National Day": "national-day",
}
"""The holidays as the published calendar names them."""

Facts = dict[str, str | None]


class _Asked(NamedTuple):
    """For whom facts are told: in which language, on which day, of whose file, for which task."""

    desk: Desk
    words: Words
    whose: Whose
    task: SpokenTask | None

    def day(self, day: date | None) -> str | None:
        """A day as it is spoken."""
        return None if day is None else spoken_day(self.words, day, self.whose.day)

    def veiled(self, text: str | None) -> str | None:
        """What somebody wrote, without the numbers in it for who may not see them."""
        return text if text is None or Right.FULL_PHONE in self.desk.actor.rights else mask_within(text)


@use_case("script-facts", Right.SEE)
def script_facts(
    desk: Desk, customer: int | None, vehicle: int | None, tasks: Sequence[int] = (), agent: str | None = None
) -> Mapping[str, str]:
    """The fields of scripts that are known of a call, as they are spoken in the desk's language.

    `tasks`: those of the call, the leading one first; its reason decides what is meant by some fields. `agent`: who
    calls, where no accounts tell that. Raises Refused `customers.gone` as `customer_file`.
    """
    file, words = _file_of(desk, customer, vehicle), Words(desk.lang)
    person, car = (None, None) if file is None else (file.person, file.car)
    store = store_details(desk)
    with desk.store.read() as conn:
        task = spoken_task(conn, tasks[0]) if tasks else None
        whose = Whose(None if person is None else person.id, None if car is None else car.id, desk.today)
        asked = _Asked(desk, words, whose, task)
        facts: Facts = {
            "store": store.name,
            "store_phone": store.phone,
            "store_address": store.address,
            "hours": spoken_hours(words, *hours_kept(conn)),
            "today": asked.day(desk.today),
            "agent": _agent(conn, desk, agent),
        }
        if person is not None:
            facts |= {"name": person.name, "title": _title(words, person.sex)}
        if car is not None:
            facts |= _of_car(conn, asked, car)
        facts |= _of_store(conn, asked) | _of_task(conn, asked)
    return {name: text for name, text in facts.items() if text}


def _file_of(desk: Desk, customer: int | None, vehicle: int | None) -> CustomerFile | None:
    """The file of the customer, the car leading in it; else of the car's owner."""
    if customer is None and vehicle is None:
        return None
    if customer is not None:
        file = customer_file(desk, customer=customer, events=1)
        if vehicle is None:
            return file
        if vehicle in file.by_id:
            return replace(file, chosen=vehicle)
    return customer_file(desk, vehicle=vehicle, events=1)


def _agent(conn: Reading, desk: Desk, agent: str | None) -> str | None:
    """Who calls: the member of staff who acts, else the agent whose calls are made here."""
    actor = desk.actor
    if actor.staff is not None:
        return name_of_staff(conn, actor.staff)
    return agent if actor.account is None else actor.name


def _title(words: Words, sex: str | None) -> str | None:
    if sex == "male":
        return words.text("Mr")
    return words.text("Ms") if sex == "female" else None


def _of_car(conn: Reading, asked: _Asked, car: Car) -> Facts:
    """What is said of a car, its last visit and its next maintenance."""
    figures, words, task = car.figures, asked.words, asked.task
    visit = spoken_visit(conn, asked.whose, None if task is None else task.visit_id)
    about_visit = visit is not None and task is not None and task.visit_id is not None
    came = visit.day if visit is not None and about_visit else figures.last_visit
    return {
        "plate": car.plate,
        "model": car.model,
        "months": None if figures.months_since is None else words.number(figures.months_since),
        "visits": words.number(figures.visits) if figures.visits else None,
        "last_visit": asked.day(came),
        "last_km": None if figures.last_odometer is None else words.number(figures.last_odometer),
        "last_work": None if visit is None else spoken_jobs(words, visit.items or visit.kind, _WORK),
        "receiving_advisor": None if visit is None else visit.advisor,
        "delivery": asked.day(car.delivered),
        "next_maintenance": asked.day(figures.next_maintenance),
        "next_km": _next_km(conn, words, car),
        "advisor": car.advisor,
        **_ends(asked, car),
    }


def _ends(asked: _Asked, car: Car) -> Facts:
    """What ends, and when, where the call is about that."""
    task = asked.task
    if task is None or Reason(task.reason) not in {*_ENDS, Reason.PACKAGE}:
        return {}
    field = _ENDS.get(Reason(task.reason))
    ends = task.cause if field is None else getattr(car, field)
    return {"ends": asked.day(ends), "product": asked.words.label(f"ending.{task.reason}") if ends else None}


def _next_km(conn: Reading, words: Words, car: Car) -> str | None:
    """The odometer at which the next maintenance is due: that of the last one and the interval's kilometres."""
    last = car.figures.last_maintenance
    km = None if last is None else odometer_on(conn, car.id, last)
    if km is None:
        return None
    _, rules = current_rules(conn)
    return words.number(km + rules.interval_for(car.model, car.drive).km)


def _of_store(conn: Reading, asked: _Asked) -> Facts:
    """What the store offers now; in the other language where nothing is written in this one."""
    offers, lang = offers_in(conn), asked.desk.lang
    days = published_days()
    festival = festival_near(
        asked.whose.day, _named_holidays(), range(min(days.known_years), max(days.known_years) + 1)
    )
    return {
        "offer": offers.offer.get(lang) or next(iter(offers.offer.values()), None),
        "activity": offers.activity.get(lang) or next(iter(offers.activity.values()), None),
        "festival": None if festival is None else asked.words.label(f"festival.{festival}"),
    }


@cache
def _named_holidays() -> Mapping[date, str]:
    from chinese_calendar.constants import holidays

    return {day: _FESTIVALS[name] for day, name in holidays.items() if name in _FESTIVALS}


def _of_task(conn: Reading, asked: _Asked) -> Facts:
    """What is said of a task: its own words, and the complaint or the appointment that it is about."""
    task = asked.task
    reason = None if task is None else Reason(task.reason)
    about = None if task is None else asked.veiled(task.about)
    complaint = spoken_complaint(conn, asked.whose, None if task is None else task.complaint_id)
    agreed = spoken_appointment(conn, asked.whose, missed=reason is Reason.NO_SHOW)
    told: Facts = {
        "reason_detail": sayable(about, _ABOUT),
        "complaint": None if complaint is None else sayable(asked.veiled(complaint[0]), _COMPLAINT),
        "solution": None if complaint is None else sayable(asked.veiled(complaint[1]), _SOLUTION),
        "appointment": None if agreed is None else spoken_moment(asked.words, *agreed, asked.whose.day),
    }
    field = _OCCASIONS.get(reason) if reason is not None else None
    return told | ({} if field is None or not about else {field: sayable(about, _ABOUT)})


_OCCASIONS: Final = {Reason.FESTIVAL: "festival", Reason.WEATHER: "weather", Reason.CAMPAIGN: "activity"}
"""What a task that was planned by hand is about, by its reason."""
