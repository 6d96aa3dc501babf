"""The account of one member of staff as a form: name, role and rights, and the first password of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rights import Right, Role
from dealerdesk.ui.forms import Choice, Form, LineEdit
from dealerdesk.ui.pages.settings.rights_box import RightsBox
from dealerdesk.ui.signing_in.fields import add_new_password, same_twice
from dealerdesk.ui.widgets import column, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.staff.accounts import AccountRow
    from dealerdesk.ui.session import Session

Values = dict[str, Any]

_FIELD_OF = {
    "accounts.short_password": "password",
    "accounts.long_password": "password",
    "accounts.last_manager": "role",
    "accounts.beyond_own": "role",
}


class AccountForm(QWidget):
    """The fields of an account, of one that is there or of a new one."""

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.row: AccountRow | None = None
        self.title = label("", "strong")
        self.form, self.passwords = Form(), Form()
        self.name = self.form.add("name", words.text("Name"), LineEdit())
        self.role = Choice([(role, words.label(f"role.{role}")) for role in Role], Role.RECEPTIONIST)
        self.role.setFixedWidth(session.theme.px(200))
        self.form.add("role", words.text("Role"), self.role)
        self.rights = self.form.add("rights", words.text("Rights"), RightsBox(session))
        self.password, self.again = add_new_password(self.passwords, words)
        self.role.chosen.connect(self._role_chosen)
        self.form.on_change(self.edited.emit)
        self.passwords.on_change(self.edited.emit)
        self.setLayout(column(self.title, self.form, self.passwords, gap=6))
        self.show_new()

    @property
    def is_new(self) -> bool:
        """Whether the form is about an account that is not there yet."""
        return self.row is None

    def show_account(self, row: AccountRow) -> None:
        """Show an account that is there."""
        self.row = row
        self.title.setText(self._session.words.text("{name}'s account", name=row.name))
        self.passwords.hide()
        self.fill(values_of(row))

    def show_new(self) -> None:
        """Ask for a new account."""
        self.row = None
        self.title.setText(self._session.words.text("A new account"))
        self.passwords.show()
        self.password.clear()
        self.again.clear()
        self.fill(values_of(None))

    def values(self) -> Values:
        """What the fields hold, but for passwords."""
        return {
            "name": self.name.value(),
            "role": str(self.role.value()),
            "granted": sorted(self.rights.granted()),
            "withheld": sorted(self.rights.withheld()),
        }

    def fill(self, values: Mapping[str, Any]) -> None:
        """Let the fields hold something."""
        role = Role(values["role"])
        self.name.set_value(values["name"])
        self.role.set_value(role)
        self.rights.show_rights(role, map(Right, values["granted"]), map(Right, values["withheld"]))
        self.form.clear_errors()
        self.passwords.clear_errors()

    def changed(self) -> Values:
        """What the fields hold that is not so yet."""
        before = values_of(self.row)
        return {name: value for name, value in self.values().items() if value != before[name]}

    def entered(self) -> bool:
        """Whether anything is not so yet."""
        return bool(self.changed()) or (self.is_new and bool(self.password.value() or self.again.value()))

    def is_whole(self) -> bool:
        """Whether everything that is needed is there; the form says what is not."""
        words = self._session.words
        if not self.name.value():
            self.form.show_errors({"name": words.text("Enter a name.")})
            return False
        return not self.is_new or same_twice(self.passwords, words, self.password, self.again)

    def refused(self, why: Said) -> None:
        """Say beside the field that it is about why nothing was saved."""
        field = _FIELD_OF.get(why.code, "name")
        (self.passwords if field == "password" else self.form).show_errors({field: self._session.say(why)})

    def _role_chosen(self) -> None:
        self.rights.choose_role(Role(str(self.role.value())))


def values_of(row: AccountRow | None) -> Values:
    """What the form shows of an account, or of a new one at first."""
    if row is None:
        return {"name": "", "role": str(Role.RECEPTIONIST), "granted": [], "withheld": []}
    return {
        "name": row.name,
        "role": str(row.role),
        "granted": sorted(row.granted),
        "withheld": sorted(row.withheld),
    }
