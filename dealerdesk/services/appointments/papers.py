"""A day's appointments on paper, for the desk where cars are received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.appointment import AppointmentState
from dealerdesk.services.appointments.looking import day_of
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.services.appointments.looking import DayOfAppointments

_WEIGHTS = (1.0, 1.2, 1.4, 1.2, 1.2, 2.0, 1.6, 1.8, 1.0)


@use_case("print-appointments", Right.ENTER)
def appointments_on_paper(desk: Desk, day: date) -> bytes:
    """The appointments of a day by time, without those that were cancelled, as a PDF; it is an act."""
    seen = day_of(desk, day)
    lines = [line for line in seen.lines if line.state != AppointmentState.CANCELLED]
    pdf = _paper(desk, seen, lines)
    disclose(desk, "print-appointments", "print", f"paper.appointments {day.isoformat()}", len(lines))
    return pdf


def _paper(desk: Desk, seen: DayOfAppointments, lines: list[AppointmentLine]) -> bytes:
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper

    words, details = Words(desk.lang), store_details(desk)
    titles = (
        words.text("Time"),
        words.text("Plate"),
        words.text("Customer"),
        words.text("Model"),
        words.text("Advisor"),
        words.text("Comes for"),
        words.text("Offer"),
        words.text("Note"),
        words.text("State"),
    )
    return list_paper(
        ListPaper(
            store=details.name,
            contact=details.contact,
            logo=details.logo,
            title=words.text("Appointments of {day:full}", day=seen.day),
            day=desk.today,
            facts=((words.text("Rows"), words.number(len(lines))),),
            columns=tuple(PaperColumn(title, weight) for title, weight in zip(titles, _WEIGHTS, strict=True)),
            rows=[_texts(seen, line, words) for line in lines],
            printed=imprint(desk),
        ),
        words,
    ).pdf


def _texts(seen: DayOfAppointments, line: AppointmentLine, words: Words) -> list[str]:
    found = (
        f"{line.at:%H:%M}–{line.ends:%H:%M}",
        line.plate,
        line.customer,
        line.model,
        line.advisor,
        line.purpose,
        line.offer,
        line.note,
        words.label(f"appointment.{seen.standing(line)}"),
    )
    return [text or "" for text in found]
