"""The page of month lists: it knows where a person is, asks the services, and lets its parts show the answer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtWidgets import QMenu

from dealerdesk.domain.list_query import Query, Sort
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_view import ListCounts, ListView, list_counts, list_rows_of, list_view
from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.lists.beside import Beside
from dealerdesk.ui.pages.lists.chips import Chips
from dealerdesk.ui.pages.lists.columns import family
from dealerdesk.ui.pages.lists.heading import Heading
from dealerdesk.ui.pages.lists.names import ListNames
from dealerdesk.ui.pages.lists.outgoing import Outgoing
from dealerdesk.ui.pages.lists.place import Place
from dealerdesk.ui.pages.lists.rows import Rows
from dealerdesk.ui.pages.lists.when_bar import WhenBar
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.widgets import Splitter, boxed, column, heading, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.list_query import Filter
    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.services.list_views import SavedView
    from dealerdesk.ui.session import Session

_FIRST_ROWS = 100
_LAST_LIST = "lists.last"

_VIEW: Final = Slot("view", "name")


class ListsPage(Page):
    """Month lists with their counts; the rows of one, filtered, sorted, grouped; and why somebody is (not) in it."""

    name: ClassVar[str] = "lists"
    takes_up_by_itself: ClassVar[bool] = False
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"customer", "vehicle", "visit", "task", "setting", "rules", "view", "call"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.place = Place.from_plain({"list": session.memory.get(_LAST_LIST)})
        self.view: ListView | None = None
        self._viewed: Place | None = None
        self._waiting: Callable[[], object] | None = None
        self.any_vehicle = True
        self.when = WhenBar(session, self.place)
        self.names = ListNames(session)
        self.heading = Heading(session, *self._outgoing_buttons())
        self.chips = Chips(session, self.button("lists.filter", self.words.text("Filter")))
        self.rows = Rows(session)
        self.side = Beside(session, self._shown)
        self.outgoing = Outgoing(session, self)
        self._lay_out()
        self._wire()
        self.names.show_name(self.place.name)

    # what the window asks of a page

    def reload(self) -> None:
        """Count and look anew, staying at the current row."""
        self._count()
        self._look(keep=True)
        self.side.look()

    def wanted(self, **what: Any) -> None:  # noqa: ANN401 - as the page has it
        """Show a list (`list`, `month`, `query` as in `state`), or ask why for a plate (`why`)."""
        if {"list", "month", "as_of", "policy", "query"} & what.keys():
            self._go(Place.from_plain(what))
        if text := what.get("why"):
            self.side.open_why(self.place, text=str(text))
        else:
            self.rows.focus_rows()

    def focus_first(self) -> None:
        """Begin at the names of the lists."""
        self.names.setFocus()

    def state(self) -> dict[str, Any]:
        """The place, and what is open beside the rows."""
        return {**self.place.plain(), "side": self.side.shown}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be again where `state` was."""
        self._go(Place.from_plain(state))
        if state.get("side") in {"groups", "views"}:
            self.side.open_part(state["side"])

    def drafts(self) -> Sequence[Begun]:
        """The name that is being typed for a view, with what the view is to show."""
        name = self.side.views.name_begun() if self.side.shown == "views" else ""
        title = self.words.text("View “{name}”", name=name)
        return [Begun(_VIEW, title, {"name": name, "place": self.place.plain()})] if name else ()

    def take_up(self, begun: Begun) -> bool:
        """Show what the view was to show, and its name."""
        self._go(Place.from_plain(begun.held["place"]))
        self.side.open_views()
        self.side.views.name.set_value(begun.held["name"])
        return True

    def go_to_draft(self, slot: Slot) -> None:
        """Go to the name of the view."""
        del slot
        self.side.views.name.setFocus()

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What each action of this page does."""
        out = self.outgoing
        return {
            "lists.filter": lambda: self.side.open_filter(self.place),
            "lists.only": self._only_current,
            "lists.clear": self._clear,
            "lists.group": self.side.open_groups,
            "lists.views": self.side.open_views,
            "lists.columns": self._choose_columns,
            "lists.why": lambda: self.side.open_why(self.place),
            "lists.why_row": self._why_current,
            "lists.earlier": lambda: self.when.month.step(-1),
            "lists.later": lambda: self.when.month.step(1),
            "lists.export": lambda: out.export(self.place, self._columns()),
            "lists.export_all": lambda: out.export(self.place, ()),
            "lists.print": lambda: out.print(self.place, self._columns()),
            "lists.tasks": self._make_tasks,
            "lists.tasks_dormant": lambda: self._make_tasks(dormant=True),
            "lists.tasks_all": self._make_all_tasks,
        }

    # looking

    def _count(self) -> None:
        desk, ask = self.place.desk(self.session.desk), self.place.ask(self.session.desk.today)
        self.session.background.read(
            self, lambda: list_counts(desk, ask.month, ask.policy), self._show_counts, key="counts"
        )

    def _show_counts(self, counts: ListCounts) -> None:
        self.names.show_counts(counts.members)
        was_bare, self.any_vehicle = not self.any_vehicle, counts.any_vehicle
        if not counts.any_vehicle:
            self.rows.show_bare()
        elif was_bare:
            self._look()

    def _look(self, *, keep: bool = False) -> None:
        """Ask for what the place shows: all ids, and the rows that are painted first."""
        place, session = self.place, self.session
        desk, ask = place.desk(session.desk), place.ask(session.desk.today)
        self.heading.looking(place)
        self.chips.show_query(place.query, family(place.name))

        def answer() -> tuple[ListView, Mapping[int, ListRow]]:
            view = list_view(desk, ask, place.query)
            return view, list_rows_of(desk, ask, view.ids[:_FIRST_ROWS])

        session.background.read(
            self, answer, lambda found: self._show(place, *found, keep=keep), key="view", failed=self._failed
        )

    def _show(self, place: Place, view: ListView, rows: Mapping[int, ListRow], *, keep: bool) -> None:
        self.view, self._viewed = view, place
        self.heading.show_view(view)
        self.when.show_store_policy(view.store_policy)
        self.rows.show_view(place, view, rows, keep=keep)
        if not self.any_vehicle:
            self.rows.show_bare()
        self.side.groups.show_view(place, view)
        if place.query.group is not None and not self.side.shown:
            self.side.open_part("groups")
        self._enable()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _failed(self, why: Said) -> None:
        """What was asked for cannot be shown: no other rows stand under its name."""
        self.view = self._viewed = self._waiting = None
        self.heading.show_none()
        self.rows.show_trouble(self.session.say(why))
        self._enable()

    def _go(self, place: Place) -> None:
        """Show another place; what did not change is not looked at anew."""
        before, self.place, self._waiting = self.place, place, None
        same_day = (place.month, place.as_of, place.policy) == (before.month, before.as_of, before.policy)
        if not same_day:
            self.when.show_place(place)
            self.names.show_counts(None)
            self._count()
        if place.name is not before.name:
            self.session.memory.put(_LAST_LIST, place.name.value)
            self.names.show_name(place.name)
        self._look(keep=place.name is before.name and same_day)
        self.side.follow(place)

    def _ask(self, query: Query) -> None:
        """Ask the same list otherwise."""
        self._go(replace(self.place, query=query))

    # what its parts ask for

    def _choose_list(self, name: str) -> None:
        self._go(replace(self.place, name=ListName(name)))

    def _choose_when(self) -> None:
        month, today = self.when.chosen_month(), self.session.desk.today
        place = replace(self.place, month=None, as_of=self.when.chosen_day(), policy=self.when.chosen_policy())
        self._go(place if place.month_on(today) == month else replace(place, month=month))

    def _sort(self, code: str, descending: bool) -> None:
        self._ask(replace(self.place.query, sort=Sort(code, descending)))

    def _group(self, code: object) -> None:
        self._ask(replace(self.place.query, group=code if isinstance(code, str) else None))

    def _filter(self, one: Filter) -> None:
        self._ask(self.place.query.filtered(one))
        self.side.end_filter()

    def _unfilter(self, code: str) -> None:
        self._ask(self.place.query.without(code))
        self.side.end_filter()

    def _toggle(self, one: Filter) -> None:
        """A group was pressed: filter to it, or no more."""
        query = self.place.query
        self._ask(query.without(one.column) if query.filter_of(one.column) == one else query.filtered(one))

    def _clear(self) -> None:
        self._ask(Query(group=self.place.query.group))

    def _only_current(self) -> None:
        if (one := self.rows.current_filter()) is not None:
            self._filter(one)

    def _apply_view(self, saved: SavedView) -> None:
        self._go(replace(self.place, name=saved.list_name, query=saved.query, policy=saved.policy))
        if saved.columns:
            self.rows.table_of(family(saved.list_name)).show_columns(saved.columns)
        self.rows.focus_rows()

    def _open_file(self, row: ListRow) -> None:
        self.session.open("customers", vehicle=row.vehicle_id)

    def _choose_columns(self) -> None:
        self.rows.table.choose_columns()

    # what opens beside the rows

    def _why_current(self) -> None:
        row = self.rows.table.current()
        if row is not None and row.vehicle_id is not None:
            self.side.open_why(self.place, row.vehicle_id)

    def _side_closed(self, name: str) -> None:
        """Closing the groups stops grouping; closing anything else brings the groups back, if rows are grouped."""
        if name == "groups" and self.place.query.group is not None:
            self._group(None)
        elif name != "groups" and self.place.query.group is not None:
            self.side.open_part("groups")
        self.rows.focus_rows()

    # what goes out

    def _shown(self) -> tuple[Place, tuple[str, ...]]:
        return self.place, self.rows.table.shown_columns()

    def _columns(self) -> tuple[str, ...]:
        """The columns that go out: those that show, and the one that groups the rows."""
        shown, group = self.rows.table.shown_columns(), self.place.query.group
        return shown if group is None or group in shown else (group, *shown)

    def _make_tasks(self, *, dormant: bool = False) -> None:
        """Make tasks of the rows that show; those of a list that was just asked for are waited for."""
        if self._viewed is not self.place:
            self._waiting = partial(self._make_tasks, dormant=dormant)
        elif self.view is not None and self.view.ids:
            members, own = frozenset(self.view.ids), self.view.store_policy
            self.outgoing.make_tasks(self.place, [self.place.name], members, dormant=dormant, store_policy=own)

    def _make_all_tasks(self) -> None:
        own = self.view.store_policy if self.view is not None else None
        self.outgoing.make_tasks(self.place, store_policy=own)

    # how it is built

    def _outgoing_buttons(self) -> list[QPushButton]:
        return [self.button(f"lists.{name}") for name in ("export", "print", "tasks")]

    def _tools(self) -> list[QPushButton]:
        words = self.words
        return [
            self.button("lists.group", words.text("Group")),
            self.button("lists.columns", words.text("Columns")),
            self.button("lists.views", words.text("Views")),
            self.button("lists.why", words.text("Why (not)?")),
        ]

    def _lay_out(self) -> None:
        title = heading(self.words.text("Lists"))
        inner = Splitter(self.rows, self.side)
        inner.setStretchFactor(0, 1)
        inner.splitterMoved.connect(lambda *_moved: self.side.keep_width())
        tools = row(self.chips, column(row(*self._tools(), gap=4), None), gap=8)
        tools.setStretchFactor(self.chips, 1)
        middle = column(self.heading, tools, inner, gap=8)
        middle.setStretchFactor(inner, 1)
        outer = Splitter(self.names, boxed(middle))
        outer.setStretchFactor(1, 1)
        outer.setSizes([self.names.minimumWidth(), 1_000])
        layout = column(row(title, 16, self.when, gap=8), outer, gap=8, margins=(16, 8, 16, 12))
        layout.setStretchFactor(outer, 1)
        self.setLayout(layout)

    def _wire(self) -> None:
        side = self.side
        self.when.changed.connect(self._choose_when)
        self.names.chosen.connect(self._choose_list)
        self.names.entered.connect(self.rows.focus_rows)
        self.chips.pressed.connect(lambda code: side.open_filter(self.place, code))
        self.chips.removed.connect(self._unfilter)
        self.chips.unsorted.connect(lambda: self._ask(replace(self.place.query, sort=None)))
        self.chips.cleared.connect(self._clear)
        self.rows.sorted.connect(self._sort)
        self.rows.opened.connect(self._open_file)
        self.rows.cleared.connect(self._clear)
        self.rows.menu_asked.connect(self._menu)
        side.closed.connect(self._side_closed)
        side.filters.applied.connect(self._filter)
        side.filters.removed.connect(self._unfilter)
        side.groups.grouped.connect(self._group)
        side.groups.pressed.connect(self._toggle)
        side.why.found.connect(self.rows_go_to)
        side.why.asked.connect(self._choose_list)
        side.views.applied.connect(self._apply_view)
        side.views.name.edited.connect(self.edited)

    def rows_go_to(self, member_id: int) -> None:
        """Make a member of the list the current row."""
        if self.rows.table.go_to(member_id):
            self.rows.focus_rows()

    def _enable(self) -> None:
        any_row = bool(self.view and self.view.ids)
        for name in ("lists.export", "lists.export_all", "lists.print", "lists.tasks", "lists.why_row", "lists.only"):
            action = self.action(name)
            action.setEnabled(any_row and action.isVisible())
        long_lost = self.place.name in {ListName.LOST, ListName.QUASI_LOST}
        dormant = self.action("lists.tasks_dormant")
        dormant.setEnabled(any_row and long_lost and dormant.isVisible())

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        row = self.rows.table.current()
        if row is not None:
            menu.addAction(self.words.text("Open the customer file")).triggered.connect(lambda: self._open_file(row))
        for name in ("lists.why_row", "lists.only", "lists.columns"):
            menu.addAction(self.action(name))
        menu.addSeparator()
        for name in ("lists.export", "lists.export_all", "lists.print", "lists.tasks", "lists.tasks_dormant"):
            menu.addAction(self.action(name))
        menu.popup(at)
