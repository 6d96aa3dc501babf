"""Keeping what was entered, one write at a time: what is wrong or doubtful comes back beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dealerdesk.domain.visit import SETTLED_STATES, VisitState
from dealerdesk.services.reception.booking import Booked, change_visit, log_first_visit, log_visit, void_visit
from dealerdesk.ui.pages.reception.held import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.reception.looking import VisitKept
    from dealerdesk.ui.pages.reception.entry import Entry
    from dealerdesk.ui.pages.reception.held import Held
    from dealerdesk.ui.session import Session

_OTHERS = "record.changed_meanwhile"


class Saving(QObject):
    """Keeps what the entry holds. While it is being kept a second press does nothing."""

    kept = Signal(bool)
    """It is in the store; true: whoever typed goes on to the next car."""

    busied = Signal()
    """Something is being kept now, or no more; or there are doubts to confirm."""

    def __init__(self, session: Session, entry: Entry) -> None:
        super().__init__(entry)
        self._session, self._entry, self._form = session, entry, entry.form
        self.busy = False
        self._goes_on = False

    @property
    def doubts(self) -> int:
        """How many doubts wait to be confirmed."""
        held = self._entry.held
        return sum(doubt.code not in held.confirmed for doubt in held.doubts)

    def save(self, *, goes_on: bool = False) -> None:
        """Keep what was entered; a visit that was not changed stays as it is."""
        entry, held = self._entry, self._entry.held
        if self.busy or entry.mode is Mode.NOTHING:
            return
        self._goes_on = goes_on
        if entry.voiding:
            self.void()
        elif entry.mode is Mode.CHANGE and not self._form.is_changed:
            self.kept.emit(goes_on)
        else:
            self._write(self._call(held), self._told())

    def confirm(self) -> None:
        """All that is doubtful is right: keep it so."""
        held = self._entry.held
        if self.doubts and not self.busy:
            held.confirmed |= {doubt.code for doubt in held.doubts}
            self.save(goes_on=self._goes_on)

    def step(self) -> None:
        """Take the visit that is shown a step further in its life."""
        after = self._entry.next_state()
        if after is not None and not self.busy:
            self._form.state_choice.set_value(after.value)
            self.save()

    def void(self) -> None:
        """Void the visit that is shown, once a reason was given."""
        entry, kept, desk = self._entry, self._entry.held.kept, self._session.desk
        if kept is None or self.busy or kept.state == VisitState.VOID:
            return
        why = str(self._form.typed("why") or "")
        if not why:
            entry.voiding = True
            self._form.ask_why(on=True)
            self._form.form.error("why", self._session.words.text("Say why it is void, then press Enter."))
            self._form.focus("why")
            return
        words = self._session.words
        told = words.text("Voided: {plate}", plate=entry.title)
        self._write(lambda: void_visit(desk, kept.id, kept.revision, why), told)

    def _call(self, held: Held) -> Callable[[], Booked]:
        desk, form, confirmed = self._session.desk, self._form, frozenset(held.confirmed)
        state = form.state
        if held.kept is not None:
            kept, changes = held.kept, self._changes(held.kept)
            why, after = str(form.typed("why") or ""), state if state != held.kept.state else None
            return lambda: change_visit(desk, kept.id, kept.revision, changes, after, why=why, confirmed=confirmed)
        entered = form.entered()
        if held.arrival is not None:
            vehicle = held.arrival.car.id
            return lambda: log_visit(desk, vehicle, entered, state, confirmed=confirmed)
        typed = self._entry.new_car.typed()
        settled = confirmed | self._entry.new_car.settled
        return lambda: log_first_visit(desk, typed, entered, state, confirmed=settled)

    def _changes(self, kept: VisitKept) -> dict[str, object]:
        """What is changed of a visit; a step that it takes now has today's day."""
        state, today = self._form.state, self._session.desk.today
        changes: dict[str, object] = {
            name: value for name, value in self._form.changes().items() if name not in {"state", "why"}
        }
        if state in SETTLED_STATES and kept.state not in SETTLED_STATES:
            changes["date_settled"] = today
        if state is VisitState.HANDED_OVER and kept.state != state:
            changes["date_out"] = today
        return changes

    def _told(self) -> str:
        words, form = self._session.words, self._form
        state = words.label(f"visit_state.{form.state}")
        return words.text("{plate}: {state}", plate=self._entry.title, state=state)

    def _write(self, call: Callable[[], Booked], told: str) -> None:
        held = self._entry.held
        self.busy = True
        self._form.wait(on=True)
        self.busied.emit()
        self._session.background.write(
            self,
            call,
            lambda booked: self._answered(held, booked, told),
            label=self._session.words.text("Saving"),
            failed=lambda why: self._refused(held, why),
        )

    def _answered(self, held: Held, booked: Booked, told: str) -> None:
        self.busy = False
        if held is not self._entry.held:
            self._done()
            return
        held.doubts = booked.doubts
        if booked.errors or booked.doubts:
            self._show(booked)
            self._done()
            return
        self._session.note(told, undo=booked.changed.act)
        self._entry.close()
        if not self._goes_on and booked.visit is not None:
            self._entry.open_visit(booked.visit, lambda: None)
        self.kept.emit(self._goes_on)
        self._done()

    def _done(self) -> None:
        self._form.wait(on=False)
        self.busied.emit()

    def _show(self, booked: Booked) -> None:
        """Say beside the fields what is wrong or doubtful, all at once, and go to the first."""
        form, say = self._form.form, self._session.say
        form.clear_errors()
        if self._entry.mode is Mode.NEW_CAR:
            self._entry.new_car.show_errors(booked.errors, booked.doubts, booked.others)
        form.show_doubts({doubt.field: say(doubt.said) for doubt in reversed(booked.doubts)})
        for name, why in booked.errors.items():
            if name in form.fields:
                form.error(name, say(why))
        places = [*booked.errors, *(doubt.field for doubt in booked.doubts)]
        self._go_to_first(places)
        missing = [name for name in booked.errors if name not in form.fields and not self._in_new_car(name)]
        for name in missing:
            self._session.note(say(booked.errors[name]), bad=True)

    def _in_new_car(self, name: str) -> bool:
        return self._entry.mode is Mode.NEW_CAR and name in self._entry.new_car.form.fields

    def _go_to_first(self, places: list[str]) -> None:
        new_car, form = self._entry.new_car, self._form
        if self._entry.mode is Mode.NEW_CAR:
            first = next((name for name in new_car.form.fields if name in places), None)
            if first is not None:
                new_car.focus(first)
                return
        first = next((name for name in form.form.fields if name in places), None)
        if first is not None:
            form.focus(first)

    def _refused(self, held: Held, why: Said) -> None:
        self.busy = False
        self._session.note(self._session.say(why), bad=True)
        if why.code == _OTHERS and held is self._entry.held:
            self._entry.refresh()
        self._done()
