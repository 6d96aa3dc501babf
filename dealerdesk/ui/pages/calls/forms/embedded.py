"""The forms of other pages in the middle of a call: an appointment to be booked, a complaint to be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.ui.pages.appointments.form import BookingForm
from dealerdesk.ui.pages.calls.forms.result_form import ResultForm
from dealerdesk.ui.pages.complaints.form import ComplaintForm as Fields
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said


class AppointmentForm(ResultForm):
    """The appointment that the customer agreed to."""

    code: ClassVar[str] = "appointment"

    @override
    def title(self) -> str:
        return self.words.text("Appointment: day, time, what for?")

    @override
    def make(self) -> None:
        self.booking = BookingForm(self.session, car_fixed=self.about.vehicle is not None)
        if self.about.vehicle is not None:
            self.booking.set_car(self.about.vehicle, self.about.car, self.about.customer)
        self.booking.changed.connect(self.edited)
        self.booking.note.returnPressed.connect(self.through)
        self.setLayout(column(self.booking))

    @override
    def begin(self) -> None:
        self.booking.begin()

    @override
    def held(self) -> dict[str, Any]:
        return self.booking.held()

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        about = self.about
        car = {"vehicle": about.vehicle, "customer": about.customer, "told": about.car}
        self.booking.take({**self.booking.held(), **held, **(car if about.vehicle is not None else {})})

    @override
    def given(self) -> dict[str, Any] | None:
        if self.booking.show_problems() or self.booking.impossible:
            return None
        return {"appointment": self.booking.value()}

    @override
    def told(self) -> str:
        return self.words.text("Appointment {day} {at}", day=self.booking.day.value(), at=self.booking.at.value())

    @override
    def refuse(self, why: Said) -> None:
        self.booking.show_errors({"day": self.session.say(why)})


class ComplaintForm(ResultForm):
    """What the customer complains about."""

    code: ClassVar[str] = "complaint"

    @override
    def title(self) -> str:
        return self.words.text("Complaint: what happened, what is wanted?")

    @override
    def make(self) -> None:
        about = NewComplaint("", customer_id=self.about.customer, vehicle_id=self.about.vehicle)
        self.fields = Fields(self.session, about)
        self.fields.edited.connect(self.edited)
        self.fields.department.returnPressed.connect(self.through)
        self.setLayout(column(self.fields))

    @override
    def begin(self) -> None:
        self.fields.start()

    @override
    def held(self) -> dict[str, Any]:
        return self.fields.held()

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        self.fields.take_up({**self.fields.held(), **held})

    @override
    def given(self) -> dict[str, Any] | None:
        return {"complaint": self.fields.value()} if self.fields.check() else None

    @override
    def told(self) -> str:
        return self.words.text("Complaint: {what}", what=self.fields.value().happened)

    @override
    def refuse(self, why: Said) -> None:
        self.fields.show_errors({"happened": why})
