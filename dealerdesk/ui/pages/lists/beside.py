"""What opens beside the rows: a filter, the groups, *why (not)?*, and the saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.ui.pages.lists.filter_panel import FilterPanel
from dealerdesk.ui.pages.lists.groups_panel import GroupsPanel
from dealerdesk.ui.pages.lists.side import SidePanel
from dealerdesk.ui.pages.lists.views_panel import ViewsPanel
from dealerdesk.ui.pages.lists.why_panel import WhyPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class Beside(SidePanel):
    """The panel with its four parts; `shown` answers what the page shows, for a view to be saved."""

    def __init__(self, session: Session, shown: Callable[[], tuple[Place, tuple[str, ...]]]) -> None:
        super().__init__(session)
        words = session.words
        self.filters, self.groups = FilterPanel(session), GroupsPanel(session)
        self.why, self.views = WhyPanel(session), ViewsPanel(session, shown)
        self.add("filter", words.text("Filter"), self.filters)
        self.add("groups", words.text("Groups"), self.groups)
        self.add("why", words.text("Why (not)?"), self.why)
        self.add("views", words.text("Saved views"), self.views)

    def open_filter(self, place: Place, code: str | None = None) -> None:
        """Begin a filter, or change the one of a column."""
        self.open_part("filter")
        self.filters.begin(place, code)

    def end_filter(self) -> None:
        """The filter that was begun holds, or is gone."""
        if self.shown == "filter":
            self.close_part()

    def open_groups(self) -> None:
        """Choose what the rows are grouped by."""
        self.open_part("groups")
        self.groups.by.setFocus()

    def open_views(self) -> None:
        """Look at the saved views, or save one."""
        self.open_part("views")
        self.views.begin()

    def open_why(self, place: Place, vehicle_id: int | None = None, text: str = "") -> None:
        """Ask why for a vehicle, for what was typed elsewhere, or for what will be typed."""
        self.open_part("why")
        self.why.begin(place, vehicle_id, text)

    def follow(self, place: Place) -> None:
        """The page shows another place."""
        if self.shown == "why":
            self.why.look_again(place)

    def look(self) -> None:
        """Something changed: look anew at what shows."""
        if self.shown == "views":
            self.views.look()
