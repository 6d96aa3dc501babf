"""What was spoken of within the last year: surveys, invitations, care after a service, appointments, questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.invented import NOTHING_SAID
from dealerdesk.services.invention import phrases
from dealerdesk.services.invention.chance import between, deck, pick
from dealerdesk.services.invention.errands import errand_for
from dealerdesk.services.invention.phone_days import PROMISED, RECEIVED
from dealerdesk.services.invention.surveys import survey
from dealerdesk.services.invention.talk import About, Talk

if TYPE_CHECKING:
    from random import Random

    from dealerdesk.domain.invented import InventedCar, InventedTalk, InventedVisit
    from dealerdesk.services.invention.errands import Errands
    from dealerdesk.services.invention.phone_days import PhoneDays
    from dealerdesk.services.invention.staff import Team

_LOST: Final = 365
_AT_RISK: Final = 180
_NEAR: Final = timedelta(days=4)
_FOUND_WRONG: Final = 0.2
_IN_VAIN: Final = deck(("no-answer", 60), ("powered-off", 16), ("busy", 14), ("out-of-service", 10))
_SURVEYED: Final = deck(
    ("completed", 38),
    ("serviced-elsewhere", 16),
    ("refused", 11),
    ("hung-up", 6),
    ("used-elsewhere", 6),
    ("call-later", 8),
    ("wrong-person", 2),
    ("in-vain", 13),
)
_INVITED: Final = deck(
    ("completed", 32),
    ("interested", 22),
    ("call-later", 12),
    ("not-due", 12),
    ("refused", 7),
    ("in-vain", 15),
)
_CARED: Final = deck(("completed", 82), ("no-answer", 13), ("busy", 3), ("hung-up", 2))


def talk_about(
    cast: Random, index: int, car: InventedCar, days: PhoneDays, team: Team, errands: Errands
) -> InventedTalk:
    """Answer the talk with the last owner of a car, by the car's own dice and its story."""
    errands.pass_by(index)
    customer = car.customers[car.owners[-1][0]]
    phone = next((digits for digits in customer.phones if digits not in customer.bad_phones), None)
    about = About(cast, car, customer, phone, days, team)
    if customer.do_not_call is not None:
        return _wants_no_calls(about)
    if phone is None:
        return _wrong_number(about)
    if (talk := errand_for(about, errands)) is not None:
        return talk
    chance = about.cast.random()
    return _told(about, chance) if chance < 0.4 else NOTHING_SAID


def _told(about: About, chance: float) -> InventedTalk:
    """Answer an everyday talk, as the car stands with the store."""
    car, talk = about.car, Talk(about)
    if car.departure is not None:
        _gone(talk)
        return talk.whole()
    since = about.today - (car.visits[-1].date_in.toordinal() if car.visits else 0)
    stories = _LOST_STORIES if since > _LOST else _RISK_STORIES if since > _AT_RISK else _ACTIVE_STORIES
    story = next((story for share, story in stories if chance < share), None)
    if story is not None:
        story(talk)
    return talk.whole()


def _wants_no_calls(about: About) -> InventedTalk:
    """Answer the last call with somebody who then wanted no more of them."""
    since = about.customer.do_not_call
    day = None if since is None or about.phone is None else about.days.on_or_after(since[0].toordinal())
    if since is None or day != since[0].toordinal():
        return NOTHING_SAID
    talk = Talk(about)
    talk.contact(since[0], "refused", "survey", "do-not-call")
    return talk.whole()


def _wrong_number(about: About) -> InventedTalk:
    """Answer how a number was found to be wrong, where the customer has no other one."""
    bad = about.customer.bad_phones
    day = about.days.some(about.cast, about.today - 300, about.today - 40) if bad else None
    if day is None or about.cast.random() >= _FOUND_WRONG:
        return NOTHING_SAID
    talk = Talk(about)
    talk.contact(date.fromordinal(day), "wrong-number", "survey", phone=bad[0])
    return talk.whole()


def _gone(talk: Talk) -> None:
    """A customer tells that the car is gone, on the day on which it was marked so."""
    departure, days = talk.about.car.departure, talk.about.days
    if departure is None or (day := days.on_or_after(departure[0].toordinal())) != departure[0].toordinal():
        return
    told = "used-elsewhere" if departure[1] == "moved" else "car-sold"
    talk.contact(date.fromordinal(day), told, "survey")


def _lost(talk: Talk) -> None:
    """A survey of somebody who stopped coming, after some attempts in vain."""
    about = talk.about
    last = about.car.visits[-1].date_in.toordinal() if about.car.visits else 0
    day, attempts = _tried(talk, about.days.some(about.cast, last + _LOST), "survey")
    if day is None:
        return
    what = pick(about.cast, _SURVEYED)
    if what != "completed":
        _answered(talk, day, what, "survey", attempts)
        return
    made = survey(about.cast, day, _km(about, day))
    said = phrases.survey_note(made.reasons)
    talk.contact(day, made.disposition, "survey", note=said, attempt=attempts, interview=made.interview)


def _invited(talk: Talk) -> None:
    """An invitation of somebody who has not come for half a year."""
    about = talk.about
    first = about.car.visits[-1].date_in.toordinal() + _AT_RISK
    day, attempts = _tried(talk, about.days.some(about.cast, first), "at-risk")
    if day is not None:
        _answered(talk, day, pick(about.cast, _INVITED), "at-risk", attempts)


def _tried(talk: Talk, first: int | None, topic: str) -> tuple[date | None, int]:
    """Add attempts in vain; answers the day on which somebody answered at last, and how many they were."""
    about, attempts, day = talk.about, 0, first
    while day is not None and attempts < 2 and about.cast.random() < 0.34:
        attempts += 1
        talk.contact(date.fromordinal(day), pick(about.cast, _IN_VAIN), topic, attempt=attempts)
        day = about.days.on_or_after(day + between(about.cast, 1, 3))
    return None if day is None else date.fromordinal(day), attempts


def _answered(talk: Talk, day: date, what: str, topic: str, attempts: int) -> None:
    """Add how a call ended; one that was put off is kept on the day that was promised."""
    cast = talk.about.cast
    if what == "in-vain":
        talk.contact(day, pick(cast, _IN_VAIN), topic, attempt=attempts + 1)
        return
    if what != "call-later":
        talk.contact(day, what, topic, attempt=attempts, for_next=phrases.for_next(cast))
        return
    again = talk.about.days.on_or_after(day.toordinal() + between(cast, 1, 3))
    if again is None:
        return
    promised = date.fromordinal(again), pick(cast, PROMISED)
    talk.contact(day, "call-later", topic, attempt=attempts, promised=promised)
    talk.contact(promised[0], "completed", topic, at=promised[1])


def _cared(talk: Talk) -> None:
    """The call after a service."""
    about = talk.about
    out = next((visit.date_out for visit in reversed(about.car.visits) if visit.date_out is not None), None)
    day = None if out is None or about.today - out.toordinal() < 16 else about.days.on_or_after(out.toordinal() + 3)
    if day is not None:
        what = pick(about.cast, _CARED)
        sort = "care-after-service" if what == "completed" else what
        talk.contact(date.fromordinal(day), what, "care-after-service", sort, attempt=int(what == "no-answer"))


def _kept(talk: Talk) -> None:
    """An appointment that was kept: made in a call, or by the customer, some days before the visit."""
    about, visits = talk.about, talk.about.car.visits
    came = [at for at in range(1, len(visits)) if about.today - visits[at].date_in.toordinal() < 330]
    if not came:
        return
    at = pick(about.cast, came)
    visit = visits[at]
    booked = about.days.before(visit.date_in.toordinal(), between(about.cast, 1, 6))
    if booked is None or visit.state == "void" or _is_near(visits, visit.date_in, at):
        return
    calls_us = about.cast.random() < 0.3
    day = date.fromordinal(booked)
    contact = talk.contact(day, "appointment-made", "other" if calls_us else "maintenance", incoming=calls_us)
    talk.appointment(
        visit.date_in, day, "arrived", at=pick(about.cast, RECEIVED), advisor=visit.advisor, purpose=visit.kind,
        contact=contact, visit=at, ended_on=visit.date_in,
    )  # fmt: skip


def _missed(talk: Talk) -> None:
    """An appointment to which nobody came, or which was called off."""
    about = talk.about
    day = about.days.some(about.cast, about.today - 300, about.today - 20)
    booked = None if day is None else about.days.before(day, between(about.cast, 1, 5))
    if day is None or booked is None or _is_near(about.car.visits, date.fromordinal(day)):
        return
    expected, agreed = date.fromordinal(day), date.fromordinal(booked)
    contact = talk.contact(agreed, "appointment-made", "maintenance")
    off = about.cast.random() < 0.4
    talk.appointment(
        expected, agreed, "cancelled" if off else "missed", at=pick(about.cast, RECEIVED), contact=contact,
        advisor=pick(about.cast, about.team.present), purpose=pick(about.cast, phrases.PURPOSES),
        ended_on=expected if off else expected + timedelta(days=1),
        ended_why=pick(about.cast, phrases.CANCELLED) if off else None,
    )  # fmt: skip


def _is_near(visits: tuple[InventedVisit, ...], day: date, but: int = -1) -> bool:
    return any(abs(visit.date_in - day) <= _NEAR for place, visit in enumerate(visits) if place != but)


def _asked(talk: Talk) -> None:
    """A customer calls with a question."""
    day = talk.about.days.some(talk.about.cast)
    if day is not None:
        talk.contact(date.fromordinal(day), "completed", "other", "incoming", incoming=True)


def _greeted(talk: Talk) -> None:
    """Good wishes for a birthday, written."""
    about = talk.about
    born, today = about.customer.birthday, about.days.today
    if born is None or (born.month, born.day) == (2, 29):
        return
    day = born.replace(year=today.year - int((born.month, born.day) >= (today.month, today.day)))
    if about.days.on_or_after(day.toordinal()) == day.toordinal():
        channel = "wechat" if about.customer.wechat else "message"
        talk.contact(day, "completed", "birthday", "birthday", channel=channel)


def _km(about: About, day: date) -> int | None:
    """Answer how many kilometres the car may have by then."""
    read = [(visit.date_in, visit.odometer) for visit in about.car.visits if visit.odometer is not None]
    if not read:
        return None
    return (read[-1][1] + (day - read[-1][0]).days * between(about.cast, 20, 45)) // 100 * 100


_LOST_STORIES: Final = ((0.2, _lost), (0.21, _missed), (0.225, _asked), (0.24, _greeted))
_RISK_STORIES: Final = ((0.26, _invited), (0.275, _missed), (0.29, _asked), (0.31, _greeted))
_ACTIVE_STORIES: Final = ((0.13, _kept), (0.24, _cared), (0.25, _missed), (0.275, _asked), (0.30, _greeted))
