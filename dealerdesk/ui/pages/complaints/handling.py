"""What is done with complaints on their page: opened, corrected, taken further; half-filled forms come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from dealerdesk.domain.complaint import ComplaintState, ComplaintStep
from dealerdesk.services.complaint_history import complaint_file
from dealerdesk.services.complaints import change_complaint, edit_complaint, open_complaint
from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.complaints.file import STEPS, StepForm
from dealerdesk.ui.pages.complaints.opening import NOBODY, OpeningPanel, Whom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.complaint_history import ComplaintFile
    from dealerdesk.services.complaints import ComplaintKept
    from dealerdesk.ui.pages.complaints.page import ComplaintsPage
    from dealerdesk.ui.session import Session

KIND: Final = "complaint"
_ASKING: Final = frozenset({"assign", "answer"})
"""The steps that need something filled in."""


class Handling(QObject):
    """One form at a time: a new complaint, a correction, or what a step needs."""

    def __init__(self, session: Session, page: ComplaintsPage) -> None:
        super().__init__(page)
        self._session, self._page, self._words = session, page, session.words
        self.panel: OpeningPanel | None = None
        self.form: StepForm | None = None
        self._busy = self._refusing = False

    @property
    def is_open(self) -> bool:
        """Whether a form is open."""
        return self.panel is not None or self.form is not None

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not in the store."""
        form = self.panel or self.form
        return form is not None and form.is_changed

    def holds(self, key: int) -> bool:
        """Whether what was entered keeps the page at what it is about; what was not filled in closes."""
        if self.form is not None and self.form.file.id == key:
            return False
        if self.unsaved:
            self._session.note(self._words.text("Save what you entered (Ctrl+S), or cancel it (Esc), first."), bad=True)
            return True
        self.leave()
        return False

    # opening and correcting

    def open_new(self, whom: Whom | None) -> None:
        """Begin a new complaint, of somebody or of whoever is found."""
        if not self.holds(0):
            self._show_panel(OpeningPanel(self._session, self._keeping(), whom or NOBODY))

    def correct(self) -> None:
        """Correct what was written of the complaint that is shown."""
        file = self._page.file.file
        if file is not None and not self.holds(0):
            found = file.complaint
            named = Whom("   ".join(filter(None, (found.customer, found.plate))), found.customer_id, found.vehicle_id)
            self._show_panel(OpeningPanel(self._session, self._keeping(), named, found))

    def _keeping(self) -> list[Any]:
        return [self._page.button("complaints.save"), self._page.button("complaints.cancel")]

    def _show_panel(self, panel: OpeningPanel) -> None:
        self.panel = panel
        beside = self._page.beside
        beside.addWidget(panel)
        beside.setCurrentWidget(panel)
        beside.setVisible(True)
        panel.edited.connect(self._page.edited)
        panel.start()

    # steps

    def step(self, name: str) -> None:
        """Take the complaint that is shown further, asking first where something is needed."""
        file = self._page.file.file
        if file is None or name not in self._page.file.next_steps or self._busy:
            return
        if name in _ASKING:
            if self.holds(0):
                return
            self._show_step(StepForm(self._session, STEPS[name], file.complaint, self._page.people))
        else:
            told = name == "tell"
            self._write_step(file.complaint, ComplaintStep(None if told else STEPS[name], told=told))

    def _show_step(self, form: StepForm) -> None:
        self.form = form
        self._page.file.hold_step(form)
        form.edited.connect(self._page.edited)
        form.start()

    def follow(self, file: ComplaintFile) -> None:
        """Another complaint shows, or the same one anew: a step of another one is over.

        Where somebody else was quicker, and that has been said, what is filled in goes by what shows now.
        """
        seen = file.complaint
        if self._refusing:
            self._refusing = False
            if self.form is not None and self.form.file.id == seen.id:
                self.form.file = seen
            if self.panel is not None and self.panel.of is not None and self.panel.of.id == seen.id:
                self.panel.of = replace(self.panel.of, revision=seen.revision)
        if self.form is not None and self.form.file.id != file.complaint.id:
            self.leave()

    def _write_step(self, of: Complaint, step: ComplaintStep) -> None:
        desk = self._session.desk
        told = self._step_words(of, step)
        self._write(lambda: change_complaint(desk, of.id, of.revision, step), told)

    def _step_words(self, of: Complaint, step: ComplaintStep) -> str:
        state = ComplaintState(step.state or of.state)
        named = self._words.label(f"complaint_state.{state}")
        return self._words.text("{name}: {value}", name=of.customer or of.plate or of.code, value=named)

    # saving

    def save(self) -> None:
        """Keep what is filled in."""
        if self._busy:
            return
        desk = self._session.desk
        if self.form is not None:
            self._write_step(self.form.file, self.form.step())
        elif self.panel is not None and self.panel.form.check():
            of, new, changes = self.panel.of, self.panel.value(), {}
            if of is None:
                self._write(lambda: open_complaint(desk, new), self._words.text("Complaint taken down."))
                return
            changes = self.panel.changes()
            self._write(lambda: edit_complaint(desk, of.id, of.revision, changes), self._words.text("Saved"))

    def _write(self, call: Callable[[], ComplaintKept], told: str) -> None:
        self._busy = True
        self._session.background.write(
            self,
            call,
            lambda kept: self._kept(kept, told),
            label=self._words.text("Saving…"),
            failed=self._refused,
        )

    def _kept(self, kept: ComplaintKept, told: str) -> None:
        self._busy = False
        form = self.form or (None if self.panel is None else self.panel.form)
        if kept.errors and form is not None:
            form.show_errors(kept.errors)
            return
        self._close()
        if kept.changed.act is not None:
            self._session.note(told, undo=kept.changed.act)
        if kept.id is not None:
            self._page.wanted(complaint=kept.id)
            self._page.look_at(kept.id)

    def _refused(self, why: Said) -> None:
        self._busy = False
        self._session.note(self._session.say(why), bad=True)
        if self._page.file.file is not None:
            self._refusing = True
            self._page.look_at(self._page.file.file.complaint.id)

    def leave(self) -> None:
        """Close what is open; what was entered is gone."""
        self._close()
        if self._page.file.file is None:
            self._page.beside.setVisible(False)

    def _close(self) -> None:
        if self.panel is not None:
            self._page.beside.removeWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
        if self.form is not None:
            self.form = None
            self._page.file.hold_step(None)
        self._page.edited.emit()

    def start(self) -> None:
        """Put the keyboard into what is open."""
        form = self.panel or self.form
        if form is not None:
            form.start()

    # what is half filled in

    def drafts(self) -> Sequence[Begun]:
        """What is half filled in."""
        if self.panel is not None and self.panel.is_changed:
            of, whom = self.panel.of, self.panel.whom
            slot = Slot(KIND, "new" if of is None else f"edit:{of.id}")
            title = self._words.text("Complaint: {name}", name=whom.shown or "…")
            return (Begun(slot, title, self.panel.held(), _about(whom.customer)),)
        if self.form is not None and self.form.is_changed:
            of = self.form.file
            title = self._words.text("Complaint: {name}", name=of.customer or of.code)
            held = {"step": self.form.state.value, "form": self.form.held()}
            return (Begun(Slot(KIND, f"step:{of.id}"), title, held, _about(of.customer_id)),)
        return ()

    def restore(self, begun: Iterable[Any]) -> None:
        """Fill in again what was half filled in before the language changed."""
        for data in begun:
            self.take_up(Begun.from_data(data))

    def take_up(self, begun: Begun) -> bool:
        """Be filled in again as it was; answers whether that was done."""
        kind, _, key = begun.slot.key.partition(":")
        if begun.slot.kind != KIND or self.unsaved:
            return False
        if kind == "new":
            self._show_panel(OpeningPanel(self._session, self._keeping(), Whom(*begun.held["whom"])))
            if self.panel is not None:
                self.panel.take_up(begun.held)
            return True
        if not key.isdigit():
            return False
        desk = self._session.desk

        def take(file: ComplaintFile) -> None:
            self._page.wanted(complaint=file.complaint.id)
            self._page.file.show_file(file)
            self._again(file, begun)

        self._session.background.read(self, lambda: complaint_file(desk, int(key)), take, key="draft")
        return True

    def _again(self, file: ComplaintFile, begun: Begun) -> None:
        if begun.slot.key.startswith("edit:"):
            self.correct()
            if self.panel is not None:
                self.panel.take_up(begun.held)
            return
        form = StepForm(self._session, ComplaintState(str(begun.held["step"])), file.complaint, self._page.people)
        self._show_step(form)
        form.take_up(begun.held["form"])
        self._page.took_up.emit(begun.slot)


def _about(customer: int | None) -> tuple[int, ...]:
    return () if customer is None else (customer,)
