"""A form of a customer's file that was left half filled in: what is kept of it, and how it finds its file again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.domain.errors import said
from dealerdesk.services.customers.file import customer_file
from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.customer_file import CustomerFile
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.customers.edit_form import EditForm
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session

_KIND = "customer"


def slot_of(file: CustomerFile) -> Slot:
    """By what the form of a file is known: the car through which it is looked at, or the customer without one."""
    if file.car is not None:
        return Slot(_KIND, f"vehicle:{file.car.id}")
    return Slot(_KIND, f"customer:{file.person.id if file.person is not None else 0}")


def begun_in(form: EditForm) -> Begun:
    """What a form holds that is not saved."""
    person, car = form.file.person, form.file.car
    of = {"vehicle": None if car is None else car.id, "customer": None if person is None else person.id}
    title = person.name if person is not None else (car.plate or car.vin or "—") if car is not None else "—"
    about = () if person is None else (person.id,)
    return Begun(slot_of(form.file), title, {**of, **form.held()}, about)


class HalfFilled(QObject):
    """Brings what was entered back to its file, and says so where there is no such file any more."""

    def __init__(self, session: Session, panel: FilePanel, page: Page, fill: Callable[[Begun], object]) -> None:
        super().__init__(page)
        self._session, self._page, self._fill = session, page, fill
        self._panel = panel
        self.coming: Begun | None = None
        """What is on its way: it stays kept until its form shows, or somebody drops it."""
        panel.loaded.connect(self._loaded)

    def fetch(self, begun: Begun) -> None:
        """Look for the file of what was begun, and go there."""
        self.coming = begun
        desk, held = self._session.desk, begun.held
        of = {"vehicle": held["vehicle"]} if held["vehicle"] is not None else {"customer": held["customer"]}
        self._session.background.read(
            self, lambda: customer_file(desk, **of, events=0), self._go, key="fetch", failed=self._gone
        )

    def _go(self, file: CustomerFile) -> None:
        begun = self.coming
        if begun is None:
            return
        person = None if file.person is None else file.person.id
        if person != begun.held["customer"]:
            self._tell("draft.moved", begun)
        elif begun.held["vehicle"] is not None:
            self._page.wanted(vehicle=begun.held["vehicle"])
        else:
            self._page.wanted(customer=begun.held["customer"])
        self._loaded(self._panel.file)

    def _loaded(self, file: CustomerFile | None) -> None:
        if self.coming is None or file is None:
            return
        of = (None if file.car is None else file.car.id, None if file.person is None else file.person.id)
        if of == (self.coming.held["vehicle"], self.coming.held["customer"]):
            self._fill(self.coming)
            self.coming = None

    def _gone(self, why: Said) -> None:
        if self.coming is not None and why.code == "customers.gone":
            self._tell("draft.gone", self.coming)
        else:
            self._session.note(self._session.say(why), bad=True)

    def _tell(self, code: str, begun: Begun) -> None:
        """Say what had been entered, where it cannot be filled in any more; it is kept until it is dropped."""
        words = self._session.words
        named = [(self._field(name), value) for name, value in _typed(begun)]
        typed = tuple(f"{name}: {value}" for name, value in named)
        told = said(code, title=begun.title, typed=typed or "—")
        self._session.note(self._session.say(told), bad=True, act=(words.text("Drop it"), self._drop))

    def _field(self, name: str) -> str:
        """What a field is called; one of a panel has the name that such a field of a record has."""
        plain = name.partition(".")[2] or name
        code = next((code for code in (f"fact.{plain}", f"record_field.{plain}") if code in LABELS), None)
        return plain if code is None else self._session.words.label(code)

    def _drop(self) -> None:
        self.coming = None
        self._page.edited.emit()


def _typed(begun: Begun) -> list[tuple[str, str]]:
    """What was entered, by the names of the fields."""
    typed = [(name, str(value)) for name, value in begun.held["typed"].items() if value]
    phones = begun.held.get("phones")
    rows = phones["rows"] if phones is not None else []
    return [*typed, *(("customer.phone", row[2]) for row in rows if row[2])]
