"""The page Calls: the queue, the script in the middle, the customer at the right, and a key for every result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.calls import DISPOSITIONS
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.calls.call_column import CallColumn
from dealerdesk.ui.pages.calls.coming import Coming, Sought
from dealerdesk.ui.pages.calls.customer_panel import CustomerPanel
from dealerdesk.ui.pages.calls.ending import Ending
from dealerdesk.ui.pages.calls.flow import CallFlow
from dealerdesk.ui.pages.calls.incoming import ContactFinder
from dealerdesk.ui.pages.calls.leading import Leading
from dealerdesk.ui.pages.calls.proposals_bar import ProposalsBar
from dealerdesk.ui.pages.calls.queue_filters import Narrowed
from dealerdesk.ui.pages.calls.queue_panel import QueuePanel
from dealerdesk.ui.pages.calls.queue_watch import QueueWatch
from dealerdesk.ui.pages.calls.strip import NOT_REACHED, REACHED, Strip
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.widgets import Splitter, column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.call_queue import Entry, QueueRow
    from dealerdesk.services.calling.recording import CallKept
    from dealerdesk.ui.begun import Slot
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.pages.calls.queue_rows import QueueItem
    from dealerdesk.ui.session import Session

_RESULTS = (*NOT_REACHED, *REACHED)


class CallsPage(Page):
    """Where whoever makes the calls sits all day, without a mouse."""

    name: ClassVar[str] = "calls"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"task", "call", "sheet", "customer", "vehicle", "visit", "appointment", "complaint", "rules", "setting"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._resumes: str = ""
        self._entries: dict[str, Entry] = {}
        self.panel = QueuePanel(session)
        self.panel.filters.set_value(Narrowed.from_data(session.memory.get("calls.narrowed", [])))
        self.flow = CallFlow(session, self)
        self.watch = QueueWatch(session, self.panel, self.flow)
        self.column = CallColumn(session, self.button)
        self.customer = CustomerPanel(session, self.button)
        self.strip = Strip(session, self.button)
        self.proposals = ProposalsBar(session, self.button)
        self.finder = ContactFinder(session)
        self.ending, self.coming, self.leading = Ending(self), Coming(self), Leading(self)
        self._lay_out()
        self._wire()
        self.show_call()

    # what every page does

    def reload(self) -> None:
        """Look at the queue and at the customer anew."""
        self.watch.look()
        self.customer.read_anew()

    def wanted(
        self,
        task: int | None = None,
        customer: int | None = None,
        vehicle: int | None = None,
        incoming: bool = False,
        title: str = "",
        log: bool = False,
        **_what: Any,  # noqa: ANN401 - whatever else a page can be asked for
    ) -> None:
        """Stand at a task, or at whoever rang; or ask who it was."""
        if log:
            self.finder.begin()
        elif task is not None or customer is not None or vehicle is not None:
            self.coming.want(Sought(task, customer, vehicle, incoming, title))
        else:
            self.panel.list.setFocus()

    def focus_first(self) -> None:
        """Begin where one was: at the call, else at the queue."""
        if self.flow.call is not None:
            self.to_script()
        else:
            self.panel.list.setFocus()

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What each action does."""
        column, notes = self.column, self.column.notes
        results = {name: lambda name=name: self.ending.press(name) for name in (*DISPOSITIONS, "calls.flag")}
        return {
            "calls.queue": self.panel.list.setFocus,
            "calls.script": self.to_script,
            "calls.customer": self.customer.area.setFocus,
            "calls.search": self.panel.begin_search,
            "calls.filter": self.panel.filters.reason.setFocus,
            "calls.mine": self.panel.filters.toggle_mine,
            "calls.held": self.panel.held.begin,
            "calls.start": self._start,
            "calls.finish": self._finish,
            "calls.put_back": self.flow.put_back,
            "calls.phone": self.customer.reveal,
            "calls.file": self._open_file,
            "calls.note": lambda: self.with_call(lambda: notes.go_to(notes.note)),
            "calls.for_next": lambda: self.with_call(lambda: notes.go_to(notes.for_next)),
            **results,
            "calls.log": self.finder.begin,
            "calls.yes": self.proposals.accept,
            "calls.no": self.proposals.leave,
            "calls.keep": lambda: self.ending.keep_form(ends=False),
            "calls.cancel": lambda: self._escape(column),
        }

    def state(self) -> dict[str, Any]:
        """The call that is under way, those that wait, and where the queue stands."""
        current = self.panel.list.current
        return {
            "begun": [begun.to_data() for begun in self.flow.drafts()],
            "under_way": "" if self.flow.call is None else self.flow.call.key,
            "at": None if current is None else current.id,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be at that call again."""
        self.watch.at = state.get("at")
        self._resumes = state.get("under_way") or ""
        for data in state.get("begun", ()):
            self.flow.take_up(Begun.from_data(data))

    def unsaved(self) -> bool:
        """Whether a call is under way or waits."""
        return bool(self.flow.drafts())

    def drafts(self) -> Sequence[Begun]:
        """The calls that are not kept yet."""
        return self.flow.drafts()

    def take_up(self, begun: Begun) -> bool:
        """Have a call again that was under way when the program ended."""
        return self.flow.take_up(begun)

    def go_to_draft(self, slot: Slot) -> None:
        """Go to the calls that wait."""
        if self.flow.call is not None and self.flow.call.slot == slot:
            self.to_script()
        else:
            self.column.idle.begin()

    # whom

    @property
    def entry_at_hand(self) -> Entry | None:
        """The call that stands out in the queue."""
        item = self.panel.list.current
        return None if item is None or item.leading.closed is not None else item.entry

    def with_call(self, then: Callable[[], object]) -> None:
        """Do something with the call that is under way, or else with the one that stands out, which then begins."""
        if self.flow.call is not None:
            then()
        elif (entry := self.entry_at_hand) is not None:
            self.take(entry, then)

    def take(self, entry: Entry, then: Callable[[], object] | None = None) -> None:
        """Begin the call that an entry is about."""
        self._entries = {f"desk:{entry.leading.id}": entry, **({} if self.flow.call is None else self._entries)}
        self.flow.take(entry, then)

    def _start(self) -> None:
        if (entry := self.entry_at_hand) is not None:
            self.take(entry)

    def _begin(self, item: QueueItem) -> None:
        if item.leading.closed is None and self.session.may(Right.CALL):
            self.take(item.entry)

    def _finish(self) -> None:
        if self.flow.call is None:
            self._start()
        else:
            self.ending.finish()

    # what is shown

    def _rows(self) -> Sequence[QueueRow]:
        """The tasks of the call that is under way, as the queue has them."""
        call = self.flow.call
        if call is None or call.leading is None:
            return ()
        item = self.watch.item_of(call.leading)
        entry = self._entries.get(call.key) if item is None else item.entry
        return () if entry is None else entry.rows

    def show_call(self) -> None:
        """Show the call that is under way, or that there is none."""
        call = self.flow.call
        title = self.leading.title or ("" if call is None else call.title)
        self.column.show_call(call, self._rows(), title)
        self.panel.list.mark(None if call is None else call.leading)
        self.column.idle.show_waiting(self.flow.waiting)
        if call is None:
            self._picked(self.panel.list.current)
        self._enable()
        self.ending.tell()

    def _picked(self, item: QueueItem | None) -> None:
        """Show the customer of the call that stands out, unless one is under way."""
        if self.flow.call is None:
            if item is None:
                self.customer.show_nobody()
            else:
                self._show_person(item.leading)
        self._enable()

    def _show_person(self, row: QueueRow) -> None:
        car = "   ".join(part for part in (row.plate, row.model) if part)
        name = row.customer or self.words.text("No customer known")
        self.customer.show_person(name, car, row.phone, row.full, vehicle=row.vehicle_id, customer=row.customer_id)

    def _enable(self) -> None:
        under_way = self.flow.call is not None
        ready = under_way or self.entry_at_hand is not None
        for name in (*_RESULTS, "calls.note", "calls.for_next"):
            self._may_do(name, on=ready)
        self._may_do("calls.start", on=not under_way and ready)
        self._may_do("calls.finish", on=ready)
        self._may_do("calls.put_back", on=under_way)
        self._may_do("calls.file", on=ready)
        self._may_do("calls.phone", on=ready and self.customer.can_reveal)
        asked = self.proposals.current is not None
        self._may_do("calls.yes", on=asked)
        self._may_do("calls.no", on=asked)

    def _may_do(self, name: str, *, on: bool) -> None:
        action = self.action(name)
        action.setEnabled(on and action.isVisible())

    # a call begins, goes on and ends

    def _began(self) -> None:
        call = self.flow.call
        if call is None:
            return
        self.finder.hide()
        self.leading.begin()
        rows = self._rows()
        if rows:
            self._show_person(rows[0])
        else:
            self.customer.show_person(call.title, "", None, None, vehicle=call.vehicle, customer=call.customer)
        self.ending.begin()
        self.show_call()
        self.leading.ask(call, rows[0] if rows else None)
        self.to_script()
        if call.open_form:
            self.ending.reopen(call)

    def _ended(self) -> None:
        self.leading.begin()
        self.ending.begin()
        self.show_call()
        self.panel.list.setFocus()

    def _kept(self, call: CallInHand, kept: CallKept) -> None:
        self.proposals.ask(call, kept.proposals)
        self.customer.read_anew()

    def _queue_here(self) -> None:
        self.coming.seek()
        call, resumes = self.flow.call, self._resumes
        if call is not None:
            self.column.covered.show_call(call, self._rows())
        elif resumes:
            self._resumes = ""
            self.flow.go_on(resumes)
        self._enable()

    def to_script(self) -> None:
        """Put the keyboard on the script, or on the form that is open in it."""
        form = self.column.form.form
        if form is not None:
            form.begin()
        elif self.flow.call is not None:
            self.column.script.begin()
        else:
            self.column.idle.begin()

    @property
    def focus_is_free(self) -> bool:
        """Whether nobody is typing anywhere on the page."""
        at, script = self.window().focusWidget(), self.column.script
        return at in {None, self.panel.list, self, script} or script.isAncestorOf(at)

    def _tick(self, task: int, on: bool) -> None:
        if self.flow.call is not None:
            self.flow.become(self.flow.call.ticks(task, on=on))

    def _open_file(self) -> None:
        call, item = self.flow.call, self.panel.list.current
        vehicle = call.vehicle if call is not None else None if item is None else item.leading.vehicle_id
        customer = call.customer if call is not None else None if item is None else item.leading.customer_id
        if vehicle is not None:
            self.session.open("customers", vehicle=vehicle)
        elif customer is not None:
            self.session.open("customers", customer=customer)

    def _escape(self, column: CallColumn) -> None:
        """Leave what is innermost: a note, a form, who is looked for, a search."""
        notes = column.notes
        if notes.note.hasFocus() or notes.for_next.hasFocus():
            notes.leave()
        elif self.finder.isVisible():
            if not self.finder.line.escape():
                self.finder.hide()
                self.focus_first()
        elif column.form.form is not None:
            self.ending.close_form()
        elif not self.panel.escape():
            self.focus_first()

    def _finder_left(self) -> None:
        self.finder.hide()
        self.focus_first()

    # parts

    def _lay_out(self) -> None:
        px = self.session.theme.px
        parts = Splitter(self.panel, self.column, self.customer)
        for place, stretch in enumerate((0, 1, 0)):
            parts.setStretchFactor(place, stretch)
        parts.setSizes([px(290), px(560), px(280)])
        whole = column(self.proposals, self.finder, parts, self.strip, gap=8, margins=(12, 8, 12, 10))
        whole.setStretchFactor(parts, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        flow, notes = self.flow, self.column.notes
        self.panel.list.picked.connect(self._picked)
        self.panel.list.wanted.connect(self._begin)
        self.watch.arrived.connect(self._queue_here)
        flow.began.connect(self._began)
        flow.ended.connect(self._ended)
        flow.kept.connect(self._kept)
        flow.waits.connect(lambda: self.column.idle.show_waiting(flow.waiting))
        flow.edited.connect(self.edited)
        notes.edited.connect(lambda: flow.change(**notes.typed))
        self.column.covered.ticked.connect(self._tick)
        self.column.covered.told.connect(
            lambda channel, incoming, topic: flow.change(channel=channel, incoming=incoming, topic=topic)
        )
        self.column.script.answered.connect(self.leading.answered)
        self.column.script.another.connect(self.leading.another)
        self.column.script.finish.connect(self.ending.finish)
        self.column.idle.went_on.connect(flow.go_on)
        self.column.idle.dropped.connect(flow.drop)
        self.proposals.changed.connect(self._enable)
        self.proposals.write.connect(self.coming.write_to)
        self.finder.chosen.connect(self.coming.found)
        self.finder.left.connect(self._finder_left)
        notes.nowhere.connect(self.to_script)
