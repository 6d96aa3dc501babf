"""Which pages there are, in which order, and where each is found; a page is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.services.desk import Right
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session


class Place(NamedTuple):
    """A page as the rail shows it: name, words, icon, where it lives, and whose right opens it."""

    name: str
    words: str
    icon: str
    module: str
    page: str
    on_rail: bool = True
    right: Right = Right.SEE


PLACES: Final[tuple[Place, ...]] = (
    Place("today", N_("Today"), "today", "dealerdesk.ui.pages.today", "TodayPage"),
    Place(
        "reception", N_("Reception"), "reception", "dealerdesk.ui.pages.reception", "ReceptionPage", right=Right.ENTER
    ),
    Place("customers", N_("Customers"), "customers", "dealerdesk.ui.pages.customers", "CustomersPage"),
    Place("calls", N_("Call desk"), "phone", "dealerdesk.ui.pages.calls", "CallsPage"),
    Place("appointments", N_("Appointments"), "calendar", "dealerdesk.ui.pages.appointments", "AppointmentsPage"),
    Place("lists", N_("Lists"), "lists", "dealerdesk.ui.pages.lists", "ListsPage"),
    Place("complaints", N_("Complaints"), "complaints", "dealerdesk.ui.pages.complaints", "ComplaintsPage"),
    Place("contacts", N_("Contacts"), "contacts", "dealerdesk.ui.pages.contacts", "ContactsPage"),
    Place("import", N_("Import"), "import", "dealerdesk.ui.pages.importing", "ImportPage", right=Right.IMPORT),
    Place("settings", N_("Settings"), "settings", "dealerdesk.ui.pages.settings", "SettingsPage"),
    Place("first-run", N_("First steps"), "desk", "dealerdesk.ui.pages.first_run", "FirstRunPage", on_rail=False),
)
"""Every page, as it stands on the rail."""

FIRST: Final = "today"


def places_of(session: Session) -> tuple[Place, ...]:
    """The pages that who sits here may open."""
    return tuple(place for place in PLACES if session.may(place.right))


def load_pages() -> None:
    """Load the code of every page, so that none is waited for when first shown; for a thread beside the window."""
    for place in PLACES:
        import_module(place.module)


def make_page(name: str, session: Session) -> Page:
    """Make the page of that name."""
    place = next(place for place in PLACES if place.name == name)
    kind: type[Page] = getattr(import_module(place.module), place.page)
    return kind(session)
