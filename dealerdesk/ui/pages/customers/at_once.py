"""What one key does with a file: WeChat added, a departure, a product or a link taken back; a note undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.services.customers.belonging import untie_customers
from dealerdesk.services.customers.holdings import drop_product
from dealerdesk.services.customers.marks import take_back_departure
from dealerdesk.services.reception.at_hand import add_on_wechat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.session import Session


class AtOnce(QObject):
    """Does what needs neither a day nor a reason; not while something is half typed (`holds`)."""

    def __init__(self, session: Session, panel: FilePanel, holds: Callable[[], bool]) -> None:
        super().__init__(panel)
        self._session, self._panel, self._holds = session, panel, holds
        self._busy = False

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of one key do."""
        return {
            "customers.drop_product": self.drop_product,
            "customers.take_back": self.take_back,
            "customers.wechat": self.add_on_wechat,
            "customers.untie": self.untie,
            "customers.complaint": self.complain,
        }

    def complain(self) -> None:
        """Begin a complaint of the customer, about the car that is shown."""
        file = self._panel.file
        if file is None or self._holds():
            return
        person, car = file.person, file.car
        named = (person.name if person is not None else "", (car.plate or car.vin or "") if car is not None else "")
        customer, vehicle = person and person.id, car and car.id
        self._session.open("complaints", new=("   ".join(filter(None, named)), customer, vehicle))

    def drop_product(self) -> None:
        """Delete the product that the keyboard is at; a note takes that back."""
        key, file, desk, words = self.product(), self._panel.file, self._session.desk, self._session.words
        car = None if file is None else file.car
        held = None if car is None else next((one for one in car.products if one.id == key), None)
        if car is not None and held is not None:
            told = words.text("Deleted: {name}", name=words.label(f"product.{held.kind}"))
            self._at_once(lambda: drop_product(desk, car.id, held.id, held.revision).changed, told)

    def take_back(self) -> None:
        """The car that was taken for departed is here again."""
        file, desk, words = self._panel.file, self._session.desk, self._session.words
        car = None if file is None else file.car
        if car is None or car.departure is None:
            self._session.note(words.text("This car has not departed."), bad=True)
            return
        told = words.text("{car} is among the others again.", car=car.plate or car.vin or "—")
        self._at_once(lambda: take_back_departure(desk, car.id).changed, told)

    def add_on_wechat(self) -> None:
        """Take down that the customer was added on WeChat today."""
        file, desk, words = self._panel.file, self._session.desk, self._session.words
        person = None if file is None else file.person
        if person is None:
            self._session.note(words.text("No owner known"), bad=True)
        elif person.wechat:
            self._session.note(words.text("{name} is on WeChat already.", name=person.name), bad=True)
        else:
            told = words.text("{name} was added on WeChat.", name=person.name)
            self._at_once(lambda: add_on_wechat(desk, person.id), told)

    def untie(self) -> None:
        """Let the customer belong no more to whom the keyboard is at; a note takes that back."""
        fact, file, desk, words = self._panel.facts.fact, self._panel.file, self._session.desk, self._session.words
        person = None if file is None else file.person
        key = fact.key if fact is not None and fact.field == "tie" else 0
        if person is None or not key:
            self._session.note(words.text("Choose who belongs to them in the file first."), bad=True)
            return
        told = words.text("The link is taken back.")
        self._at_once(lambda: untie_customers(desk, person.id, key).changed, told)

    def _at_once(self, call: Callable[[], Changed], told: str) -> None:
        if self._busy or self._holds():
            return
        self._busy = True

        def done(changed: Changed) -> None:
            self._busy = False
            if changed.act is not None:
                self._session.note(told, undo=changed.act)

        def failed(why: Said) -> None:
            self._busy = False
            self._session.note(self._session.say(why), bad=True)
            self._panel.reload()

        self._session.background.write(self, call, done, failed=failed)

    def product(self) -> int:
        """The product that the keyboard is at; 0 where it is at none, which is said."""
        fact = self._panel.facts.fact
        key = fact.key if fact is not None and fact.field == "product" else 0
        if not key:
            self._session.note(self._session.words.text("Choose a product in the file first."), bad=True)
        return key
