"""When the store receives cars, and how many at one time, for appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dealerdesk.domain.errors import said
from dealerdesk.services.appointments.hours import Receiving, change_receiving, receiving
from dealerdesk.services.desk import Right
from dealerdesk.ui.forms import Form, NumberEdit
from dealerdesk.ui.pages.appointments.fields import TimeEdit, time_of
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.widgets import boxed, column, scrolling

if TYPE_CHECKING:
    from datetime import time

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.appointments.hours import ReceivingKept
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session


class ReceivingSection(Section):
    """The hours and places that appointments are held against."""

    code: ClassVar[str] = "receiving"
    right: ClassVar[Right] = Right.POLICIES

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words, self.form = self.words, Form()
        self.opens = self.form.add("opens", words.text("Cars are received from"), TimeEdit())
        self.closes = self.form.add("closes", words.text("until"), TimeEdit())
        places = NumberEdit()
        places.setFixedWidth(self.opens.maximumWidth())
        self.places = self.form.add(
            "places",
            words.text("Cars at one time"),
            places,
            help=words.text("Empty: as many as there are advisors on that day."),
        )
        inside = boxed(column(self.form, None, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(session.theme.px(560))
        self.setLayout(column(scrolling(inside), gap=0))
        self.form.on_change(self.edited.emit)

    def load(self) -> None:
        """Ask for what is saved."""
        desk = self.session.desk
        self.session.background.read(self, lambda: receiving(desk), self._came, key="load")

    def save(self) -> None:
        """Save it, or say beside the fields what is wrong."""
        errors: dict[str, Said] = {}
        opens, closes = (self._time(name, errors) for name in ("opens", "closes"))
        try:
            places = self.places.number()
        except ValueError:
            places = 0
        if opens is None or closes is None:
            self._say(errors)
            return
        wanted, desk = Receiving(opens, closes, places), self.session.desk
        self.begin_saving()
        self.session.background.write(self, lambda: change_receiving(desk, wanted), self._done, failed=self._refused)

    def values(self) -> Values:
        """What was typed."""
        return {name: getattr(self, name).value() for name in ("opens", "closes", "places")}

    def fill(self, values: Values) -> None:
        """Show what was typed."""
        for name, value in values.items():
            getattr(self, name).setText(value or "")
        self.form.clear_errors()

    def focus_first(self) -> None:
        """Begin with the hours."""
        self.opens.setFocus()

    def _time(self, name: str, errors: dict[str, Said]) -> time | None:
        try:
            found = time_of(self.values()[name])
        except ValueError:
            found = None
        if found is None:
            errors[name] = said("appointment.no_time")
        return found

    def _came(self, saved: Receiving) -> None:
        places = "" if saved.places is None else str(saved.places)
        self.arrived({"opens": f"{saved.opens:%H:%M}", "closes": f"{saved.closes:%H:%M}", "places": places})

    def _done(self, done: ReceivingKept) -> None:
        self.end_saving(saved=not done.errors, undo=done.changed.act)
        self._say(done.errors)
        if not done.errors:
            self.load()

    def _say(self, errors: object) -> None:
        found = errors if isinstance(errors, dict) else {}
        self.form.show_errors({name: self.session.say(why) for name, why in found.items()})

    def _refused(self, why: object) -> None:
        self.end_saving(saved=False)
        self.session.background.troubled.emit(why)
        self.load()
