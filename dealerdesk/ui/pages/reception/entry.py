"""What is entered at the desk: the first or next visit of a car, or a change to one that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from dealerdesk.domain.errors import said
from dealerdesk.domain.visit import SETTLED_STATES, VisitState
from dealerdesk.domain.visit_entry import DOUBTED_TOGETHER, next_step
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.reception.looking import look_at_visit, visit_choices
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.reception.held import Held, Mode
from dealerdesk.ui.pages.reception.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.reception.arriving import Arrival
    from dealerdesk.services.reception.looking import Choices, VisitKept
    from dealerdesk.ui.pages.reception.new_car_form import NewCarForm
    from dealerdesk.ui.pages.reception.visit_form import VisitForm
    from dealerdesk.ui.session import Session

_TALKED_ABOUT: Final = frozenset({"odometer", "date_in", "advisor_id", ""})
"""Fields on which it depends what is said to the customer."""


class Entry(QObject):
    """Holds what is entered; fills both forms, and tells what is to be kept."""

    changed = Signal()
    """The page is to show something else."""

    edited = Signal()
    """What was entered became something else."""

    spoken = Signal()
    """There are other lines for the conversation."""

    def __init__(self, session: Session, form: VisitForm, new_car: NewCarForm, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self.form, self.new_car = session, form, new_car
        self.held = Held()
        self.coming: Begun | None = None
        """What was half filled in, on its way back."""
        self.voiding = False
        self._dropped: Begun | None = None
        self._lines = Lines(session, form, self)
        self._lines.found.connect(self._spoken)
        form.edited.connect(self._form_edited)
        new_car.edited.connect(lambda _name: self.edited.emit())
        new_car.receives.connect(self._receive_instead)

    # what is entered now

    @property
    def mode(self) -> Mode:
        """What is entered now."""
        return self.held.mode

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not in the store."""
        if self.mode is Mode.NOTHING:
            return False
        return self.form.is_changed or (self.mode is Mode.NEW_CAR and self.new_car.is_changed)

    @property
    def title(self) -> str:
        """How a person calls what is entered."""
        came = self.held.arrival
        if came is None:
            return self.new_car.typed().plate or self._session.words.text("New car")
        return came.car.plate or came.car.vin or "—"

    def holds(self) -> bool:
        """Whether what was entered keeps the form where it is: then that is said."""
        if self.unsaved:
            words = self._session.words
            self._session.note(words.text("Save what you entered (Ctrl+S), or cancel it (Esc), first."), bad=True)
        return self.unsaved

    def receive(self, vehicle: int) -> None:
        """A car has come; one that is in the workshop is there already: then its visit is shown."""
        if not self.holds():
            self._fetch(vehicle, self._received)

    def receive_new(self, plate: str = "") -> None:
        """A car has come that nobody knows yet."""
        if self.holds():
            return
        desk = self._session.desk

        def take(choices: Choices) -> None:
            self._begin_new(choices)
            self.new_car.begin(plate)
            self.new_car.start()

        self._session.background.read(self, lambda: visit_choices(desk), take, key="entry")

    def open_visit(self, visit: int, then: Callable[[], object] | None = None) -> None:
        """Show a visit that is kept, to be changed; `then` is done instead of going to its form."""
        if not self.holds():
            after = then or self.form.start
            self._fetch_visit(visit, lambda choices, kept, came: self._opened(choices, kept, came, after))

    def close(self) -> None:
        """Enter nothing any more."""
        self.held, self.voiding = Held(), False
        self.changed.emit()
        self.edited.emit()

    def cancel(self) -> None:
        """Drop what was entered; a note can bring it back."""
        if self.mode is Mode.NOTHING:
            return
        begun = self.begun() if self.unsaved else None
        self.close()
        if begun is not None:
            self._dropped = begun
            words = self._session.words
            act = (words.text("Bring it back"), self._bring_back)
            self._session.note(words.text("What you entered was dropped."), act=act)

    def refresh(self) -> None:
        """Look anew at what is shown; what was entered stays."""
        held = self.held
        if held.kept is not None:
            self._fetch_visit(held.kept.id, self._renewed, failed=self._lost)
        elif held.arrival is not None:
            self._lines.ask(self.held)

    def next_state(self) -> VisitState | None:
        """The step that follows for the visit that is shown."""
        kept = self.held.kept
        return None if kept is None else next_step(kept.state)

    # what is half filled in

    def begun(self) -> Begun:
        """What was entered, as it can be kept."""
        held, came = self.held, self.held.arrival
        content = {
            "mode": held.mode.value,
            "vehicle": None if came is None else came.car.id,
            "visit": None if held.kept is None else held.kept.id,
            "form": self.form.held(),
            "new": self.new_car.held() if held.mode is Mode.NEW_CAR else None,
        }
        about = () if came is None or came.person is None else (came.person.id,)
        reception = self._session.words.text("Reception")
        return Begun(held.slot, f"{reception}: {self.title}", content, about)

    def drafts(self) -> tuple[Begun, ...]:
        """What is half filled in, and what is on its way back."""
        open_form = (self.begun(),) if self.unsaved else ()
        return open_form if self.coming is None else (*open_form, self.coming)

    def take_up(self, begun: Begun) -> bool:
        """Be filled in again as it was; not over something that is being entered."""
        if self.unsaved:
            return self.held.slot == begun.slot
        if self.coming is not None:
            return self.coming.slot == begun.slot
        self.coming = begun
        content = begun.held
        if content["visit"] is not None:
            self._fetch_visit(content["visit"], self._back_in_visit, failed=self._gone)
        elif content["vehicle"] is not None:
            self._fetch(content["vehicle"], self._back_in_arrival, failed=self._gone)
        else:
            desk = self._session.desk
            self._session.background.read(self, lambda: visit_choices(desk), self._back_in_new, key="entry")
        return True

    # what the store answers

    def _fetch(
        self,
        vehicle: int,
        then: Callable[[Choices, Arrival], object],
        *,
        failed: Callable[[Said], object] | None = None,
    ) -> None:
        desk = self._session.desk

        def read() -> tuple[Choices, Arrival]:
            choices = visit_choices(desk)
            mine = desk.actor.staff
            return choices, arrival(desk, vehicle, receiving=mine if mine in dict(choices.advisors) else None)

        self._session.background.read(self, read, lambda found: then(*found), key="entry", failed=failed)

    def _fetch_visit(
        self,
        visit: int,
        then: Callable[[Choices, VisitKept, Arrival], object],
        *,
        failed: Callable[[Said], object] | None = None,
    ) -> None:
        desk = self._session.desk

        def read() -> tuple[Choices, VisitKept, Arrival]:
            kept = look_at_visit(desk, visit)
            receiving, day = kept.values["advisor_id"], kept.values["date_in"]
            km = kept.values["odometer"]
            came = arrival(desk, kept.vehicle, day=day, odometer=km, receiving=receiving, without=visit)
            return visit_choices(desk), kept, came

        self._session.background.read(self, read, lambda found: then(*found), key="entry", failed=failed)

    def _received(self, choices: Choices, came: Arrival) -> None:
        if came.visit is not None:
            self.open_visit(came.visit)
            return
        self._show_arrival(choices, came)
        self.form.start()

    def _opened(self, choices: Choices, kept: VisitKept, came: Arrival, then: Callable[[], object]) -> None:
        if not self.unsaved:
            self._show_visit(choices, kept, came)
            then()

    def _show_arrival(self, choices: Choices, came: Arrival) -> None:
        self.held, self.voiding = Held(Mode.VISIT, came), False
        self.form.offer(choices)
        self.form.begin(came)
        self.changed.emit()
        self.edited.emit()

    def _show_visit(self, choices: Choices, kept: VisitKept, came: Arrival) -> None:
        self.held, self.voiding = Held(Mode.CHANGE, came, kept), False
        self.form.offer(choices)
        self.form.show_visit(kept, came)
        self.changed.emit()
        self.edited.emit()

    def _begin_new(self, choices: Choices) -> None:
        self.held, self.voiding = Held(Mode.NEW_CAR), False
        self.form.offer(choices)
        self.form.begin(None)
        self.changed.emit()
        self.edited.emit()

    def _renewed(self, _choices: Choices, kept: VisitKept, came: Arrival) -> None:
        held = self.held
        if held.kept is None or held.kept.id != kept.id:
            return
        if kept.revision != held.kept.revision:
            held.kept = kept
            self.form.rebase(kept)
        held.arrival = came
        self.changed.emit()

    def _lost(self, why: Said) -> None:
        """The visit that was shown is gone; what was entered for it is said once more."""
        if self.unsaved:
            self._session.note(self._session.say(why), bad=True)
        else:
            self.close()

    # lines for the conversation

    def _form_edited(self, name: str) -> None:
        for together in DOUBTED_TOGETHER:
            if name in together:
                doubted = {doubt.code for doubt in self.held.doubts if doubt.field in together}
                self.held.confirmed -= doubted
        if name in _TALKED_ABOUT:
            self._lines.ask_soon(self.held)
        self._ask_why()
        self.edited.emit()

    def _ask_why(self) -> None:
        kept = self.held.kept
        if kept is not None:
            changed = self.form.changes().keys() - {"why", "state"}
            self.form.ask_why(on=self.voiding or (kept.state in SETTLED_STATES and bool(changed)))

    def _spoken(self, came: Arrival) -> None:
        held = self.held
        if held.arrival is not None and held.arrival.car.id == came.car.id:
            held.arrival = came
            self.spoken.emit()

    # coming back

    def _receive_instead(self, vehicle: int) -> None:
        """What was typed of a new car is not needed: the car is known; what was typed of its visit stays."""
        typed = self.form.held()

        def take(choices: Choices, came: Arrival) -> None:
            if self.mode is not Mode.NEW_CAR:
                return
            self._show_arrival(choices, came)
            self.form.take_up({**typed, "read": {}})
            self.form.form.clear_errors()
            self.form.start()
            self.edited.emit()

        self._fetch(vehicle, take)

    def _bring_back(self) -> None:
        begun, self._dropped = self._dropped, None
        if begun is not None and not self.holds():
            self.take_up(begun)

    def _back_in_visit(self, choices: Choices, kept: VisitKept, came: Arrival) -> None:
        self._back(lambda: self._show_visit(choices, kept, came))

    def _back_in_arrival(self, choices: Choices, came: Arrival) -> None:
        self._back(lambda: self._show_arrival(choices, came))

    def _back_in_new(self, choices: Choices) -> None:
        self._back(lambda: self._begin_new(choices))

    def _back(self, show: Callable[[], object]) -> None:
        begun, self.coming = self.coming, None
        if begun is None or self.unsaved:
            return
        show()
        if begun.held["new"] is not None:
            self.new_car.take_up(begun.held["new"])
        self.form.take_up(begun.held["form"])
        self._ask_why()
        self.changed.emit()
        self.edited.emit()

    def _gone(self, why: Said) -> None:
        """Say what had been entered, where its car or visit is gone; it is kept until it is dropped."""
        begun, words = self.coming, self._session.words
        if begun is None:
            return
        if why.code not in {"customers.gone", "visit.gone"}:
            self._session.note(self._session.say(why), bad=True)
            return
        typed = tuple(str(value) for value in begun.held["form"]["typed"].values() if value) or "—"
        told = said("draft.gone", title=begun.title, typed=typed)
        self._session.note(self._session.say(told), bad=True, act=(words.text("Drop it"), self._drop))

    def _drop(self) -> None:
        self.coming = None
        self.edited.emit()
