"""What a result of a call asks for beside itself: a time, a reading, who has the car now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.followup import Disposition
from dealerdesk.ui.pages.calls.forms.elsewhere import OutsideForm
from dealerdesk.ui.pages.calls.forms.embedded import AppointmentForm, ComplaintForm
from dealerdesk.ui.pages.calls.forms.later import LaterForm
from dealerdesk.ui.pages.calls.forms.left import MovedForm, SoldForm
from dealerdesk.ui.pages.calls.forms.said import DoNotCallForm, FlagForm, ReadingForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.ui.pages.calls.forms.result_form import ResultForm

FORMS: Final[Mapping[str, type[ResultForm]]] = {
    form.code: form
    for form in (
        LaterForm,
        AppointmentForm,
        ComplaintForm,
        ReadingForm,
        OutsideForm,
        MovedForm,
        SoldForm,
        DoNotCallForm,
        FlagForm,
    )
}
"""Every form by its name."""

ASKED_BY: Final[Mapping[Disposition, str]] = {
    Disposition.CALL_LATER: LaterForm.code,
    Disposition.APPOINTMENT: AppointmentForm.code,
    Disposition.COMPLAINT: ComplaintForm.code,
    Disposition.NOT_DUE: ReadingForm.code,
    Disposition.SERVICED_ELSEWHERE: OutsideForm.code,
    Disposition.USED_ELSEWHERE: MovedForm.code,
    Disposition.CAR_SOLD: SoldForm.code,
}
"""The form without which a result is not whole."""

ABOUT: Final[Mapping[str, str]] = {
    "outcome.when_missing": LaterForm.code,
    "outcome.when_past": LaterForm.code,
    "outcome.when_too_far": LaterForm.code,
    "outcome.reading_missing": ReadingForm.code,
    "outcome.outside_missing": OutsideForm.code,
    "outcome.appointment_missing": AppointmentForm.code,
    "outcome.complaint_missing": ComplaintForm.code,
}
"""The form in which a trouble is mended."""
