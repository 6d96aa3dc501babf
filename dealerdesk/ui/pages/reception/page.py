"""The Reception page: the plate on top, the visit and the conversation below it, and the running tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from dealerdesk.domain.identity import check_plate, normal_plate
from dealerdesk.domain.visit import VisitState
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.pages.reception.at_once import AtOnce
from dealerdesk.ui.pages.reception.entry import Entry
from dealerdesk.ui.pages.reception.head import CarHead
from dealerdesk.ui.pages.reception.held import Mode
from dealerdesk.ui.pages.reception.new_car_form import NewCarForm
from dealerdesk.ui.pages.reception.plate_line import PlateLine
from dealerdesk.ui.pages.reception.running import Running
from dealerdesk.ui.pages.reception.saving import Saving
from dealerdesk.ui.pages.reception.talk import TalkPanel
from dealerdesk.ui.pages.reception.visit_form import VisitForm
from dealerdesk.ui.widgets import Chip, Splitter, boxed, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.conversation import Line
    from dealerdesk.ui.begun import Slot
    from dealerdesk.ui.session import Session

_TALK_WIDTH: Final = 300
_WIDEST: Final = 1040
_SPARE: Final = 96
"""Pixels for what may be said beside the fields, for letters of the base size."""

_ON_TIMELINE: Final = frozenset({"history", "readings", "maintenance", "task"})
"""What the timeline of a file tells; the rest stands among its facts."""


class ReceptionPage(Page):
    """Who has come, what is done for them, and what is worth saying."""

    name: ClassVar[str] = "reception"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"visit", "vehicle", "customer", "task", "call", "rules", "setting", "staff"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.plate = PlateLine(session)
        self.chinese = Chip(self.words.text("Chinese"), checkable=True)
        self._file = self.button("reception.file", kind="quiet")
        self.head = CarHead(session, self._file)
        self.new_car, self.form = NewCarForm(session), VisitForm(session)
        self.talk = TalkPanel(session, self._keyed)
        self.running = Running(session)
        self.entry = Entry(session, self.form, self.new_car, self)
        self.saving = Saving(session, self.entry)
        self.at_once = AtOnce(session, self.entry, self.talk)
        self._step = self.button("reception.step")
        self._shown = Mode.NOTHING
        self._lay_out()
        self._wire()
        self._show()

    # what the window asks of a page

    @override
    def reload(self) -> None:
        self.running.reload()
        self.entry.refresh()

    @override
    def wanted(self, vehicle: int | None = None, visit: int | None = None, text: str = "", **_what: Any) -> None:
        if vehicle is not None:
            self.entry.receive(vehicle)
        elif visit is not None:
            self.entry.open_visit(visit)
        else:
            self.plate.setText(text)
            self.plate.begin()

    @override
    def focus_first(self) -> None:
        self.plate.begin()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "reception.search": self.plate.begin,
            "reception.chinese": self.chinese.toggle,
            "reception.new": self.entry.receive_new,
            "reception.form": self._to_form,
            "reception.talk": self.talk.begin,
            "reception.workshop": lambda: self.running.go_to(self.running.workshop),
            "reception.today": lambda: self.running.go_to(self.running.today),
            "reception.save": self.saving.save,
            "reception.next": lambda: self.saving.save(goes_on=True),
            "reception.confirm": self.saving.confirm,
            "reception.step": self.saving.step,
            "reception.void": self.saving.void,
            "reception.cancel": self._escape,
            "reception.file": self._open_file,
            "reception.complaint": self._complain,
            **self.at_once.does(),
        }

    @override
    def state(self) -> dict[str, Any]:
        came, kept = self.entry.held.arrival, self.entry.held.kept
        return {
            "vehicle": None if came is None else came.car.id,
            "visit": None if kept is None else kept.id,
            "begun": [begun.to_data() for begun in self.entry.drafts()],
            "table": self.running.currentIndex(),
        }

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self.running.setCurrentIndex(state.get("table") or 0)
        begun = state.get("begun") or []
        if begun:
            self.entry.take_up(Begun.from_data(begun[0]))
        elif state.get("visit") is not None:
            self.entry.open_visit(state["visit"])
        elif state.get("vehicle") is not None:
            self.entry.receive(state["vehicle"])

    @override
    def unsaved(self) -> bool:
        return self.entry.unsaved

    @override
    def drafts(self) -> Sequence[Begun]:
        return self.entry.drafts()

    @override
    def take_up(self, begun: Begun) -> bool:
        return self.entry.take_up(begun)

    @override
    def go_to_draft(self, slot: Slot) -> None:
        self._to_form()

    # what is done

    def _keyed(self, name: str) -> QPushButton:
        """A button that says its key: whoever stands at the desk reads it there."""
        action = self.action(name)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return self.button(name, f"{action.text()}  {keys.replace('Return', 'Enter')}")

    def _to_form(self) -> None:
        if self.entry.mode is Mode.NEW_CAR:
            self.new_car.start()
        elif self.entry.mode is not Mode.NOTHING:
            self.form.start()
        else:
            self.plate.begin()

    def _escape(self) -> None:
        if (self.plate.hasFocus() and self.plate.escape()) or self.saving.busy:
            return
        self.entry.cancel()
        self.plate.begin()

    def _unknown(self, text: str) -> None:
        """A text that leads to no car is a new car's plate where it can be one."""
        plate = normal_plate(text)
        self.entry.receive_new(plate if check_plate(plate).usable else "")

    def _kept(self, goes_on: bool) -> None:
        if goes_on:
            self.entry.close()
        self.chinese.setChecked(False)
        self.plate.clear()
        self.plate.begin()

    def _open_file(self) -> None:
        came = self.entry.held.arrival
        if came is not None:
            self.session.open("customers", vehicle=came.car.id)

    def _complain(self) -> None:
        """Begin a complaint of whoever has come, else of whoever is found."""
        came = self.entry.held.arrival
        if came is None:
            self.session.open("complaints", new=("", None, None))
            return
        customer = None if came.person is None else came.person.id
        named = ("" if came.person is None else came.person.name, came.car.plate or came.car.vin or "")
        self.session.open("complaints", new=("   ".join(filter(None, named)), customer, came.car.id))

    def _open_line(self, line: Line) -> None:
        """Open what is behind a line of the conversation."""
        came = self.entry.held.arrival
        if line.about == "brought-by" and self.form.form.shows("brought_by"):
            self.form.focus("brought_by")
        elif line.about == "complaint" and came is not None:
            customer = None if came.person is None else came.person.id
            self.session.open("complaints", vehicle=came.car.id, customer=customer)
        elif line.about == "appointment":
            self.session.open("appointments", appointment=line.key)
        elif came is not None:
            tab = "timeline" if line.about in _ON_TIMELINE else "facts"
            self.session.open("customers", vehicle=came.car.id, tab=tab)

    # what is shown

    def _show(self) -> None:
        mode = self.entry.mode
        for part in (self._work, self._line):
            part.setVisible(mode is not Mode.NOTHING)
        self._idle.setVisible(mode is Mode.NOTHING)
        if mode is not self._shown:
            self._shown = mode
            QTimer.singleShot(0, self, self._make_room)
        self.new_car.setVisible(mode is Mode.NEW_CAR)
        self._spoken()

    def _make_room(self) -> None:
        """Give the visit what it needs with room for a few errors, and the tables the rest."""
        wide = self._fields.viewport().width()
        parts = (self._inside, self.head, self._foot_part)
        need = sum(max(part.heightForWidth(wide), part.minimumSizeHint().height()) for part in parts)
        whole = self._split.height()
        top = min(need + self.session.theme.px(_SPARE), whole - self.running.minimumSizeHint().height())
        self._split.setSizes([top, whole - top])

    def _see(self) -> None:
        """Let the field that the keyboard goes to be seen."""
        at = self._inside.focusWidget()
        if isinstance(at, QWidget):
            self._fields.ensureWidgetVisible(at, 0, self.session.theme.px(24))

    def _spoken(self) -> None:
        came, kept = self.entry.held.arrival, self.entry.held.kept
        if self.entry.mode is Mode.NEW_CAR:
            self.head.show_new()
        elif came is not None:
            self.head.show_car(came, "" if kept is None else kept.state)
        self.talk.met, self.talk.kept = self.form.met_advisor, self.entry.held.tasks_kept
        self.talk.show_lines(() if came is None else came.lines)
        self.talk.follow(self._save)
        self._show_buttons()

    def _show_buttons(self) -> None:
        mode, kept, busy = self.entry.mode, self.entry.held.kept, self.saving.busy
        void = kept is not None and kept.state == VisitState.VOID
        after, may = self.entry.next_state(), mode is not Mode.NOTHING and not busy and not void
        for name in ("save", "next"):
            self._enable(name, on=may)
        self._enable("step", on=may and after is not None)
        self._enable("void", on=may and kept is not None)
        self._enable("confirm", on=may and self.saving.doubts > 0)
        self._enable("file", on=self.entry.held.arrival is not None)
        self.at_once.enable(self._enable)
        self._step.setVisible(after is not None)
        self._void.setVisible(kept is not None and not void)
        self._doubtful.setVisible(self.saving.doubts > 0)
        self._file.setVisible(self.entry.held.arrival is not None)
        if after is not None:
            self._step.setText(self.words.label(f"visit_step.{after}"))
            self._step.setAccessibleName(self._step.text())

    def _enable(self, name: str, *, on: bool) -> None:
        action = self.action(f"reception.{name}")
        action.setEnabled(on and action.isVisible())

    def _lay_out(self) -> None:
        words = self.words
        words_of_line = label(words.text("Plate"), "strong")
        words_of_line.setBuddy(self.plate)
        self.chinese.setToolTip(words.text("Turn the input method on in the search, for names in Chinese (F4)"))
        self._complaint = self.button("reception.complaint", kind="quiet")
        top = row(words_of_line, self.plate, self.chinese, self.button("reception.new"), None, self._complaint)
        self._idle = muted(
            words.text("Type the last characters of the plate. Enter receives the first car that is found.")
        )
        self._work = self._working()
        self._split = Splitter(self._work, self.running, upright=True)
        self._split.setStretchFactor(1, 1)
        whole = column(top, self._idle, self._split, gap=8, margins=(16, 8, 16, 10))
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _working(self) -> QWidget:
        self._inside = QWidget()
        self._inside.setLayout(column(self.new_car, self.form, None, gap=8))
        self._inside.setMaximumWidth(self.session.theme.px(_WIDEST))
        self._fields, self._foot_part = scrolling(self._inside), self._foot()
        left = column(self.head, self._fields, self._foot_part, gap=8, margins=(12, 8, 12, 8))
        left.setStretch(1, 1)
        self.talk.setMinimumWidth(self.session.theme.px(_TALK_WIDTH))
        talk = boxed(column(self.talk, margins=(12, 8, 8, 8)), "panel")
        work = Splitter(boxed(left, "panel"), talk)
        work.setStretchFactor(0, 3)
        work.setStretchFactor(1, 1)
        return work

    def _foot(self) -> QFrame:
        words = self.words
        doubtful = label(words.text("Look at what is marked. Is it right?"))
        self._doubtful = boxed(row(doubtful, self._keyed("reception.confirm"), None, margins=(8, 4, 8, 4)), "banner")
        self._doubtful.hide()
        self._void = self.button("reception.void", kind="quiet")
        self._save, then = self._keyed("reception.save"), self._keyed("reception.next")
        self._line = boxed(
            row(self._void, self.button("reception.cancel", kind="quiet"), None, self._step, then, self._save)
        )
        return boxed(column(self._doubtful, self._line, gap=4))

    def _wire(self) -> None:
        self.plate.chosen.connect(self.entry.receive)
        self.plate.chosen.connect(lambda _car: self.chinese.setChecked(False))
        self.plate.unknown.connect(self._unknown)
        self.chinese.toggled.connect(lambda on: self._type_chinese(on=on))
        self.running.opened.connect(self.entry.open_visit)
        self.talk.opened.connect(self._open_line)
        self.entry.changed.connect(self._show)
        self.entry.spoken.connect(self._spoken)
        self.entry.edited.connect(self.edited)
        self.entry.edited.connect(self._show_buttons)
        self.saving.kept.connect(self._kept)
        self.saving.busied.connect(self._show_buttons)
        self.form.through.connect(self.saving.save)
        self.form.went.connect(self._see)
        self.new_car.went.connect(self._see)
        self.new_car.through.connect(self.form.start)

    def _type_chinese(self, *, on: bool) -> None:
        self.plate.type_plainly(on=not on)
        self.plate.setFocus(Qt.FocusReason.OtherFocusReason)
