"""The file beside the table: head, facts, timeline and changes; or the form while it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget, QWidget

from dealerdesk.domain.phone import group_phone
from dealerdesk.domain.rights import Right
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.phones import open_phones
from dealerdesk.ui.pages.customers.changes_tab import ChangesTab
from dealerdesk.ui.pages.customers.fact_list import FactList
from dealerdesk.ui.pages.customers.head import FileHead
from dealerdesk.ui.pages.customers.timeline_tab import TimelineTab
from dealerdesk.ui.widgets import EmptyState, column
from dealerdesk.words.customer_facts import FactWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.customer_file import CustomerFile, PhoneOf
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.phones import Opened
    from dealerdesk.ui.session import Session

_PAUSE = 40
"""Milliseconds on a row until its file is read: who walks fast reads none."""

_NARROWEST = 380


class FilePanel(QFrame):
    """The file of one customer, looked at through one of their cars."""

    loaded = Signal(object)
    """Another file, or the same one anew, is here."""

    revealed = Signal(bool)
    """Whether the numbers of the file are seen in full."""

    opened = Signal()
    """A fact was opened: it is to be edited."""

    def __init__(self, session: Session, buttons: Sequence[QPushButton], phone_buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session = session
        self._of: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self._opened: dict[int, str] = {}
        self.file: CustomerFile | None = None
        words = session.words
        self.head = FileHead(session, buttons, phone_buttons)
        self.head.customer_chosen.connect(lambda key: session.open("customers", customer=key))
        self.head.car_chosen.connect(lambda key: self.show_vehicle(key, keep=True))
        self.facts, self.timeline, self.changes = FactList(session), TimelineTab(session), ChangesTab(session)
        self.facts.opened.connect(self.opened)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for tab, title in (
            (self.facts, words.text("Customer file")),
            (self.timeline, words.text("Timeline")),
            (self.changes, words.text("Changes")),
        ):
            self.tabs.addTab(tab, title)
        self.tabs.currentChanged.connect(lambda _place: self._show_changes())
        self._nobody = EmptyState(
            words.text("No customer chosen"), words.text("Choose a row in the table to see its file here.")
        )
        self._below = QStackedWidget()
        self._below.addWidget(self.tabs)
        self._inside = QWidget()
        laid = column(self.head, self._below, gap=8, margins=(12, 10, 12, 10))
        laid.setStretchFactor(self._below, 1)
        self._inside.setLayout(laid)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nobody)
        self._stack.addWidget(self._inside)
        self.setLayout(column(self._stack))
        self.setMinimumWidth(session.theme.px(_NARROWEST))
        self.last_of_head = phone_buttons[-1]
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._read)

    # whose file

    def show_vehicle(self, vehicle: int, *, keep: bool = False) -> None:
        """Show the file of a vehicle's owner, looked at through it; `keep` goes on with what was opened in it."""
        self._ask({"vehicle": vehicle}, keep=keep)

    def show_customer(self, customer: int) -> None:
        """Show the file of a customer without a car."""
        self._ask({"customer": customer}, keep=False)

    def show_nobody(self) -> None:
        """Show that no row is chosen."""
        self._of, self.file = {}, None
        self._soon.stop()
        self._stack.setCurrentWidget(self._nobody)

    def leave(self) -> None:
        """Show nobody while who is shown is being deleted."""
        left = self._of
        self.show_nobody()
        self._left = left

    def come_back(self) -> None:
        """Show the file that was left, unless another one was chosen meanwhile."""
        if self._left and not self._of:
            self._ask(self._left, keep=False)

    def reload(self) -> None:
        """Read the file that is shown anew."""
        if self._of:
            self._read()

    def _ask(self, of: dict[str, int], *, keep: bool) -> None:
        if of != self._of:
            self._of = of
            if not keep:
                self._opened = {}
            self._soon.start()

    def _read(self) -> None:
        desk, of = self._session.desk, self._of
        self._session.background.read(
            self, lambda: customer_file(desk, **of), lambda file: self._take(of, file), key="file", failed=self._gone
        )

    def _take(self, of: dict[str, int], file: CustomerFile) -> None:
        if of != self._of:
            return
        same = self.file is not None and _identity(self.file) == _identity(file)
        self.file = file
        self._stack.setCurrentWidget(self._inside)
        self.changes.forget(keep=same)
        self._paint(keep=same)
        self.timeline.show_file(file, keep=same)
        title = self._session.words.text("Timeline ({n})", n=file.timeline.total)
        self.tabs.setTabText(self.tabs.indexOf(self.timeline), title)
        self._show_changes()
        self.loaded.emit(file)

    def _gone(self, why: Said) -> None:
        self.show_nobody()
        self._session.note(self._session.say(why), bad=True)

    # what is shown

    def show_tab(self, tab: QWidget) -> None:
        """Go to a part of the file."""
        self.tabs.setCurrentWidget(tab)
        place = tab if tab is self.facts else getattr(tab, "table", tab)
        place.setFocus()

    def show_history(self, field: tuple[str, str] | None) -> None:
        """Show how a field came to be what it is: its record and name; None for all fields."""
        self.changes.show_field(self._records(), field)
        self.tabs.setCurrentWidget(self.changes)
        self.changes.table.setFocus()

    def show_form(self, form: QWidget) -> None:
        """Put the form into the place of the facts."""
        self._below.addWidget(form)
        self._below.setCurrentWidget(form)

    def shows_form(self, form: QWidget) -> bool:
        """Whether the form is what is seen."""
        return self._below.currentWidget() is form

    def hide_form(self, form: QWidget) -> None:
        """Show the facts again."""
        self._below.removeWidget(form)
        form.setParent(None)
        self.show_tabs()

    def show_tabs(self) -> None:
        """Show facts, timeline and changes, over the form if there is one."""
        self._below.setCurrentWidget(self.tabs)

    def _show_changes(self) -> None:
        if self.tabs.currentWidget() is self.changes and self.file is not None:
            self.changes.show_records(self._records())

    def _records(self) -> tuple[tuple[str, int], ...]:
        if self.file is None:
            return ()
        person, car = self.file.person, self.file.car
        found = [("customer", person.id)] if person is not None else []
        return (*found, ("vehicle", car.id)) if car is not None else tuple(found)

    def _paint(self, *, keep: bool) -> None:
        if self.file is None:
            return
        desk, hiding = self._session.desk, Right.FULL_PHONE not in self._session.desk.actor.rights
        writer = FactWriter(self._session.words, desk.today, self._opened, hiding=hiding)
        best = self.best_phone
        self.revealed.emit(bool(self._opened))
        self.head.show_file(self.file, "" if best is None else writer.number(best))
        self.facts.show_facts(writer.facts(self.file), keep=keep)

    # numbers

    @property
    def best_phone(self) -> PhoneOf | None:
        """The number by which the customer is best reached."""
        phones = self.file.person.phones if self.file is not None and self.file.person is not None else ()
        ranked = sorted(phones, key=lambda one: (one.quality != "good", one.quality == "bad", not one.preferred))
        return ranked[0] if ranked else None

    def reveal(self) -> None:
        """Show the numbers of the file in full, or mask them again."""
        if self._opened:
            self._opened = {}
            self._paint(keep=True)
        else:
            self._open_numbers(copy=False)

    def copy_phone(self) -> None:
        """Copy the digits of the number by which the customer is best reached."""
        self._open_numbers(copy=True)

    def _open_numbers(self, *, copy: bool) -> None:
        file, best, desk = self.file, self.best_phone, self._session.desk
        if file is None or file.person is None or best is None:
            self._session.note(self._session.words.text("No phone number is known."), bad=True)
            return
        wanted = [best.phone] if copy else [one.phone for one in file.person.phones]

        def take(opened: Opened) -> None:
            digits = dict(opened.digits)
            if self.file is not file:
                return
            if copy:
                QGuiApplication.clipboard().setText(digits[best.phone.id])
                told = group_phone(digits[best.phone.id])
                self._session.note(self._session.words.text("Copied: {number}", number=told))
            else:
                self._opened = digits
                self._paint(keep=True)

        self._session.background.write(self, lambda: open_phones(desk, wanted), take)


def _identity(file: CustomerFile) -> tuple[int | None, int | None]:
    return (file.person.id if file.person is not None else None, file.chosen)
