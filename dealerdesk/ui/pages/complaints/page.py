"""The Complaints page: the table with the time that is left, the file of one, and what the manager should see."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.domain.complaint import ComplaintsQuery
from dealerdesk.services.complaint_history import complaint_file, handlers
from dealerdesk.services.complaints import complaints
from dealerdesk.ui.pages.complaints.columns import complaint_columns, reading_of
from dealerdesk.ui.pages.complaints.file import STEPS, FileView
from dealerdesk.ui.pages.complaints.filters import Filters
from dealerdesk.ui.pages.complaints.flags_part import FlagsPart
from dealerdesk.ui.pages.complaints.handling import Handling
from dealerdesk.ui.pages.complaints.opening import Whom
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import EmptyState, Segmented, Splitter, boxed, column, muted, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.complaint_history import ComplaintFile
    from dealerdesk.ui.begun import Begun, Slot
    from dealerdesk.ui.session import Session

_ABOUT: Final = ("edit", "customer")


class ComplaintsPage(Page):
    """Every complaint with its limit; and, in a second part, the flags to the manager."""

    name = "complaints"
    kinds = frozenset({"complaint", "flag", "customer", "vehicle", "staff", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        words = self.words
        self._target: int | None = None
        self.people: tuple[tuple[int, str], ...] = ()
        self.parts = Segmented(
            [("complaints", words.text("Complaints")), ("flags", words.text("For the manager"))],
            "complaints",
            words.text("What shows"),
        )
        self.filters = Filters(session)
        self.table = LazyTable(
            session, complaint_columns(words, reading_of(session)), name="complaints", title=words.text("Complaints")
        )
        self.count = muted("", wrap=False)
        self._step_buttons = {name: self.button(f"complaints.{name}") for name in (*STEPS, "tell", *_ABOUT)}
        keeping = [self.button("complaints.save"), self.button("complaints.cancel")]
        self.file = FileView(session, list(self._step_buttons.values()), keeping)
        self.handling = Handling(session, self)
        self.flags = FlagsPart(session, [self.button("complaints.solve"), self.button("complaints.customer")])
        self._lay_out()
        self._wire()
        self._show_none()

    # what the window asks of a page

    @override
    def reload(self) -> None:
        desk = self.session.desk
        self.session.background.read(self, lambda: handlers(desk), self._know, key="people")
        self._ask(keep=True)
        self.flags.reload()

    @override
    def wanted(
        self,
        complaint: int | None = None,
        tab: str = "",
        near: bool = False,
        vehicle: int | None = None,
        customer: int | None = None,
        new: tuple[str, int | None, int | None] | None = None,
        **_what: Any,
    ) -> None:
        if new is not None:
            self._part("complaints")
            self.handling.open_new(Whom(*new))
            return
        self._part("flags" if tab == "flags" else "complaints")
        if near:
            self.filters.choose("near")
        if vehicle is not None or customer is not None:
            self._find_of(vehicle, customer)
            return
        if complaint is not None:
            self._target = complaint
            if not self.table.go_to(complaint):
                self.filters.choose("all")
        self._ask(keep=True)

    def _find_of(self, vehicle: int | None, customer: int | None) -> None:
        """Show the most pressing open complaint about a car, else of its customer."""
        desk = self.session.desk
        of_car, of_them = ComplaintsQuery(open=True, vehicle=vehicle), ComplaintsQuery(open=True, customer=customer)

        def read() -> tuple[Complaint, ...]:
            found = () if vehicle is None else complaints(desk, of_car)
            return found or (() if customer is None else complaints(desk, of_them))

        def take(found: tuple[Complaint, ...]) -> None:
            if found:
                self.wanted(complaint=found[0].id)

        self.session.background.read(self, read, take, key="wanted")

    @override
    def focus_first(self) -> None:
        (self.flags.table if self.parts.value() == "flags" else self.table).setFocus()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        taking = {f"complaints.{name}": (lambda name=name: self.handling.step(name)) for name in (*STEPS, "tell")}
        return {
            "complaints.new": lambda: self.handling.open_new(None),
            "complaints.table": self._to_table,
            "complaints.file": self._to_file,
            "complaints.flags": self._other_part,
            "complaints.edit": self.handling.correct,
            "complaints.customer": self._open_customer,
            "complaints.solve": self.flags.solve,
            "complaints.columns": self.table.choose_columns,
            "complaints.save": self._save,
            "complaints.cancel": self._escape,
            **taking,
        }

    @override
    def state(self) -> dict[str, Any]:
        begun = [begun.to_data() for begun in self.drafts()]
        at = {"part": self.parts.value(), "filters": self.filters.state_held(), "row": self.table.current_id()}
        return {**at, "begun": begun, "solution": self.flags.solution.value()}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self._part(str(state.get("part") or "complaints"))
        self.filters.restore(state.get("filters") or {})
        self._target = state.get("row")
        self.flags.solution.set_value(state.get("solution"))
        self.handling.restore(state.get("begun", ()))

    @override
    def unsaved(self) -> bool:
        return self.handling.unsaved or self.flags.is_changed

    @override
    def drafts(self) -> Sequence[Begun]:
        return self.handling.drafts()

    @override
    def is_drafted(self) -> bool:
        return not self.flags.is_changed and bool(self.drafts())

    @override
    def take_up(self, begun: Begun) -> bool:
        return self.handling.take_up(begun)

    @override
    def go_to_draft(self, slot: Slot) -> None:
        self._part("complaints")
        self.handling.start()

    # which rows

    def _ask(self, *, keep: bool) -> None:
        query, desk = self.filters.query(), self.session.desk
        self.session.background.read(
            self, lambda: complaints(desk, query), lambda found: self._show(found, keep=keep), key="rows"
        )

    def _show(self, found: tuple[Complaint, ...], *, keep: bool) -> None:
        self._stack.setCurrentWidget(self.table if found else self._none)
        self.count.setText(self.words.ntext("{n} complaint", "{n} complaints", len(found)))
        target, self._target = self._target, None
        self.table.show_rows(found, keep=keep or target is not None)
        if target is not None:
            self.table.go_to(target)
        if not found:
            self._show_none()

    def _picked(self, picked: Complaint | None) -> None:
        if picked is not None and not self.handling.holds(picked.id):
            self.look_at(picked.id)

    def look_at(self, key: int) -> None:
        """Show a complaint beside the table."""
        desk = self.session.desk
        self.session.background.read(
            self, lambda: complaint_file(desk, key), self._show_file, key="file", failed=self._lost
        )

    def _show_file(self, file: ComplaintFile) -> None:
        self.file.show_file(file)
        self.beside.setVisible(True)
        follow = self.file.next_steps
        for name, made in self._step_buttons.items():
            on = name in follow or (name == "edit") or (name == "customer" and self._whom(file) is not None)
            self.show_action(f"complaints.{name}", on=on)
            made.setVisible(self.action(f"complaints.{name}").isVisible())
        self.handling.follow(file)

    def _lost(self, why: Said) -> None:
        self._show_none()
        self.session.note(self.session.say(why), bad=True)

    def _show_none(self) -> None:
        self.file.file = None
        if not self.handling.is_open:
            self.beside.setVisible(False)
        for name in self._step_buttons:
            self.show_action(f"complaints.{name}", on=False)

    def _know(self, people: tuple[tuple[int, str], ...]) -> None:
        self.people = people
        self.filters.offer_handlers(people)

    # moving about

    def _part(self, name: str) -> None:
        self.parts.set_value(name)
        self._pages.setCurrentIndex(1 if name == "flags" else 0)

    def _other_part(self) -> None:
        self._part("complaints" if self.parts.value() == "flags" else "flags")
        self.focus_first()

    def _to_table(self) -> None:
        self.focus_first()

    def _to_file(self) -> None:
        if self.handling.is_open:
            self.handling.start()
        else:
            first = next((made for made in self._step_buttons.values() if made.isVisible()), None)
            if first is not None:
                first.setFocus()

    def _save(self) -> None:
        if self.parts.value() == "flags":
            self.flags.solve()
        else:
            self.handling.save()

    def _escape(self) -> None:
        if self.handling.is_open:
            self.handling.leave()
        self._to_table()

    def _whom(self, file: ComplaintFile) -> Mapping[str, int] | None:
        found = file.complaint
        if found.vehicle_id is not None:
            return {"vehicle": found.vehicle_id}
        return None if found.customer_id is None else {"customer": found.customer_id}

    def _open_customer(self) -> None:
        if self.parts.value() == "flags":
            flag = self.flags.table.current()
            about = flag and ({"vehicle": flag.vehicle_id} if flag.vehicle_id else {"customer": flag.customer_id})
        else:
            about = None if self.file.file is None else self._whom(self.file.file)
        if about and all(about.values()):
            self.session.open("customers", **about)

    # parts

    def _lay_out(self) -> None:
        words = self.words
        self._none = EmptyState(
            words.text("No complaints here"),
            words.text(
                "What customers complain about, on the phone or at reception, is taken down here and followed up."
            ),
            self.button("complaints.new", kind="primary"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._none)
        left = column(self.filters, self._stack, self.count, gap=8)
        left.setStretch(1, 1)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.file)
        self.splitter = Splitter(boxed(left), self.beside)
        self.splitter.setStretchFactor(0, 1)
        kept, px = self.session.memory.get("complaints.splitter"), self.session.theme.px
        self.splitter.setSizes(kept if isinstance(kept, list) and len(kept) == 2 else [px(660), px(420)])
        self._pages = QStackedWidget()
        self._pages.addWidget(self.splitter)
        self._pages.addWidget(self.flags)
        top = row(self.parts, None, self.button("complaints.new"))
        laid = column(top, self._pages, gap=8, margins=(16, 8, 16, 12))
        laid.setStretch(1, 1)
        self.setLayout(laid)
        order: list[QWidget] = [self.parts, *self.filters.chips.values(), self.table, *self._step_buttons.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _wire(self) -> None:
        self.parts.chosen.connect(self._part)
        self.filters.asked.connect(lambda: self._ask(keep=True))
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self._to_file())
        self.flags.edited.connect(self.edited)
        self.splitter.splitterMoved.connect(
            lambda *_at: self.session.memory.put("complaints.splitter", self.splitter.sizes())
        )
