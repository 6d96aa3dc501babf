"""Deleting from the Customers page: the customer, the car or the visit that is looked at, with a note to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.domain.customer_file import VisitEvent
from dealerdesk.services.deleting import remove_customer, remove_vehicle, remove_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.deleting import Deleted
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.session import Session


class Deleting(QObject):
    """Deletes what the file panel shows."""

    def __init__(
        self, session: Session, panel: FilePanel, holds: Callable[[], bool], close: Callable[[], object]
    ) -> None:
        super().__init__(panel)
        self._session, self._panel, self._holds, self._close = session, panel, holds, close

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of deleting do."""
        return {
            "customers.delete_customer": self.delete_customer,
            "customers.delete_car": self.delete_car,
            "customers.delete_visit": self.delete_visit,
        }

    def delete_customer(self) -> None:
        """Delete the customer of the file."""
        person = None if self._panel.file is None else self._panel.file.person
        if person is None:
            self._nothing(self._session.words.text("No customer is chosen."))
            return
        desk, words, key = self._session.desk, self._session.words, person.id
        self._delete(
            lambda: remove_customer(desk, key), lambda _gone: words.text("Customer deleted: {name}", name=person.name)
        )

    def delete_car(self) -> None:
        """Delete the car that the file is looked at through."""
        car = None if self._panel.file is None else self._panel.file.car
        if car is None:
            self._nothing(self._session.words.text("No car is chosen."))
            return
        desk, words, key = self._session.desk, self._session.words, car.id
        name = car.plate or car.vin or f"#{key}"

        def told(gone: Deleted) -> str:
            n = gone.visits
            return words.ntext("Car deleted: {car} with {n} visit", "Car deleted: {car} with {n} visits", n, car=name)

        self._delete(lambda: remove_vehicle(desk, key), told)

    def delete_visit(self) -> None:
        """Delete the visit that is chosen on the timeline."""
        row = self._panel.timeline.table.current() if self._panel.tabs.currentWidget() is self._panel.timeline else None
        if row is None or not isinstance(row.event.detail, VisitEvent):
            self._nothing(self._session.words.text("Choose a visit on the timeline first."))
            return
        desk, words, key = self._session.desk, self._session.words, row.event.detail.id
        day = row.event.day
        self._delete(
            lambda: remove_visit(desk, key), lambda _gone: words.text("Visit of {day} deleted.", day=day), stay=True
        )

    def _delete(self, does: Callable[[], Deleted], told: Callable[[Deleted], str], *, stay: bool = False) -> None:
        if self._holds():
            return
        self._close()
        if not stay:
            self._panel.leave()

        def done(gone: Deleted) -> None:
            self._session.note(told(gone), undo=gone.changed.act)

        def refused(why: Said) -> None:
            self._panel.come_back()
            self._session.note(self._session.say(why), bad=True)

        label = self._session.words.text("Deleting")
        self._session.background.write(self, does, done, label=label, failed=refused)

    def _nothing(self, why: str) -> None:
        self._session.note(why, bad=True)
