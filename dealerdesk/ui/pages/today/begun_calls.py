"""What is begun for calls whose outcome is not kept yet: notes, and days and times that are being asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.domain.errors import said
from dealerdesk.ui.begun import Begun, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.ui.pages.today.page import TodayPage

_KIND: Final = "call"


class BegunCall(NamedTuple):
    """Whom a call is to: by name (or plate), by id, and the task that leads it."""

    title: str
    customer: int | None
    task: int

    @classmethod
    def of(cls, leading: QueueRow) -> BegunCall:
        """What is known of a call by its leading task."""
        return cls(leading.customer or leading.plate or leading.code, leading.customer_id, leading.id)


class BegunCalls:
    """The half-filled forms of the page Today."""

    def __init__(self, page: TodayPage) -> None:
        self._page, self._panel = page, page.call
        self._sought: int | None = None
        for widget in (self._panel.note, self._panel.later.day, self._panel.later.at):
            widget.edited.connect(page.edited)

    def drafts(self) -> list[Begun]:
        """What was typed for calls, each for itself."""
        notes, laters = self._panel.begun_notes(), self._panel.half_typed()
        return [self._begun(call, notes.get(call, ""), laters.get(call)) for call in {**notes, **laters}]

    def _begun(self, call: int, note: str, later: list[str] | None) -> Begun:
        known = self._panel.begun.get(call, BegunCall("—", None, call))
        held = {"note": note, "later": later, "customer": known.customer}
        about = () if known.customer is None else (known.customer,)
        return Begun(Slot(_KIND, f"task:{known.task}"), known.title, held, about)

    def take_up(self, begun: Begun) -> bool:
        """Have a note again for its call."""
        call, held = _call_of(begun.slot), begun.held
        if call in self._panel.begun_notes():
            return False
        self._panel.begun[call] = BegunCall(begun.title, held["customer"], call)
        if held["note"]:
            self._panel.take_drafts({**self._panel.begun_notes(), call: held["note"]})
        if held["later"] is not None:
            self._panel.laters[call] = list(held["later"])
        if self._panel.call is not None:
            self._panel.show_call(self._panel.call)
        return True

    def seek(self, slot: Slot) -> int:
        """The call that something was begun for; should it not be in the queue any more, that is said."""
        self._sought = _call_of(slot)
        return self._sought

    def found(self, call: int, *, there: bool) -> None:
        """The call that was sought is among the rows, or is not."""
        if call != self._sought:
            return
        self._sought = None
        if there:
            self._panel.note.setFocus()
            return
        session = self._page.session
        known = self._panel.begun.get(call, BegunCall("—", None, call))
        told = said("draft.call_gone", title=known.title, typed=self._panel.begun_notes().get(call) or "—")
        session.note(session.say(told), bad=True, act=(session.words.text("Drop it"), lambda: self._drop(call)))

    def _drop(self, call: int) -> None:
        self._panel.drafts.pop(call, None)
        self._panel.laters.pop(call, None)
        self._page.edited.emit()

    def state(self) -> dict[str, Any]:
        """What was begun, as JSON can hold it."""
        return {"begun": [begun.to_data() for begun in self.drafts()]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Have begun that again."""
        for data in state.get("begun", ()):
            self.take_up(Begun.from_data(data))


def _call_of(slot: Slot) -> int:
    return int(slot.key.partition(":")[2])
