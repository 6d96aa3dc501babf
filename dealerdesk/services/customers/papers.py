"""A customer's file on paper, and the visits of a car on paper and in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.customer_file import VisitEvent
from dealerdesk.domain.erasure import ERASED_NAME
from dealerdesk.services.customers.file import customer_file, customer_timeline, visit_history
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.services.personal.readable import readable_phones
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words
from dealerdesk.words.customer_facts import FactWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dealerdesk.documents.customer_file import Part, Rows
    from dealerdesk.domain.customer_file import Car, CustomerFile, Event
    from dealerdesk.words.customer_facts import Fact

_LAST: Final = 15
"""How many visits the file on paper tells; the history of a car has them all."""

_NONE: Final = "—"
_MONEY: Final = 6
"""The place of the charge among the cells of a visit."""


@use_case("print-customer-file", Right.EXPORT)
def customer_file_on_paper(desk: Desk, *, vehicle: int | None = None, customer: int | None = None) -> bytes:
    """The file of a customer, or of a vehicle's latest owner, as a PDF; it is an act.

    Numbers are whole where the actor may see them. Raises Refused `customers.gone`.
    """
    from dealerdesk.documents.customer_file import CustomerPaper, customer_file_paper

    words, details = Words(desk.lang), store_details(desk)
    file = customer_file(desk, vehicle=vehicle, customer=customer, events=0)
    of = {"vehicle": vehicle} if vehicle is not None else {"customer": customer}
    visits = customer_timeline(desk, **of, events=_LAST, kinds=("visit",))
    phones = () if file.person is None else file.person.phones
    opened = readable_phones(desk, [one.phone for one in phones])
    writer = FactWriter(words, desk.today, opened, hiding=Right.FULL_PHONE not in desk.actor.rights)
    paper = CustomerPaper(
        store=details.name,
        title=words.text("Customer record sheet"),
        subtitle=_subtitle(file, words),
        day=desk.today,
        parts=(*_parts(file, writer, words), _visits(visits.events, words)),
        contact=details.contact,
        logo=details.logo,
        printed=imprint(desk),
    )
    pdf = customer_file_paper(paper, words)
    about = None if file.person is None else file.person.id
    disclose(desk, "print-customer-file", "print", "paper.customer-file", 1, about)
    return pdf


def _subtitle(file: CustomerFile, words: Words) -> str:
    person = file.person
    name = words.text("No owner known")
    if person is not None:
        name = words.text("Erased customer") if person.name == ERASED_NAME else person.name
    plates = [car.plate or car.vin or _NONE for car in file.cars if car.present]
    return "   ".join((name, *plates[:3]))


def _parts(file: CustomerFile, writer: FactWriter, words: Words) -> Iterable[Part]:
    from dealerdesk.documents.customer_file import Part

    if file.person is not None:
        yield Part(words.text("Customer"), _fields(writer.person(file.person)))
    staff = {one.id: one.name for one in file.staff}
    for car in (one for one in file.cars if one.present):
        heading = "   ".join(filter(None, (words.text("Vehicle"), car.plate or car.vin, car.model)))
        yield Part(heading, (*_fields(writer.car(car, staff)), *_figures(car, words)))


def _fields(facts: Iterable[Fact]) -> tuple[tuple[str, str], ...]:
    return tuple((fact.name, "" if fact.value == _NONE else fact.value) for fact in facts)


def _figures(car: Car, words: Words) -> tuple[tuple[str, str], ...]:
    figures = car.figures

    def day(value: Any) -> str:  # noqa: ANN401 - a day or None
        return "" if value is None else words.day(value)

    return (
        (words.label("column.status"), words.label(f"status.{figures.status}")),
        (words.label("column.last_visit"), day(figures.last_visit)),
        (words.label("column.next_maintenance"), day(figures.next_maintenance)),
        (
            words.label("column.last_odometer"),
            "" if figures.last_odometer is None else words.number(figures.last_odometer),
        ),
        (words.label("column.visits_12"), words.number(figures.visits_12)),
        (words.label("column.visits"), words.number(figures.visits)),
        (words.label("column.spend_12"), words.money(figures.spend_12_fen)),
        (words.label("column.spend"), words.money(figures.spend_fen)),
    )


def _visits(events: Iterable[Event], words: Words) -> Rows:
    from dealerdesk.documents.customer_file import Rows

    titles = _titles(words)
    chosen = (0, 1, 2, 3, 4, 6, 7)
    widths = (1.5, 1.2, 1.3, 2.8, 1.0, 1.2, 1.2)
    return Rows(
        words.text("Last visits"),
        tuple((titles[at], width) for at, width in zip(chosen, widths, strict=True)),
        tuple(tuple(_texts(event, words)[at] for at in chosen) for event in events),
        words.text("No visit is known."),
    )


# the visits of a car


@use_case("export-visit-history", Right.EXPORT)
def visit_history_file(desk: Desk, vehicle: int, file: Path) -> Changed:
    """Write all visits of a vehicle to a file, by its ending .xlsx, .csv or .pdf; it is an act.

    Raises Refused `customers.gone`, `export.*`.
    """
    from dealerdesk.spreadsheets.column import Column
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_csv, write_xlsx

    ending = file.suffix.casefold()
    events = visit_history(desk, vehicle)
    changed = disclose(desk, "export-visit-history", "export", f"paper.visit-history {ending}", len(events))
    words = Words(desk.lang)
    if ending == ".pdf":
        write_whole(file, _history_paper(desk, events))
        return changed
    kinds = ("day", "text", "text", "text", "integer", "text", "money", "text", "text")
    columns = [Column(title, kind) for title, kind in zip(_titles(words), kinds, strict=True)]  # type: ignore[arg-type]
    rows = (_cells(event, words) for event in events)
    if ending == ".csv":
        made = imprint(desk)
        write_csv(file, [*columns, Column(words.text("Origin of this row"))], ([*row, made] for row in rows))
    else:
        title = _title(events, words)
        about = About(words.text("About this file"), title, who(desk), desk.clock(), (("", imprint(desk)),))
        write_xlsx(file, words.text("Visits of a car"), columns, rows, about)
    return changed


@use_case("print-visit-history", Right.EXPORT)
def visit_history_on_paper(desk: Desk, vehicle: int) -> bytes:
    """All visits of a vehicle as a PDF; it is an act. Raises Refused `customers.gone`."""
    events = visit_history(desk, vehicle)
    pdf = _history_paper(desk, events)
    disclose(desk, "print-visit-history", "print", "paper.visit-history", len(events))
    return pdf


def _history_paper(desk: Desk, events: tuple[Event, ...]) -> bytes:
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper
    from dealerdesk.documents.page import Align

    words, details = Words(desk.lang), store_details(desk)
    ends = frozenset({4, 6})
    weights = (1.2, 1.0, 1.2, 3.0, 1.0, 1.4, 1.2, 1.2, 1.0)
    return list_paper(
        ListPaper(
            store=details.name,
            contact=details.contact,
            logo=details.logo,
            title=_title(events, words),
            day=desk.today,
            facts=((words.text("Rows"), words.number(len(events))),),
            columns=tuple(
                PaperColumn(title, weight, Align.END if at in ends else Align.START)
                for at, (title, weight) in enumerate(zip(_titles(words), weights, strict=True))
            ),
            rows=[_texts(event, words) for event in events],
            printed=imprint(desk),
        ),
        words,
    ).pdf


def _title(events: tuple[Event, ...], words: Words) -> str:
    plate = events[0].plate if events else None
    return "   ".join(filter(None, (words.text("Visits of a car"), plate)))


def _titles(words: Words) -> tuple[str, ...]:
    return (
        words.text("Day"),
        words.label("column.plate"),
        words.label("field.kind"),
        words.label("field.items"),
        words.label("field.odometer"),
        words.label("field.order_no"),
        words.text("Charge"),
        words.text("Received by"),
        words.label("field.state"),
    )


def _cells(event: Event, words: Words) -> list[Any]:
    visit = event.detail
    if not isinstance(visit, VisitEvent):
        raise TypeError(event.kind)
    state = words.label(f"visit_state.{visit.state}")
    return [
        event.day,
        event.plate or "",
        visit.kind or "",
        visit.items or "",
        visit.odometer,
        visit.order_no or "",
        visit.charge_fen,
        visit.advisor or "",
        state,
    ]


def _texts(event: Event, words: Words) -> list[str]:
    """The cells of a visit as people read them."""
    return [_text(cell, words, money=at == _MONEY) for at, cell in enumerate(_cells(event, words))]


def _text(cell: Any, words: Words, *, money: bool) -> str:  # noqa: ANN401 - what a spreadsheet takes
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, int):
        return words.money(cell) if money else words.number(cell)
    return words.day(cell)
