"""The Customers page: search, filters and table on the left, the file of the current row on the right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.record_fields import CUSTOMER, VEHICLE
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.table import customer_choices, customer_rows, customers_query
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.customers.columns import SORTS, columns
from dealerdesk.ui.pages.customers.deleting import Deleting
from dealerdesk.ui.pages.customers.file_panel import FilePanel
from dealerdesk.ui.pages.customers.filters import FilterBar
from dealerdesk.ui.pages.customers.forms import Forms
from dealerdesk.ui.pages.customers.outgoing import Outgoing
from dealerdesk.ui.pages.customers.person import WholePerson
from dealerdesk.ui.pages.customers.search_line import SearchLine
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import EmptyState, Splitter, boxed, button, column, muted, nothing_to_see, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.customer_file import CustomerFile, CustomerRow
    from dealerdesk.domain.customer_query import CustomerChoices
    from dealerdesk.ui.begun import Slot
    from dealerdesk.ui.session import Session

_TYPING = 150
"""Milliseconds after a key until the table is asked."""

_ON_TIMELINE = frozenset({"plate", "owner", "advisor", "departed", "do_not_call"})
"""Facts with days of their own: the timeline tells how they came."""

_KEPT = frozenset({*CUSTOMER, *VEHICLE, "phone", "number", "vin"})
"""Facts whose every change is taken down by field."""


_MENU = (
    ("edit", "more", "reveal", "copy_phone"),
    ("print", "print_visits", "export_visits"),
    ("data", "data_file", "erase"),
    ("delete_car", "delete_customer"),
    ("export_table", "print_table", "columns"),
)
"""What can be done with a row, as its menu offers it."""


class CustomersPage(Page):
    """Every vehicle with its owner, and the file of one."""

    name = "customers"
    takes_up_by_itself = False
    kinds = frozenset({"customer", "vehicle", "visit", "task", "call", "sheet", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.query = CustomersQuery()
        self._target: int | None = None
        self._file_row: int | None = None
        self._sort_code: str | None = None
        self.search = SearchLine(
            self.words.text("Plate, phone, name, pinyin initials, VIN or order number"), self._to_table
        )
        self.search.setAccessibleName(self.words.text("Search in the table"))
        self.table = LazyTable(session, columns(self.words), name="customers", title=self.words.text("Customers"))
        self.count = muted("", wrap=False)
        self._filter_button = self.button("customers.filter")
        self.filters = FilterBar(session, self._filter_button)
        self._file_buttons_made, self._phone_buttons_made = self._file_buttons(), self._phone_buttons()
        self.file = FilePanel(session, self._file_buttons_made, self._phone_buttons_made)
        self.forms = Forms(session, self.file, self)
        self.editor, self.doing = self.forms.editor, self.forms.doing
        self.deleting = Deleting(session, self.file, self.forms.holds, self.forms.close)
        self.person = WholePerson(session, self.file, self.forms.holds)
        self.outgoing = Outgoing(session, self.file, self.table, lambda: self.query)
        self._lay_out()
        self._order_tabs()
        self._wire()

    # what the window asks of a page

    @override
    def reload(self) -> None:
        desk = self.session.desk
        self.session.background.read(self, lambda: customer_choices(desk), self._choose_from, key="choices")
        self._ask(keep=True)
        if not self.forms.is_open:
            self.file.reload()

    @override
    def wanted(
        self,
        vehicle: int | None = None,
        customer: int | None = None,
        query: CustomersQuery | None = None,
        tab: str = "",
        **_what: Any,
    ) -> None:
        if tab in {"facts", "timeline"}:
            self.file.tabs.setCurrentWidget(getattr(self.file, tab))
        if query is not None:
            self.search.setText(query.text)
            self.ask(query)
        elif vehicle is not None:
            self._go_to(vehicle)
        elif customer is not None:
            desk, session = self.session.desk, self.session

            def take(file: CustomerFile) -> None:
                present = next((car.id for car in file.cars if car.present), None)
                self._go_to(-customer if present is None else present)

            session.background.read(self, lambda: customer_file(desk, customer=customer, events=0), take, key="wanted")

    @override
    def focus_first(self) -> None:
        self.search.setFocus()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "customers.search": self._to_search,
            "customers.filter": self.filters.open_menu,
            "customers.clear": self.clear,
            "customers.columns": self.table.choose_columns,
            "customers.table": self._to_table,
            "customers.facts": lambda: self.file.show_tab(self.file.facts),
            "customers.timeline": lambda: self.file.show_tab(self.file.timeline),
            "customers.changes": lambda: self.file.show_tab(self.file.changes),
            "customers.history": self._show_history,
            "customers.next_car": self.file.head.next_car,
            "customers.reveal": self.file.reveal,
            "customers.copy_phone": self.file.copy_phone,
            "customers.cancel": self._escape,
            **self.forms.does(),
            **self.deleting.does(),
            **self.person.does(),
            **self.outgoing.does(),
            "customers.kinds": self._to_kinds,
        }

    @override
    def state(self) -> dict[str, Any]:
        at = {"query": self.query.to_data(), "row": self.table.current_id(), "tab": self.file.tabs.currentIndex()}
        return {**at, "begun": [begun.to_data() for begun in self.drafts()]}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self.query = CustomersQuery.from_data(state.get("query") or {})
        self._target = state.get("row")
        self.search.blockSignals(True)
        self.search.setText(self.query.text)
        self.search.blockSignals(False)
        self.file.tabs.setCurrentIndex(state.get("tab") or 0)
        for begun in state.get("begun", ())[:1]:
            self.take_up(Begun.from_data(begun))

    @override
    def unsaved(self) -> bool:
        return self.forms.unsaved

    @override
    def drafts(self) -> Sequence[Begun]:
        return self.forms.drafts()

    @override
    def take_up(self, begun: Begun) -> bool:
        return self.forms.take_up(begun)

    @override
    def go_to_draft(self, slot: Slot) -> None:
        """The form takes the keyboard itself when its file is there."""

    # which rows

    def ask(self, query: CustomersQuery) -> None:
        """Show the rows of another query."""
        if query != self.query:
            same_text, self.query = query.text == self.query.text, query
            self._ask(keep=same_text)

    def clear(self) -> None:
        """Show every row again."""
        self.search.clear()
        self.ask(self.query.unfiltered())

    def _ask(self, *, keep: bool) -> None:
        query, desk = self.query, self.session.desk
        self.filters.show_query(query)
        self._show_sort()

        def read() -> tuple[tuple[int, ...], bool]:
            ids = customers_query(desk, query)
            return ids, not ids and (not query.is_filtered or not customers_query(desk, CustomersQuery()))

        self.session.background.read(self, read, lambda found: self._show(query, *found, keep=keep), key="rows")

    def _show(self, query: CustomersQuery, ids: tuple[int, ...], empty: bool, *, keep: bool) -> None:
        desk = self.session.desk
        self._stack.setCurrentWidget(self._empty if empty else self._none if not ids else self._rows)
        self.count.setText(self.words.ntext("{n} row", "{n} rows", len(ids)))
        target, self._target = self._target, None
        self.table.show_ids(ids, lambda some: customer_rows(desk, some), keep=keep or target is not None)
        if target is not None and not self.table.go_to(target):
            self._look_without_filters(query, target)

    def _look_without_filters(self, query: CustomersQuery, target: int) -> None:
        """Who is asked for is not among these rows: show all of them, unless they are."""
        if query.is_filtered:
            self._target = target
            self.clear()
        else:
            self._show_file_of(target)

    def _go_to(self, target: int) -> None:
        """Make a row the current one, whatever the table shows now."""
        if self.forms.holds():
            return
        if self._stack.currentWidget() is self._rows and not self.stale and self.table.go_to(target):
            self.table.setFocus()
            self._show_file_of(target)
            return
        self._target = target
        self._ask(keep=True)
        self.table.setFocus()

    def _choose_from(self, choices: CustomerChoices) -> None:
        self.filters.choices = choices
        self.filters.show_query(self.query)

    def _typed(self) -> None:
        self.ask(self.query.asking(text=self.search.value(), sort=None if self.search.value() else self.query.sort))

    def _sorted(self, code: str, descending: bool) -> None:
        sort, turned = SORTS[code]
        self._sort_code = code
        self.ask(self.query.asking(sort=sort, descending=descending != turned))

    def _show_sort(self) -> None:
        query = self.query
        fitting = [code for code, (sort, _) in SORTS.items() if sort is query.sort]
        code = self._sort_code if self._sort_code in fitting else next(iter(fitting), None)
        self.table.show_sort(code, descending=bool(code) and query.descending != SORTS[code or "plate"][1])

    # the current row

    def _picked(self, picked: CustomerRow | None) -> None:
        if self.forms.is_open:
            if picked is None or picked.id == self._file_row:
                return
            if self.forms.holds():
                QTimer.singleShot(0, self, self._back_to_file_row)
                return
            self.forms.close()
        if picked is None:
            self.file.show_nobody()
        else:
            self._show_file_of(picked.id)

    def _back_to_file_row(self) -> None:
        if self._file_row is not None:
            self.table.go_to(self._file_row)

    def _show_file_of(self, row_id: int) -> None:
        self._file_row = row_id
        if row_id > 0:
            self.file.show_vehicle(row_id)
        else:
            self.file.show_customer(-row_id)

    def _show_history(self) -> None:
        if self.editor.is_open:
            field = self.editor.field_in_focus
            if field is not None:
                self.editor.show_history(field)
            return
        fact = self.file.facts.fact if self.file.tabs.currentWidget() is self.file.facts else None
        if fact is not None and fact.field in _ON_TIMELINE:
            self.file.show_tab(self.file.timeline)
        else:
            kept = fact is not None and fact.field in _KEPT
            self.file.show_history((fact.record, fact.field) if fact is not None and kept else None)

    def _escape(self) -> None:
        """Go one step back: from the form to the file, from a text to none, from the file to the rows."""
        if self.person.stop_asking():
            self._to_table()
        elif self.forms.is_open:
            self.forms.cancel()
        elif self.search.hasFocus() and self.search.text():
            self.search.clear()
        else:
            self._to_table()

    # parts

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_kinds(self) -> None:
        self.file.tabs.setCurrentWidget(self.file.timeline)
        self.file.timeline.kinds.setFocus()

    def _to_table(self) -> None:
        self.table.setFocus()

    def _lay_out(self) -> None:
        words = self.words
        self._rows = self.table
        self._none = EmptyState(
            words.text("Nothing fits"),
            words.text("No customer or vehicle meets the search and the filters."),
            button(words.text("Clear search and filters"), self.clear, kind="primary"),
        )
        self._empty = nothing_to_see(
            self.session,
            words.text("No customers yet"),
            words.text("Import the export of your dealer system, and everyone in it stands here with their cars."),
        )
        self._stack = QStackedWidget()
        for part in (self._rows, self._none, self._empty):
            self._stack.addWidget(part)
        top = row(self.search, self._filter_button, gap=8)
        left = column(top, self.filters, self._stack, self.count, gap=8)
        left.setStretchFactor(self._stack, 1)
        frame: QFrame = boxed(left)
        self.splitter = Splitter(frame, self.file)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.setLayout(column(self.splitter, margins=(16, 8, 16, 12)))
        kept = self.session.memory.get("customers.splitter")
        px = self.session.theme.px
        self.splitter.setSizes(kept if isinstance(kept, list) and len(kept) == 2 else [px(640), px(440)])

    def _order_tabs(self) -> None:
        """Let Tab go as the eye does."""
        head, panel = self.file.head, self.file
        order = [self.search, self._filter_button, self.filters, self.table]
        order += [*self._file_buttons_made, head.cars, *self._phone_buttons_made]
        order += [panel.tabs.tabBar(), panel.facts, panel.timeline.kinds, panel.timeline.table, panel.changes.table]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _wire(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING)
        self._soon.timeout.connect(self._typed)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.filters.asked.connect(self.ask)
        self.table.sorted.connect(self._sorted)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self.file.show_tab(self.file.facts))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._offer)
        self.file.timeline.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.file.timeline.table.addAction(self.action("customers.delete_visit"))
        self.file.revealed.connect(self._revealed)
        self.splitter.splitterMoved.connect(
            lambda *_at: self.session.memory.put("customers.splitter", self.splitter.sizes())
        )

    def _file_buttons(self) -> list[QPushButton]:
        cancel = self.words.text("Cancel")
        more = self.button("customers.more", self.words.text("More"))
        save, leave = self.button("customers.save"), self.button("customers.cancel", cancel)
        return [self.button("customers.edit"), save, leave, more]

    def _phone_buttons(self) -> list[QPushButton]:
        self._reveal = self.button("customers.reveal", self.words.text("Show"))
        return [self._reveal, self.button("customers.copy_phone", self.words.text("Copy"))]

    def _revealed(self, seen: bool) -> None:
        self._reveal.setText(self.words.text("Hide") if seen else self.words.text("Show"))

    def _offer(self, at: QPoint) -> None:
        """What can be done with the current row."""
        menu = QMenu(self)
        for group in _MENU:
            for name in group:
                menu.addAction(self.action(f"customers.{name}"))
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))
