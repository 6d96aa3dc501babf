"""Another plate, another owner, from a day on: what may be a typing error is asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from typing_extensions import override

from dealerdesk.domain.errors import said
from dealerdesk.domain.record_fields import CUSTOMER_TYPES, day_field
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.reception.changing_hands import NewOwner, change_owner, change_plate, look_at_new_owner
from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer, Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.record_fields import Rule
    from dealerdesk.services.reception.changing_hands import Handed

_PAUSE: Final = 60
_PERSON: Final = ("customer.name", "customer.customer_type", "phones.0", "phones.1", "customer.address")
_SAME: Final = ("same_phone", "same_name")


def _answer(handed: Handed) -> Answer:
    return Answer(handed.changed, handed.errors, handed.doubts, handed.others)


class PlatePanel(ActPanel):
    """The car bears another plate."""

    code = "plate"
    rules: ClassVar[Mapping[str, Rule]] = {"day": day_field(past=True, required=True)}

    @override
    def make(self) -> None:
        words = self.words
        self.title.setText(words.text("Another plate for {car}", car=self.car_name))
        self.intro.setText(words.text("The old plate stays findable, with the days on which the car bore it."))
        self.line("plate", words.text("New plate"))
        self.day("day", words.text("Since"), self.session.desk.today)

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, confirmed = self.session.desk, self.car.id, frozenset(self.confirmed)
        plate, day = self.value("plate"), self.value("day")
        return lambda: _answer(change_plate(desk, key, plate, day, confirmed=confirmed))

    @override
    def offers(self, code: str, others: Mapping[str, int]) -> Sequence[Offer]:
        words = self.words
        typing_error = Offer(words.text("Typing error"), lambda: self.focus_field("plate"))
        if code != "plate_taken":
            return (*super().offers(code, others), typing_error)
        other = others[code]
        return (
            Offer(words.text("It has changed hands"), lambda: self.confirm(code)),
            typing_error,
            Offer(words.text("Open"), lambda: self.elsewhere.emit({"vehicle": other})),
        )

    @override
    def done_words(self) -> str:
        return self.words.text("New plate: {plate}", plate=self.value("plate"))

    @override
    def _touched(self) -> None:
        self.confirmed.clear()
        super()._touched()


class OwnerPanel(ActPanel):
    """The car belongs to somebody else: a customer that is known, or one that is typed."""

    code = "owner"
    rules: ClassVar[Mapping[str, Rule]] = {"day": day_field(past=True, required=True)}

    @override
    def make(self) -> None:
        words = self.words
        self.linked: tuple[int, str] | None = None
        self.title.setText(words.text("Another owner for {car}", car=self.car_name))
        self.intro.setText(
            words.text(
                "Past orders stay with who owned the car then. Marks and promises of the old owner do not pass on."
            )
        )
        self.line("customer.name", words.text("New owner"))
        kinds = [(code, words.label(f"customer_type.{code}")) for code in CUSTOMER_TYPES]
        self.choice("customer.customer_type", words.label("fact.customer_type"), [(None, "—"), *kinds], None)
        self.line("phones.0", words.label("fact.phone"))
        self.line("phones.1", words.text("Another number"))
        for name in ("phones.0", "phones.1"):
            self.form.fields[name].setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.line("customer.address", words.label("fact.address"))
        self.day("day", words.text("Since"), self.session.desk.today)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)

    @property
    def owner(self) -> NewOwner:
        """Who owns the car now, as far as was entered."""
        if self.linked is not None:
            return NewOwner(self.linked[0])
        fields = {
            name.removeprefix("customer."): self.value(name)
            for name in _PERSON
            if name.startswith("customer.") and self.value(name)
        }
        phones = tuple(self.value(name) for name in ("phones.0", "phones.1"))
        while phones and not phones[-1]:
            phones = phones[:-1]
        return NewOwner(None, fields, phones)

    @override
    def check(self) -> bool:
        if self.linked is None and not self.value("customer.name"):
            self.show_errors({"customer.name": said("edit.required")})
            return False
        return super().check()

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, owner, day = self.session.desk, self.car.id, self.owner, self.value("day")
        confirmed = frozenset(self.confirmed)
        return lambda: _answer(change_owner(desk, key, owner, day, confirmed=confirmed))

    @override
    def offers(self, code: str, others: Mapping[str, int]) -> Sequence[Offer]:
        words, other = self.words, others[code]
        return (
            Offer(words.text("Link"), lambda: self.link(other)),
            Offer(words.text("Open"), lambda: self.elsewhere.emit({"customer": other})),
            Offer(words.text("Add anyway"), lambda: self.confirm(code)),
        )

    @override
    def done_words(self) -> str:
        name = self.linked[1] if self.linked is not None else self.value("customer.name")
        return self.words.text("{name} owns {car} now.", name=name, car=self.car_name)

    @override
    def held(self) -> dict[str, Any]:
        return {**super().held(), "linked": None if self.linked is None else list(self.linked)}

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        super().take_up(held)
        if held["linked"] is not None:
            self._link(int(held["linked"][0]), str(held["linked"][1]))

    @property
    @override
    def is_changed(self) -> bool:
        return self.linked is not None or super().is_changed

    def link(self, customer: int) -> None:
        """The new owner is a customer that is known."""
        desk = self.session.desk
        self.session.background.read(
            self,
            lambda: customer_file(desk, customer=customer, events=0),
            lambda file: self._link(customer, file.person.name if file.person is not None else "—"),
            key="link",
        )

    def look(self) -> None:
        """Say who may be the same, while they are typed."""
        if self.linked is None and (self.value("customer.name") or self.value("phones.0")):
            desk, owner = self.session.desk, self.owner
            self.session.background.read(self, lambda: look_at_new_owner(desk, owner), self._looked, key="look")

    def _looked(self, found: Handed) -> None:
        if self.linked is None:
            self.show_doubts(found.doubts, found.others)

    def _link(self, customer: int, name: str) -> None:
        self.linked = (customer, name)
        line = self.form.fields["customer.name"]
        line.blockSignals(True)
        self.put({"customer.name": name})
        line.blockSignals(False)
        for field in _PERSON:
            self.form.fields[field].setEnabled(False)
        self.form.clear_errors()
        self.show_doubts((), {})
        self.intro.setText(self.words.text("Linked: {name}", name=name))
        self.focus_field("day")
        self.edited.emit()

    @override
    def _touched(self) -> None:
        self.confirmed.difference_update(_SAME)
        self._soon.start()
        super()._touched()
