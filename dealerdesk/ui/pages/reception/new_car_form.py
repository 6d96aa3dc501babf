"""A car that nobody knows yet, with its customer: what is alike is said while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from dealerdesk.domain.record_fields import CUSTOMER_TYPES, SOURCES
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.reception.changing_hands import change_plate
from dealerdesk.services.reception.new_car import NewCar, look_at_new_car
from dealerdesk.ui.fields import Choice, LineEdit
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.pages.reception.compact_form import CompactForm
from dealerdesk.ui.widgets import boxed, button, column, label
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.visit_entry import Doubt
    from dealerdesk.services.reception.changing_hands import Handed
    from dealerdesk.services.reception.new_car import Added
    from dealerdesk.ui.session import Session

_PAUSE: Final = 60
_OF_CAR: Final = ("model", "source")
_FIELDS: Final = ("plate", "customer.name", "phones.0", "vin", "model", "customer.customer_type", "source")


class _Offer(NamedTuple):
    """What is done about a doubt, and by which words."""

    words: str
    does: Callable[[], object]


class NewCarForm(QWidget):
    """Plate, VIN and model, and whose car it is: a new customer, or one who is linked."""

    edited = Signal(str)
    went = Signal()
    """The keyboard was put into another field."""

    through = Signal()
    """Enter was pressed in the last field."""

    receives = Signal(int)
    """The car that is known by this plate or VIN is the one that has come."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.form = CompactForm()
        self.owner: int | None = None
        self.owner_name = ""
        self.settled: set[str] = set()
        """The doubts that were settled beside the field, by their codes."""
        self._offers = flowing()
        self._make()
        self._offered = boxed(self._offers, "banner")
        self._offered.hide()
        self.setLayout(column(self.form, self._offered, gap=6, margins=(0, 0, 6, 0)))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)
        for name, widget in self.form.fields.items():
            widget.installEventFilter(self)
            widget.setProperty("field", name)

    def begin(self, plate: str = "") -> None:
        """A new car, maybe with the plate that was looked for."""
        self.take_up({"typed": {"plate": plate}})

    def typed(self) -> NewCar:
        """What was typed."""
        text = {name: str(self._value(name) or "") for name in _FIELDS}
        vehicle = {name: self._value(name) for name in _OF_CAR if self._value(name)}
        customer: dict[str, object] = {}
        if self.owner is None and (text["customer.name"] or text["phones.0"]):
            customer = {"name": text["customer.name"], "customer_type": self._value("customer.customer_type")}
        phones = (text["phones.0"],) if text["phones.0"] and self.owner is None else ()
        return NewCar(text["plate"], text["vin"], vehicle, customer, phones, self.owner)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed."""
        return self.owner is not None or any(self._value(name) for name in _FIELDS if name != "source")

    def held(self) -> dict[str, Any]:
        """What was typed, as JSON can hold it."""
        typed = {name: self._value(name) for name in _FIELDS}
        return {"typed": typed, "owner": self.owner, "owner_name": self.owner_name, "settled": sorted(self.settled)}

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        typed = held["typed"]
        for name in _FIELDS:
            self._field(name).set_value(typed.get(name))
        self.form.clear_errors()
        self.settled = set(held.get("settled", ()))
        self._own(held.get("owner"), held.get("owner_name", ""))
        self._offer({})
        if self.is_changed:
            self._soon.start()

    def show_errors(self, errors: Mapping[str, Said], doubts: Sequence[Doubt], others: Mapping[str, int]) -> None:
        """Say beside the fields what is wrong or doubtful, with what can be done about it."""
        self.form.clear_errors()
        for doubt in doubts:
            if doubt.field in self.form.fields and doubt.code not in self.settled:
                self.form.doubt(doubt.field, self._session.say(doubt.said))
        for name, why in errors.items():
            if name in self.form.fields:
                self.form.error(name, self._session.say(why))
        self._offer({code: key for code, key in others.items() if code not in self.settled})

    def start(self) -> None:
        """Put the keyboard into the first field that is empty."""
        self.focus(next((name for name in _FIELDS if not self._value(name)), "plate"))

    def focus(self, name: str) -> None:
        """Put the keyboard into a field."""
        self.form.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.went.emit()

    def look(self) -> None:
        """Ask what is wrong or alike so far."""
        desk, typed = self._session.desk, self.typed()
        self._session.background.read(self, lambda: look_at_new_car(desk, typed), self._looked, key="look")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:  # type: ignore[attr-defined]
            plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}  # type: ignore[attr-defined]
            if plain and not event.isAutoRepeat():  # type: ignore[attr-defined]
                self._go_on(watched.property("field"))
            return plain
        return super().eventFilter(watched, event)

    # inside

    def _make(self) -> None:
        words, form = self._session.words, self.form
        form.add("plate", words.text("Plate"), LineEdit())
        form.add("customer.name", words.text("Customer"), LineEdit(), beside=True)
        phone = form.add("phones.0", words.label("fact.phone"), LineEdit(), beside=True)
        vin = form.add("vin", words.label("fact.vin"), LineEdit())
        form.add("model", words.label("fact.model"), LineEdit(), beside=True)
        kinds = [(None, "—"), *((code, words.label(f"customer_type.{code}")) for code in CUSTOMER_TYPES)]
        form.add("customer.customer_type", words.label("fact.customer_type"), Choice(kinds), beside=True)
        sources = [(None, "—"), *((code, words.label(f"source.{code}")) for code in SOURCES)]
        form.add("source", words.label("fact.source"), Choice(sources))
        vin.type_plainly()
        phone.type_plainly()
        for name, widget in form.fields.items():
            if isinstance(widget, Choice):
                widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            signal = getattr(widget, "edited", None) or widget.chosen  # type: ignore[attr-defined]
            signal.connect(lambda name=name: self._touched(name))

    def _field(self, name: str) -> LineEdit | Choice:
        return cast("LineEdit | Choice", self.form.fields[name])

    def _value(self, name: str) -> str | None:
        value = self._field(name).value()
        return str(value) if value else None

    def _go_on(self, name: str) -> None:
        order = [field for field in _FIELDS if self.form.fields[field].isEnabled()]
        later = order[order.index(name) + 1 :] if name in order else []
        if later and name != "model":
            self.focus(later[0])
        else:
            self.through.emit()

    def _touched(self, name: str) -> None:
        about = {"plate": {"plate_taken", "plate_pattern"}, "vin": {"vin_check"}}
        self.settled -= about.get(name, {"same_phone", "same_name"})
        self._soon.start()
        self.edited.emit(name)

    def _looked(self, found: Added) -> None:
        """Say what is wrong so far; that something is still missing is said when it is saved."""
        begun = {name: why for name, why in found.errors.items() if why.code not in _MISSING}
        self.show_errors(begun, found.doubts, found.others)

    def _own(self, owner: int | None, name: str) -> None:
        self.owner, self.owner_name = owner, name
        for field in ("customer.name", "phones.0", "customer.customer_type"):
            self.form.fields[field].setEnabled(owner is None)
        if owner is not None:
            self._field("customer.name").set_value(name)

    def _offer(self, others: Mapping[str, int]) -> None:
        """Offer what can be done about the records that are alike."""
        emptied(self._offers)
        for code, key in others.items():
            told, offers = self._offers_for(code, key)
            self._offers.addWidget(label(told))
            for offer in offers:
                made = button(self._session.words.text(offer.words), offer.does)
                self._offers.addWidget(made)
        if self.owner is not None:
            self._offers.addWidget(label(self._session.words.text("Linked: {name}", name=self.owner_name)))
            self._offers.addWidget(button(self._session.words.text("Take the link back"), self._unlink))
        before: QWidget = self.form.fields["source"]
        for offered in self._offered.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            QWidget.setTabOrder(before, offered)
            before = offered
        self._offered.setVisible(bool(others) or self.owner is not None)

    def _offers_for(self, code: str, key: int) -> tuple[str, list[_Offer]]:
        words = self._session.words
        if code == "plate_taken":
            return words.text("This plate is known:"), [
                _Offer(N_("Receive that car"), lambda: self.receives.emit(key)),
                _Offer(N_("It has changed hands"), lambda: self._settle(code)),
                _Offer(N_("Typing error"), lambda: self.focus("plate")),
            ]
        if code == "vin_taken":
            offers = [_Offer(N_("Receive that car"), lambda: self.receives.emit(key))]
            if self._value("plate"):
                offers.append(_Offer(N_("It bears this plate now"), lambda: self._bears(key)))
            return words.text("This VIN is known:"), offers
        return words.text("This customer may be known:"), [
            _Offer(N_("Link"), lambda: self._link(key)),
            _Offer(N_("Open"), lambda: self._session.open("customers", customer=key)),
            _Offer(N_("Add anyway"), lambda: self._settle(code)),
        ]

    def _settle(self, code: str) -> None:
        self.settled.add(code)
        self.edited.emit("")
        self.look()
        self.start()

    def _bears(self, vehicle: int) -> None:
        """The car that is known by its VIN has another plate from today on; then it is received."""
        desk, plate = self._session.desk, self._value("plate") or ""
        settled = frozenset(self.settled)
        self._session.background.write(
            self,
            lambda: change_plate(desk, vehicle, plate, desk.today, confirmed=settled),
            lambda handed: self._borne(vehicle, plate, handed),
            label=self._session.words.text("Saving"),
        )

    def _borne(self, vehicle: int, plate: str, handed: Handed) -> None:
        if handed.errors or handed.doubts:
            self.show_errors(handed.errors, handed.doubts, {"vin_taken": vehicle, **handed.others})
            return
        told = self._session.words.text("The car bears {plate} from today on.", plate=plate)
        self._session.note(told, undo=handed.changed.act)
        self.receives.emit(vehicle)

    def _link(self, customer: int) -> None:
        desk = self._session.desk
        self._session.background.read(
            self,
            lambda: customer_file(desk, customer=customer, events=0),
            lambda file: self._linked(customer, file.person.name if file.person is not None else "—"),
            key="link",
        )

    def _linked(self, customer: int, name: str) -> None:
        self._own(customer, name)
        self.edited.emit("")
        self.look()
        self.focus("vin")

    def _unlink(self) -> None:
        self._own(None, "")
        self.edited.emit("")
        self.look()
        self.focus("customer.name")


_MISSING: Final = frozenset({"edit.required", "entry.plate_missing"})
"""What is not said while somebody is still typing."""
