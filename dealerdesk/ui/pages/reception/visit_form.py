"""The form of a visit: a new one with what it most likely is, or one that is kept and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from dealerdesk.domain.record_fields import Wrong
from dealerdesk.domain.visit import REDEEMING, Payer, VisitState
from dealerdesk.domain.visit_entry import STEPS
from dealerdesk.domain.visit_fields import PAYERS, km_of
from dealerdesk.ui.fields import Choice, DateEdit, LineEdit
from dealerdesk.ui.pages.reception.compact_form import CompactForm
from dealerdesk.ui.pages.reception.kind_choice import KindChoice
from dealerdesk.ui.pages.reception.raw import AMOUNTS, Raw, raw_of
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.maintenance import Reading
    from dealerdesk.services.reception.arriving import Arrival
    from dealerdesk.services.reception.looking import Choices, VisitKept
    from dealerdesk.ui.session import Session

_PATH: Final = ("date_in", "odometer", "kind", "order_no", "paid_fen", "redeemed_fen", "why")
"""The fields that Enter goes through; Tab goes through all."""

_TOLD_LATER: Final = ("brought_by", "why", "redeemed_fen")
"""Fields that show only where they mean something."""

_EMPTY: Final[Mapping[str, Raw]] = {
    "order_no": "", "odometer": "", **dict.fromkeys(AMOUNTS, ""), "items": "", "note": "", "brought_by": "",
    "met_advisor": None, "why": "",
}  # fmt: skip


class VisitForm(QWidget):
    """The fields of one visit; it knows what was changed since they were filled."""

    edited = Signal(str)
    """What a field holds changed, by its name."""

    went = Signal()
    """The keyboard was put into another field."""

    through = Signal()
    """Enter was pressed in the last field."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.form = CompactForm()
        self.met_advisor: bool | None = None
        self._read: dict[str, Raw] = {}
        self._last: Reading | None = None
        self._balances: Mapping[str, int] = {}
        self._advisors: tuple[tuple[int, str], ...] = ()
        self._filling, self._waits, self._ahead = False, False, ""
        self._make()
        self.setLayout(column(self.form, None, margins=(0, 0, 6, 0)))
        for name, widget in self.form.fields.items():
            widget.installEventFilter(self)
            widget.setProperty("field", name)
        self.kind.remade.connect(lambda: self.kind.follow(self.form.fields["odometer"]))
        self.kind.picked.connect(lambda: self._go_on("kind"))

    # what it is filled with

    def offer(self, choices: Choices) -> None:
        """Let these kinds and advisors be chosen; what is chosen stays."""
        self._filling = True
        self.kind.offer([kind.name for kind in choices.kinds], self.kind.value())
        self._advisors = choices.advisors
        self._offer_advisors(self.advisor.value(), self.advisor.currentText())
        self._filling = False

    def begin(self, arrival: Arrival | None) -> None:
        """A new visit of a car that has come; None: of a car that nobody knows yet."""
        responsible = None if arrival is None or arrival.advisor is None else arrival.advisor[0]
        here = {key for key, _ in self._advisors}
        mine = self._session.desk.actor.staff
        advisor = mine if mine in here else responsible if responsible in here else None
        kind = self.kind.first if arrival is None or arrival.kind is None else arrival.kind
        fresh: dict[str, Raw] = {
            **_EMPTY, "date_in": self._session.desk.today.isoformat(), "kind": kind, "payer": Payer.OWNER.value,
            "advisor_id": advisor, "state": VisitState.SETTLED.value,
        }  # fmt: skip
        self._offer_states([step.value for step in STEPS])
        self._offer_payers(known=True)
        self._fill(fresh, arrival)
        self._read["advisor_id"] = self.advisor.value()  # type: ignore[assignment]
        self.form.show_field("brought_by", on=_asks_what_brought(arrival))

    def show_visit(self, kept: VisitKept, arrival: Arrival | None) -> None:
        """A visit that is kept, to be changed."""
        steps = [step.value for step in STEPS]
        self._offer_states(steps[steps.index(kept.state) :] if kept.state in steps else [kept.state])
        self._offer_advisors(kept.values["advisor_id"], kept.advisor or "")
        self._offer_payers(known=kept.values["payer"] is not None)
        self._fill({**_EMPTY, **raw_of(kept.values), "state": kept.state}, arrival)
        self.form.show_field("brought_by", on=bool(kept.values["brought_by"]) or _asks_what_brought(arrival))
        self.setEnabled(kept.state != VisitState.VOID)

    def ask_why(self, *, on: bool) -> None:
        """Ask for the reason of a correction, or do not."""
        if self.form.shows("why") != on:
            self.form.show_field("why", on=on)

    def rebase(self, kept: VisitKept) -> None:
        """Others changed the visit: take over what they changed, and say it where it was changed here too."""
        fresh = {**raw_of(kept.values), "state": kept.state}
        self._against({name: value for name, value in fresh.items() if name in self._read})

    # what it holds

    def typed(self, name: str) -> Raw:
        """What a field holds."""
        if name == "met_advisor":
            return self.met_advisor
        widget = self.form.fields[name]
        if name == "redeemed_fen" and not self.form.shows(name):
            return ""
        if isinstance(widget, DateEdit):
            return _day_text(widget)
        if isinstance(widget, LineEdit):
            return widget.value()
        return widget.value()  # type: ignore[attr-defined, no-any-return]

    def changes(self) -> dict[str, Raw]:
        """What fields hold that they did not hold when they were filled."""
        now = {name: self.typed(name) for name in self._read}
        return {name: value for name, value in now.items() if value != self._read[name]}

    @property
    def is_changed(self) -> bool:
        """Whether anything was entered."""
        return bool(self.changes())

    def entered(self) -> dict[str, object]:
        """Everything of a new visit."""
        apart = {"state", "why"}
        return {name: self.typed(name) for name in self._read if name not in apart}

    @property
    def state(self) -> VisitState:
        """The state that is chosen."""
        return VisitState(str(self.state_choice.value()))

    def held(self) -> dict[str, Any]:
        """What was entered, and what stood there before, as JSON can hold it."""
        typed = self.changes()
        return {"typed": typed, "read": {name: self._read[name] for name in typed}}

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in again as `held` told; what others changed meanwhile is said beside what had been entered."""
        typed = {name: value for name, value in held["typed"].items() if name in self._read}
        theirs = {name: self._read[name] for name in typed if self._read[name] != held["read"].get(name)}
        self._put({name: value for name, value in typed.items() if name != "brought_by" or value})
        if typed.get("brought_by"):
            self.form.show_field("brought_by", on=True)
        if typed.get("why"):
            self.ask_why(on=True)
        for name, value in theirs.items():
            if value != typed[name] and name not in {"date_in", "kind", "advisor_id"}:
                self._say_theirs(name, value)

    # how it is gone through

    def start(self) -> None:
        """Put the keyboard where work begins: the odometer, for the day is today's."""
        self.focus("odometer")

    def focus(self, name: str) -> None:
        """Put the keyboard into a field."""
        widget = self.form.fields[name]
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, LineEdit):
            widget.selectAll()
        self.went.emit()

    def wait(self, *, on: bool) -> None:
        """Change nothing while it is being kept; what is typed meanwhile goes to where the keyboard is put then."""
        self._waits, ahead = on, self._ahead
        self._ahead = ""
        at = QApplication.focusWidget()
        if ahead and isinstance(at, QLineEdit) and at not in self.form.fields.values():
            at.insert(ahead)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waits and event.type() in {QEvent.Type.KeyPress, QEvent.Type.InputMethod}:
            self._ahead += _typed(event)
            return True
        if event.type() == QEvent.Type.KeyPress and _is_enter(event):  # type: ignore[arg-type]
            if not event.isAutoRepeat():  # type: ignore[attr-defined]
                self._go_on(watched.property("field"))
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, name: str) -> None:
        order = [field for field in self.form.fields if self.form.shows(field)]
        later = [field for field in order[order.index(name) + 1 :] if field in _PATH]
        if later:
            self.focus(later[0])
        else:
            self.through.emit()

    # inside

    def _make(self) -> None:
        words, form = self._session.words, self.form
        today, theme = self._session.desk.today, self._session.theme
        self.date = form.add("date_in", words.text("Date in"), DateEdit(today=today, theme=theme))
        form.add(
            "odometer", words.text("Odometer"), _figures(), unit=words.label("rule_unit.km"), beside=True, across=2
        )
        self.kind = form.add("kind", words.text("Kind"), KindChoice(), across=3)
        form.add("order_no", words.text("Order no."), LineEdit())
        form.add("labour_fen", words.text("Labour"), _figures(), beside=True)
        form.add("parts_fen", words.text("Parts"), _figures(), beside=True)
        form.add("discount_fen", words.text("Discount"), _figures())
        form.add("paid_fen", words.text("Paid"), _figures(), beside=True)
        self.payer = form.add("payer", words.text("Payer"), Choice(), beside=True)
        form.add("redeemed_fen", words.text("Redeemed"), _figures(), across=2)
        form.add("items", words.text("Items"), LineEdit(), across=3)
        self.advisor = form.add("advisor_id", words.text("Received by"), Choice())
        self.state_choice = form.add("state", words.text("State"), Choice(), beside=True)
        form.add("brought_by", words.text("Brought by"), LineEdit(hint=words.text("what brought them")), beside=True)
        form.add("note", words.text("Note"), LineEdit(), across=3)
        form.add("why", words.text("Why changed"), LineEdit(hint=words.text("why it is changed: it is kept")), across=3)
        for choice in (self.payer, self.advisor, self.state_choice):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for name, widget in form.fields.items():
            signal = getattr(widget, "edited", None) or widget.chosen  # type: ignore[attr-defined]
            signal.connect(lambda name=name: self._touched(name))
        self.payer.currentIndexChanged.connect(lambda _at: self._show_redeemed())
        for name in _TOLD_LATER:
            form.show_field(name, on=False)

    def _touched(self, name: str) -> None:
        if name in {"odometer", "date_in"}:
            self._tell_distance()
        if not self._filling:
            self.edited.emit(name)

    def _fill(self, values: Mapping[str, Raw], arrival: Arrival | None) -> None:
        self.setEnabled(True)
        self._last = None if arrival is None else arrival.last
        self._balances = {} if arrival is None else arrival.balances
        self.form.clear_errors()
        self._read = {name: value for name, value in values.items() if name in _EMPTY or name in self.form.fields}
        self.ask_why(on=False)
        self._put(values)
        self._read = {name: self.typed(name) for name in self._read}

    def _put(self, values: Mapping[str, Raw]) -> None:
        self._filling = True
        for name, value in values.items():
            if name == "met_advisor":
                self.met_advisor = value if isinstance(value, bool) else None
            elif name in self.form.fields:
                _set(self.form.fields[name], value)
        self._show_redeemed()
        if values.get("redeemed_fen"):
            _set(self.form.fields["redeemed_fen"], values["redeemed_fen"])
        self._filling = False
        self._tell_distance()

    def _against(self, fresh: Mapping[str, Raw]) -> None:
        typed = self.changes()
        self.form.clear_errors()
        for name, value in fresh.items():
            if value == self._read[name]:
                continue
            self._read[name] = value
            if name not in typed:
                self._put({name: value})
            elif typed[name] != value:
                self._say_theirs(name, value)
        self.edited.emit("")

    def _say_theirs(self, name: str, value: Raw) -> None:
        if name in self.form.fields:
            words, shown = self._session.words, self._spoken(name, value)
            self.form.error(name, words.text("Somebody else entered “{theirs}” meanwhile.", theirs=shown))

    def _spoken(self, name: str, value: Raw) -> str:
        words = self._session.words
        if name == "payer" and value:
            return words.label(f"payer.{value}")
        if name == "state":
            return words.label(f"visit_state.{value}")
        if name == "advisor_id":
            return dict(self._advisors).get(value, "—")  # type: ignore[arg-type]
        return str(value) if value not in {None, ""} else "—"

    def _offer_states(self, states: list[str]) -> None:
        words = self._session.words
        self.state_choice.offer([(state, words.label(f"visit_state.{state}")) for state in states])

    def _offer_payers(self, *, known: bool) -> None:
        """Let anybody be chosen who can pay; nobody where it is not known yet."""
        payers = [(payer, self._session.words.label(f"payer.{payer}")) for payer in PAYERS]
        self.payer.offer(payers if known else [(None, "—"), *payers])

    def _offer_advisors(self, value: object, name: str) -> None:
        """Let those who work here be chosen, and who it is although they have left."""
        more = [] if value is None or value in dict(self._advisors) else [(value, name)]
        self.advisor.offer([(None, "—"), *self._advisors, *more], value)

    def _show_redeemed(self) -> None:
        payer = self.payer.value()
        beside = bool(self._read.get("redeemed_fen")) and payer == self._read.get("payer")
        self.form.show_field("redeemed_fen", on=payer in REDEEMING or beside)
        left = self._balances.get(str(payer))
        told = "" if left is None else self._session.words.text("{left} left", left=self._session.words.money(left))
        self.form.tell("redeemed_fen", told)

    def _tell_distance(self) -> None:
        """Say behind the odometer how far the car has gone since it was read last."""
        self.form.tell("odometer", self._distance() or self._session.words.label("rule_unit.km"))

    def _distance(self) -> str:
        today, last = self._session.desk.today, self._last
        try:
            day = self.date.day()
            km = km_of(self.typed("odometer"), today)
        except (ValueError, Wrong):
            return ""
        words = self._session.words
        if last is None:
            return ""
        if km is None:
            return words.text("km  (last {km} on {day})", km=last.km, day=last.day)
        days, gone = 0 if day is None else (day - last.day).days, km - last.km
        change = f"{'+' if gone >= 0 else ''}{words.number(gone)}"
        return words.text("km  ({change} in {days} d)", change=change, days=days)


def _asks_what_brought(arrival: Arrival | None) -> bool:
    """Whether the customer is here for the first time."""
    return arrival is None or any(line.about == "brought-by" for line in arrival.lines)


def _figures() -> LineEdit:
    made = LineEdit()
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.type_plainly()
    return made


def _day_text(widget: DateEdit) -> str:
    """The day that is typed as the store has it; what is no day as it is typed."""
    try:
        day = widget.day()
    except ValueError:
        return widget.value()
    return "" if day is None else day.isoformat()


def _set(widget: QWidget, value: Raw) -> None:
    if isinstance(widget, DateEdit):
        widget.setText(str(value or ""))
    elif isinstance(widget, LineEdit):
        widget.set_value(str(value or ""))
    elif isinstance(widget, Choice):
        widget.set_value(value)
    elif isinstance(widget, KindChoice):
        widget.set_value(None if value is None else str(value))


def _typed(event: QEvent) -> str:
    """What a key or an input method would write."""
    if isinstance(event, QInputMethodEvent):
        return event.commitString()
    return event.text() if isinstance(event, QKeyEvent) and event.text().isprintable() else ""


def _is_enter(event: QKeyEvent) -> bool:
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    return plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
