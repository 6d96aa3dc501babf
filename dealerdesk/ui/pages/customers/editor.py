"""Editing the file that is shown: the form, saving it with an Undo, and what happens when others were quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from dealerdesk.services.customers.editing import edit_file
from dealerdesk.services.customers.file import customer_file
from dealerdesk.ui.begun import begun_of
from dealerdesk.ui.pages.customers.edit_form import EditForm
from dealerdesk.ui.pages.customers.half_filled import HalfFilled, begun_in, slot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.customer_file import CustomerFile
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.customers.editing import CustomerEdit, Edited
    from dealerdesk.ui.begun import Begun
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session

_OTHERS: Final = frozenset({"edit.changed_meanwhile", "record.changed_meanwhile"})
"""What is said when somebody else was quicker."""


class Editor(QObject):
    """Turns the file that is shown into a form, and back."""

    def __init__(self, session: Session, panel: FilePanel, page: Page) -> None:
        super().__init__(page)
        self._session, self._panel, self._page = session, panel, page
        self.form: EditForm | None = None
        self._dropped: EditForm | None = None
        self._show_buttons()
        self.returning = HalfFilled(session, panel, page, self._return)
        """What was entered before, on its way back into a form."""

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of editing do."""
        return {
            "customers.edit": self.open,
            "customers.add_phone": self.add_phone,
            "customers.save": self.save,
        }

    @property
    def is_open(self) -> bool:
        """Whether a form stands in the place of the file."""
        return self.form is not None

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not in the store."""
        return self.form is not None and self.form.is_changed

    @property
    def field_in_focus(self) -> tuple[str, str] | None:
        """The record and the name of the field that the keyboard is in."""
        return None if self.form is None else self.form.field_in_focus

    def holds(self) -> bool:
        """Whether what was entered keeps the file where it is: then that is said."""
        if self.unsaved:
            words = self._session.words
            self._session.note(words.text("Save what you entered (Ctrl+S), or cancel it (Esc), first."), bad=True)
        return self.unsaved

    def open(self) -> None:
        """Edit the file that is shown, beginning at the fact that the keyboard is at."""
        file, fact = self._panel.file, self._panel.facts.fact
        if file is None or self.is_open or (file.person is None and file.car is None):
            return
        waits = self._page.waiting.get(slot_of(file))
        if waits is not None:
            begun = begun_of(waits)
            self._page.took_up.emit(begun.slot)
            self.returning.fetch(begun)
            return
        at = (fact.record, fact.field) if fact is not None else ("customer", "name")
        self._make_form(file).focus_field(*at)

    def drafts(self) -> tuple[Begun, ...]:
        """What is half filled in, and what is on its way back."""
        coming = self.returning.coming
        open_form = (begun_in(self.form),) if self.form is not None and self.unsaved else ()
        return open_form if coming is None or coming.slot in {one.slot for one in open_form} else (*open_form, coming)

    def take_up(self, begun: Begun) -> bool:
        """Go to the file that was being edited, and open its form as it was; not while another form is open."""
        if self.unsaved:
            return self.form is not None and begun.slot == slot_of(self.form.file)
        self.close()
        self.returning.fetch(begun)
        return True

    def _return(self, begun: Begun) -> None:
        """Open the form of the file that is shown as it was left."""
        file = self._panel.file
        if file is None or self.is_open or slot_of(file) != begun.slot:
            return
        form = self._make_form(file)
        form.take_up(begun.held)
        form.focus_field(*(begun.held["at"] or ("customer", "name")))

    def _make_form(self, file: CustomerFile) -> EditForm:
        self._forget_dropped()
        form = EditForm(self._session, file, self._page.button("customers.add_phone"))
        form.edited.connect(self._page.edited)
        form.elsewhere.connect(self._look_elsewhere)
        self._show_form(form)
        return form

    def close(self) -> None:
        """Show the file again, without what was entered."""
        if self.form is not None:
            form, self.form = self.form, None
            self._panel.hide_form(form)
            form.deleteLater()
            self._show_buttons()
            self._page.edited.emit()

    def cancel(self) -> None:
        """Drop what was entered; a note can bring it back."""
        form = self.form
        if form is None:
            return
        if self._panel.shows_form(form):
            changed, self.form = form.is_changed, None
            self._panel.hide_form(form)
            self._show_buttons()
            self._panel.facts.setFocus()
            self._dropped = form
            self._page.edited.emit()
            if changed:
                words = self._session.words
                bring_back = (words.text("Bring it back"), self._bring_back)
                self._session.note(words.text("What you entered was dropped."), act=bring_back)
        else:  # the history of a field stands before the form
            self._panel.show_form(form)
            form.setFocus()

    def _look_elsewhere(self, customer: int) -> None:
        """Look at the file of another customer; the form opens as it was left when one comes back to this one."""
        if self.form is not None:
            begun = begun_in(self.form)
            self.close()
            self.returning.coming = begun
            self._session.open("customers", customer=customer)

    def add_phone(self) -> None:
        """Make room for another number, opening the form if need be."""
        if not self.is_open:
            self.open()
        if self.form is not None and self.form.phones is not None:
            self.form.phones.add()
            self.form.follow(self._panel.last_of_head)

    def show_history(self, field: tuple[str, str]) -> None:
        """Show how a field came to be what it is; Esc leads back to the form."""
        self._panel.show_tabs()
        self._panel.show_history(field)

    def save(self) -> None:
        """Write what was entered."""
        form = self.form
        if form is None:
            return
        customer, vehicle = form.customer_edit(), form.vehicle_edit()
        if customer is None and vehicle is None:
            self._leave()
            return
        desk = self._session.desk
        self._page.action("customers.save").setEnabled(False)
        self._session.background.write(
            self,
            lambda: edit_file(desk, customer, vehicle),
            lambda edited: self._saved(form, edited, customer),
            label=self._session.words.text("Saving"),
            failed=lambda why: self._refused(form, why),
        )

    def _saved(self, form: EditForm, edited: Edited, customer: CustomerEdit | None) -> None:
        self._page.action("customers.save").setEnabled(True)
        if form is not self.form:
            return
        if edited.errors:
            self._panel.show_form(form)
            form.show_errors(edited.errors)
            return
        file = form.file
        name = file.person.name if file.person is not None else (file.car.plate or "" if file.car is not None else "")
        name = str(customer.changes.get("name") or name) if customer is not None else name
        self._leave()
        if edited.changed.act is not None:
            self._session.note(self._session.words.text("Saved: {name}", name=name), undo=edited.changed.act)

    def _refused(self, form: EditForm, why: Said) -> None:
        self._page.action("customers.save").setEnabled(True)
        self._session.note(self._session.say(why), bad=True)
        car, person, desk = form.file.car, form.file.person, self._session.desk
        if why.code not in _OTHERS or form is not self.form:
            return
        of = {"vehicle": car.id} if car is not None else {"customer": person.id if person is not None else 0}
        self._session.background.read(
            self, lambda: customer_file(desk, **of), lambda fresh: self._rebase(form, fresh), key="rebase"
        )

    def _rebase(self, form: EditForm, fresh: CustomerFile) -> None:
        if form is self.form and _whose(form.file) == _whose(fresh):
            form.rebase(fresh)
        elif form is self.form:
            self._leave()  # another owner by now: what was entered belongs to nobody here

    def _leave(self) -> None:
        self.close()
        self._panel.reload()
        self._panel.facts.setFocus()

    def _bring_back(self) -> None:
        form, file = self._dropped, self._panel.file
        if form is None or self.is_open or file is None or _whose(file) != _whose(form.file):
            self._forget_dropped()
            return
        self._dropped = None
        self._show_form(form)
        form.setFocus()
        self._page.edited.emit()

    def _show_form(self, form: EditForm) -> None:
        self.form = form
        self._panel.show_form(form)
        form.follow(self._panel.last_of_head)
        self._show_buttons()

    def _forget_dropped(self) -> None:
        if self._dropped is not None:
            self._dropped.deleteLater()
            self._dropped = None

    def _show_buttons(self) -> None:
        """Save and cancel while there is a form; else edit."""
        self._panel.head.show_buttons(editing=self.is_open)


def _whose(file: CustomerFile) -> tuple[int | None, int | None]:
    return (file.person.id if file.person is not None else None, file.chosen)
