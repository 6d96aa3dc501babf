"""The page Today: the queue of calls with why now, one key for what came of each, and the day's sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from dealerdesk.domain.call_queue import Entry, NotOffered
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.phone import group_phone
from dealerdesk.services.phones import open_phones
from dealerdesk.services.today import FILES_WITH_GAPS, CardName, day_at_the_desk
from dealerdesk.ui.actions.today import ACTIONS
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.pages.today.begun_calls import BegunCalls
from dealerdesk.ui.pages.today.call_panel import OUTCOMES, CallPanel
from dealerdesk.ui.pages.today.calls import CallRow, columns, rows_of
from dealerdesk.ui.pages.today.day_bar import DayBar
from dealerdesk.ui.pages.today.emptiness import Emptiness
from dealerdesk.ui.pages.today.figures import Figures, Held, card_words
from dealerdesk.ui.pages.today.keeping import Keeping
from dealerdesk.ui.pages.today.making import TaskMaking
from dealerdesk.ui.pages.today.sheets import Sheets
from dealerdesk.ui.tables import LazyTable
from dealerdesk.ui.widgets import Chip, Splitter, column, heading, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.phones import Opened
    from dealerdesk.services.today import DayAtTheDesk
    from dealerdesk.ui.begun import Begun, Slot
    from dealerdesk.ui.session import Session

_MINUTE = 60_000
_QUEUE = "queue"
_RIGHT = {action.id: action.right for action in ACTIONS}


class TodayPage(Page):
    """The calls of a day. What came of each is kept at once, and can be taken back."""

    name: ClassVar[str] = "today"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"task", "call", "sheet", "customer", "vehicle", "visit", "rules", "setting", "backup", "appointment"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: DayAtTheDesk | None = None
        self._shown = _QUEUE
        self._sheet: tuple[str, tuple[Entry, ...]] = ("", ())
        self._next: int | None = None
        self.bar = DayBar(session, self.action("today.day_before"), self.action("today.day_after"))
        self.figures, self.held = Figures(self.words, session.theme.px), Held(self.words)
        self.table = LazyTable(
            session, columns(self.words, session.desk.today), name="today", title=self.words.text("Calls")
        )
        self.call = CallPanel(session, self.button)
        self.empty = Emptiness(session, self)
        self.keeping = Keeping(session, self, self.call)
        self.making = TaskMaking(session, self, self.action("today.tasks"))
        self.sheets = Sheets(session, self, self.making.make)
        self.begun = BegunCalls(self)
        self._back = Chip("", lambda: self.show_rows(_QUEUE))
        self._back.setAccessibleName(self.words.text("Back to the queue"))
        self._rows, self._whole = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._wire()
        self._tell_call(None)

    # what every page does

    def reload(self) -> None:
        """Look anew at the day."""
        desk, day, agent = self.session.desk, self.bar.day, self.bar.agent
        at = desk.clock().astimezone().time() if day == desk.today else None
        self.session.background.read(
            self, lambda: day_at_the_desk(desk, day, agent, at=at), self._arrived, key="day", failed=self._not_seen
        )

    def focus_first(self) -> None:
        """Begin at the queue."""
        (self.table if self._rows.currentIndex() == 0 else self.empty).setFocus()

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What each action does."""
        return {
            "today.done": self._done,
            "today.no_answer": lambda: self.keep(Disposition.NO_ANSWER),
            "today.later": self.call.ask_when,
            "today.phone": self._show_phone,
            "today.note": self.call.note.setFocus,
            "today.call": self._open_call,
            "today.file": self._open_file,
            "today.sheet": lambda: self.sheets.make(self.bar.day, self.bar.agent),
            "today.sheets": lambda: self.sheets.choose(self._sheets),
            "today.tasks": self.making.make,
            "today.queue": lambda: self.show_rows(_QUEUE),
            "today.day_before": lambda: self.bar.step(-1),
            "today.day_after": lambda: self.bar.step(1),
        }

    def state(self) -> dict[str, Any]:
        """The day, the rows that are shown, and the call."""
        return {
            "day": self.bar.day.isoformat(),
            "shown": "" if self._shown == "sheet" else self._shown,
            "call": self.table.current_id(),
            **self.begun.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be at that day again, with those rows."""
        self._shown = state.get("shown") or _QUEUE
        self._next = state.get("call")
        self.begun.restore(state)
        day = date.fromisoformat(state["day"]) if "day" in state else self.bar.day
        self.bar.go_to(day)

    def unsaved(self) -> bool:
        """Whether a note was begun for a call whose outcome is not kept yet."""
        return bool(self.call.begun_notes())

    def drafts(self) -> Sequence[Begun]:
        """What was begun for calls whose outcome is not kept yet."""
        return self.begun.drafts()

    def take_up(self, begun: Begun) -> bool:
        """Have a note again for its call."""
        return self.begun.take_up(begun)

    def go_to_draft(self, slot: Slot) -> None:
        """Go to the call that something was begun for."""
        self._next, self._shown = self.begun.seek(slot), _QUEUE
        self.reload()

    # what is shown

    def show_rows(self, what: str) -> None:
        """Show the queue, or the rows behind a figure or a cause."""
        self._shown = what
        self._show(keep=True)
        self.table.setFocus()

    def _arrived(self, seen: DayAtTheDesk) -> None:
        self.keeping.free()
        before, self.seen = self.seen, seen
        same = before is not None and (before.day, before.agent) == (seen.day, seen.agent)
        self.bar.offer(seen.agents, seen.agent)
        self.figures.show_figures(seen.cards)
        self.held.show_counts(seen.queue.not_offered)
        self._show(keep=same)

    def _show(self, *, keep: bool) -> None:
        seen = self.seen
        if seen is None:
            return
        entries = self._entries(seen)
        if not entries and self._shown != _QUEUE:
            self._shown, entries = _QUEUE, self._entries(seen)
        self._back.setVisible(self._shown != _QUEUE)
        self._back.setText(f"{self._title()}  ✕")
        self.empty.tell_day(seen)
        self._whole.setCurrentIndex(1 if seen.empty else 0)
        self._rows.setCurrentIndex(0 if entries else 1)
        self.call.setVisible(bool(entries))
        self.table.show_rows(rows_of(entries, seen.day), keep=keep)
        if self._next is not None:
            sought, self._next = self._next, None
            self.begun.found(sought, there=self.table.go_to(sought))
        self._tell_call(self.table.current())

    def _entries(self, seen: DayAtTheDesk) -> Sequence[Entry]:
        """The calls that are asked for: of the queue, of a card, of a cause, or of a sheet."""
        if self._shown == "sheet":
            return self._sheet[1]
        if self._shown in set(NotOffered):
            return [Entry(task) for task in seen.queue.held.get(NotOffered(self._shown), ())]
        behind = {card.name.value: card.entries for card in seen.cards}
        return behind.get(self._shown, seen.queue.entries if self._shown == _QUEUE else ())

    def _title(self) -> str:
        if self._shown == "sheet":
            return self.words.text("Sheet {sheet}", sheet=self._sheet[0])
        if self._shown in set(NotOffered):
            return self.words.label(f"not_offered.{self._shown}")
        return card_words(self.words, CardName(self._shown)) if self._shown in set(CardName) else ""

    def _card_pressed(self, name: str) -> None:
        """Open what is behind a figure: its rows here, or the page where it is mended."""
        if name == CardName.DUE and self.bar.day == self.session.desk.today:
            self.session.open("calls")
        elif name == CardName.FILES:
            self.session.open("customers", query=FILES_WITH_GAPS)
        elif name == CardName.APPOINTMENTS:
            self.session.open("appointments", day=self.bar.day)
        elif name == CardName.MISSED:
            self.session.open("appointments", day=self.bar.day - timedelta(days=1))
        elif name == CardName.COMPLAINTS:
            self.session.open("complaints", near=True)
        elif name == CardName.FLAGS:
            self.session.open("complaints", tab="flags")
        elif name == CardName.BACKUP:
            self.session.open("settings", section="backup")
        else:
            self.show_rows(_QUEUE if name == CardName.DUE else name)

    def _tell_call(self, picked: CallRow | None) -> None:
        self.call.show_call(picked)
        for name in OUTCOMES:
            free = picked is not None and picked.is_open and not self.keeping.busy
            self.action(name).setEnabled(free and self._may(name))
        self.call.later.keep.setEnabled(not self.keeping.busy)
        known = picked is not None and picked.leading.phone is not None and picked.leading.full is None
        self.action("today.phone").setEnabled(known and self._may("today.phone"))
        self.action("today.call").setEnabled(picked is not None and picked.is_open and self._may("today.call"))
        self.action("today.file").setEnabled(picked is not None)

    def _may(self, action: str) -> bool:
        right = _RIGHT[action]
        return right is None or self.session.may(right)

    # what is done

    def keep(self, disposition: Disposition, when: Promise | None = None) -> None:
        """Keep what came of the call that is shown, and go on to the next."""
        self.keeping.keep(disposition, when, self.bar.agent)

    def _keeping_began(self) -> None:
        self._next = self._following()
        self._tell_call(self.call.call)

    def _keeping_ended(self, kept: bool) -> None:
        """Look anew at once: until the rows that follow show, a key would mean the call that was just kept."""
        if not kept:
            self._next = None
        self.stale = False
        self.reload()
        if kept or not self.call.asking:
            self.table.setFocus()

    def _done(self) -> None:
        """Keep the call as done; where a day and time are being asked for, keep those."""
        if self.call.asking:
            self.call.later.confirm()
        else:
            self.keep(Disposition.COMPLETED)

    def _not_seen(self, why: Said) -> None:
        self.keeping.free()
        self._tell_call(self.call.call)
        self.session.note(self.session.say(why), bad=True)

    def _following(self) -> int | None:
        """The call after the one that is shown."""
        ids, place = self.table.lazy.ids, self.table.currentIndex().row() + 1
        return ids[place] if place < len(ids) else None

    def _show_phone(self) -> None:
        call, desk = self.call.call, self.session.desk
        if call is None or call.leading.phone is None:
            return
        phone = call.leading.phone

        def shown(opened: Opened) -> None:
            if self.call.call is not None and self.call.call.id == call.id and phone.id in opened.digits:
                self.call.show_phone(group_phone(opened.digits[phone.id]))

        self.session.background.write(self, lambda: open_phones(desk, [phone]), shown)

    def _open_row(self, row: CallRow) -> None:
        """Go to the call desk with a call that is still to be made; else to the customer."""
        if row.is_open and self._may("today.call"):
            self.session.open("calls", task=row.leading.id)
        else:
            self._open_file()

    def _open_call(self) -> None:
        if self.call.call is not None:
            self._open_row(self.call.call)

    def _open_file(self) -> None:
        call = self.call.call
        if call is None:
            return
        if call.leading.vehicle_id is not None:
            self.session.open("customers", vehicle=call.leading.vehicle_id)
        elif call.leading.customer_id is not None:
            self.session.open("customers", customer=call.leading.customer_id)

    def _show_sheet(self, code: str, entries: tuple[Entry, ...]) -> None:
        self._sheet = (code, entries)
        self.show_rows("sheet")

    # parts

    def _lay_out(self) -> None:
        words = self.words
        self._sheets = self.button("today.sheets")
        made = self.button("today.sheet")
        head = row(heading(words.text("Today")), 12, self.bar, None, self.button("today.tasks"), self._sheets, made)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self.empty)
        left = QWidget()
        left.setLayout(column(row(self._back, None), self._rows, self.held, gap=6))
        parts = Splitter(left, self.call)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        parts.setSizes([self.session.theme.px(760), self.session.theme.px(340)])
        day = QWidget()
        day.setLayout(column(self.figures, parts, gap=10))
        self._whole.addWidget(day)
        self._whole.addWidget(self.empty.store)
        inside = column(head, self._whole, gap=10, margins=(16, 8, 16, 12))
        inside.setStretchFactor(self._whole, 1)
        self.setLayout(inside)

    def _wire(self) -> None:
        self.bar.changed.connect(self.reload)
        self.figures.pressed.connect(self._card_pressed)
        self.held.pressed.connect(self.show_rows)
        self.table.picked.connect(self._tell_call)
        self.keeping.began.connect(self._keeping_began)
        self.keeping.ended.connect(self._keeping_ended)
        self.table.opened.connect(self._open_row)
        self.call.promised.connect(lambda when: self.keep(Disposition.CALL_LATER, when))
        self.sheets.calls_wanted.connect(self._show_sheet)
        self.sheets.busy.connect(lambda busy: self.action("today.sheet").setEnabled(not busy))
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(self._time_goes_on)
        self._minute.start()

    def _time_goes_on(self) -> None:
        """Offer what was put off until now."""
        if self.isVisible() and self.seen is not None and NotOffered.LATER in self.seen.queue.held:
            self.reload()
