"""Opening a complaint, or correcting one: whom it is about, and the form that the call desk uses too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from dealerdesk.domain.complaint import Category, Complaint, NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.services.search import Hit, find
from dealerdesk.ui.finding_line import FindingLine
from dealerdesk.ui.pages.complaints.form import ComplaintForm
from dealerdesk.ui.widgets import button, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.ui.session import Session


class Whom(NamedTuple):
    """Whom a complaint is about, as it is said and as it is kept."""

    shown: str
    customer: int | None
    vehicle: int | None


NOBODY = Whom("", None, None)


class WhomLine(FindingLine):
    """Finds the customer or car of a complaint."""

    found = Signal(object)

    @override
    def look_for(self, text: str) -> Sequence[Hit]:
        return find(self._session.desk, text)

    @override
    def told(self, found: Hit) -> str:
        phone = "" if found.phone is None else found.phone.shown
        return "   ".join(filter(None, (found.plate or found.vin, found.customer, found.model, phone)))

    @override
    def take(self, found: Hit) -> None:
        shown = "   ".join(filter(None, (found.customer, found.plate or found.vin, found.model)))
        self.found.emit(Whom(shown, found.customer_id, found.id))


class OpeningPanel(QWidget):
    """A new complaint, or one that is corrected (`of`), in the place of the file."""

    edited = Signal()

    def __init__(
        self, session: Session, buttons: Sequence[QPushButton], whom: Whom = NOBODY, of: Complaint | None = None
    ) -> None:
        super().__init__()
        self._session, self.whom, self.of = session, NOBODY, of
        words = session.words
        title = words.text("New complaint") if of is None else words.text("Correct complaint {code}", code=of.code)
        self.line = WhomLine(
            session,
            hint=words.text("Plate, phone, name, VIN or order number"),
            name=words.text("Customer or car"),
        )
        self.line.found.connect(self._take)
        self._named = label("", "strong", wrap=True)
        self._other = button(words.text("Somebody else"), self._ask_again, kind="link")
        self._hint = muted(words.text("Leave it empty where nobody gave a name."))
        self.form = ComplaintForm(session, _prefilled(of), asks_channel=True)
        self.form.edited.connect(self.edited)
        inside = QWidget()
        whom_line = row(self._named, self._other, None)
        inside.setLayout(
            column(
                label(title, "title"), self.line, self._hint, whom_line, self.form, None, gap=8, margins=(2, 0, 8, 0)
            )
        )
        laid = column(scrolling(inside), row(*buttons, None), gap=8, margins=(12, 0, 0, 0))
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self.setMinimumWidth(session.theme.px(320))
        self._take(whom)

    def value(self) -> NewComplaint:
        """The complaint as it stands here."""
        return replace(self.form.value(), customer_id=self.whom.customer, vehicle_id=self.whom.vehicle)

    def changes(self) -> dict[str, object]:
        """What was corrected, by field."""
        new = self.form.value()
        fields = ("happened", "wanted", "category", "department", "channel")
        return {name: getattr(new, name) for name in fields if getattr(new, name) != getattr(self.of, name)}

    @property
    def is_changed(self) -> bool:
        """Whether anything was entered."""
        return self.form.is_changed

    def held(self) -> dict[str, Any]:
        """What was entered, as JSON can hold it."""
        of = None if self.of is None else [self.of.id, self.of.revision]
        return {"form": self.form.held(), "whom": list(self.whom), "of": of}

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        self._take(Whom(*held["whom"]))
        self.form.take_up(held["form"])

    def start(self) -> None:
        """Put the keyboard where writing begins."""
        if self.of is None and self.whom.vehicle is None and self.whom.customer is None:
            self.line.setFocus()
        else:
            self.form.start()

    def _take(self, whom: Whom) -> None:
        self.whom = whom
        named = whom.customer is not None or whom.vehicle is not None
        self._named.setText(whom.shown)
        self._named.setVisible(named)
        self._other.setVisible(named and self.of is None)
        for part in (self.line, self._hint):
            part.setVisible(not named and self.of is None)
        if named and self.isVisible():
            self.form.start()
        self.edited.emit()

    def _ask_again(self) -> None:
        self._take(NOBODY)
        self.line.setFocus()


def _prefilled(of: Complaint | None) -> NewComplaint:
    if of is None:
        return NewComplaint("", channel=Channel.RECEPTION)
    return NewComplaint(
        of.happened, Category(of.category), of.wanted, channel=Channel(of.channel), department=of.department
    )
