"""Who works here: the accounts with their roles and rights, the idle minutes, and the end of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from dealerdesk.domain.accounts import LOCK_MINUTES
from dealerdesk.domain.rights import Right, Role
from dealerdesk.services.desk import Changed
from dealerdesk.services.staff.accounts import (
    AccountRow,
    accounts,
    add_account,
    change_account,
    close_account,
    rename_account,
    reopen_account,
    reset_password,
)
from dealerdesk.services.staff.first_manager import end_accounts
from dealerdesk.services.staff.locking import choose_lock_minutes, lock_minutes
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.forms import Choice, Form
from dealerdesk.ui.pages.settings.account_form import AccountForm
from dealerdesk.ui.pages.settings.password_panel import PasswordPanel
from dealerdesk.ui.pages.settings.people_table import account_columns
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.signing_in.manager_panel import ManagerPanel
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import boxed, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_MINUTES: Final = (0, 1, 2, 5, 10, 15, 30, 60)
_ROWS: Final = 6


class StaffSection(Section):
    """The accounts of the store; before there are any, the offer to begin with them."""

    code: ClassVar[str] = "staff"
    saves: bool = True
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        self._has = session.desk.actor.account is not None
        self._rows: tuple[AccountRow, ...] = ()
        self._kept_state: Values = {}
        self.manager = ManagerPanel(session)
        self.table = LazyTable(
            session, account_columns(self.words), name="accounts", title=self.words.text("Staff accounts")
        )
        self.editor = AccountForm(session)
        self.reset = PasswordPanel(session, "", self.words.text("Set the password"), own=False, new=True)
        self.end = PasswordPanel(session, "", self.words.text("End the accounts"), own=True, new=False)
        self.minutes = Choice(self._choices(LOCK_MINUTES), LOCK_MINUTES)
        self._lay_out()
        self._wire()

    # what a section does

    def load(self) -> None:
        """Ask for the accounts and the idle minutes."""
        desk = self.session.desk
        if self._has:
            self.session.background.read(
                self, lambda: (accounts(desk), lock_minutes(desk)), lambda found: self._arrived(*found), key="accounts"
            )

    def unsaved(self) -> bool:
        """Whether an account was changed, or a new one begun, and not saved."""
        return self._has and (bool(self._kept_state) or self._editing())

    def state(self) -> Values:
        """What was entered and not saved, but for passwords."""
        if not self._has:
            return dict(self.manager.state())
        if self._kept_state:
            return self._kept_state
        if not self._editing():
            return {}
        return {"account": None if self.editor.row is None else self.editor.row.id, **self.editor.values()}

    def restore(self, state: Values) -> None:
        """Have been changed like that; shown when the accounts arrive."""
        if not self._has:
            self.manager.restore(state)
        else:
            self._kept_state = dict(state)

    def take_up(self, held: Values) -> None:
        """Have been changed like that."""
        self.restore(held["changed"])
        if self._rows:
            self.load()

    def discard(self) -> None:
        """Show the chosen account as it is."""
        self._show_current()
        self._tell()

    def save(self) -> None:
        """Save the account, or add it."""
        if not self.editor.is_whole():
            return
        self.begin_saving()
        call = self._addition() if self.editor.is_new else self._changes()
        self.session.background.write(self, call, self._saved_account, failed=self._refused)

    def focus_first(self) -> None:
        """Begin with the accounts."""
        (self.table if self._has else self.manager.begin).setFocus()

    # what its actions do

    def add_account(self) -> None:
        """Ask for a new account."""
        if self._has and not self._editing():
            self._hide_panels()
            self.editor.show_new()
            self.editor.show()
            self.editor.name.setFocus()
            self._tell()

    def close_account(self) -> None:
        """Let the chosen person in no more."""
        self._change(close_account)

    def reopen_account(self) -> None:
        """Let the chosen person in again."""
        self._change(reopen_account)

    def reset_password(self) -> None:
        """Ask for another password of the chosen person."""
        if (chosen := self._chosen()) is not None:
            words = self.words
            self.editor.hide()
            self.reset.begin(
                words.text("A new password for {name}", name=chosen.name),
                words.text("Tell it to them; they can change it under My account."),
            )

    def end_accounts(self) -> None:
        """Ask for the password, to go back to one owner."""
        if self._has:
            self.editor.hide()
            self.end.begin(
                self.words.text("End the accounts: back to one owner"),
                self.words.text("Nobody signs in any more; whoever sits at this PC may do everything. Names stay."),
            )

    # writing

    def _addition(self) -> Callable[[], Changed]:
        desk, values, password = self.session.desk, self.editor.values(), self.editor.password.value()
        return lambda: add_account(
            desk,
            values["name"],
            Role(values["role"]),
            password,
            _rights(values["granted"]),
            _rights(values["withheld"]),
        )

    def _changes(self) -> Callable[[], Changed]:
        """Save the name first, then role and rights; each is one act."""
        desk, values, before = self.session.desk, self.editor.values(), cast("AccountRow", self.editor.row)

        def change() -> Changed:
            changed = change_account(
                desk,
                before.id,
                before.revision,
                role=Role(values["role"]),
                granted=_rights(values["granted"]),
                withheld=_rights(values["withheld"]),
            )
            if values["name"] == before.name:
                return changed
            now = next(account for account in accounts(desk) if account.id == before.id)
            renamed = rename_account(desk, before.id, now.revision, values["name"])
            return Changed(changed.kinds | renamed.kinds, renamed.act)

        return change

    def _saved_account(self, _changed: Changed) -> None:
        self.editor.hide()
        self.editor.show_new()  # what was typed is kept now: nothing of it waits any more
        self.busy = False
        self.setEnabled(True)
        self.session.note(self.words.text("Saved."))
        self._tell()
        self.load()

    def _refused(self, why: Said) -> None:
        self.busy = False
        self.setEnabled(True)
        self.editor.refused(why)
        self._tell()

    def _change(self, does: Callable[[Any, int, int], Changed]) -> None:
        chosen, desk = self._chosen(), self.session.desk
        if chosen is None or self._editing() or self.busy:
            return
        self.busy = True

        def done(_changed: Changed | None = None) -> None:
            self.busy = False

        def refused(why: Said) -> None:
            self.busy = False
            self._tell_trouble(self.session.say(why))

        self._tell_trouble("")
        self.session.background.write(self, lambda: does(desk, chosen.id, chosen.revision), done, failed=refused)

    def _reset(self, _own: str, new: str) -> None:
        chosen, desk = self._chosen(), self.session.desk
        if chosen is None:
            return

        def done(_changed: Changed) -> None:
            self.reset.clear()
            self._leave_panels()
            self.session.note(self.words.text("{name} has a new password.", name=chosen.name))

        self.session.background.write(
            self, lambda: reset_password(desk, chosen.id, new), done, failed=self.reset.refused
        )

    def _end(self, own: str, _new: str) -> None:
        desk = self.session.desk
        self.session.background.write(
            self, lambda: end_accounts(desk, own), lambda _done: self.end.clear(), failed=self.end.refused
        )

    def _choose_minutes(self) -> None:
        desk, minutes = self.session.desk, self.minutes.value()
        if isinstance(minutes, int):
            self.session.background.write(self, lambda: choose_lock_minutes(desk, minutes))

    # showing

    def _arrived(self, rows: tuple[AccountRow, ...], minutes: int) -> None:
        chosen = self.table.current_id()
        self._rows = rows
        self.minutes.offer(self._choices(minutes), minutes)
        self.table.show_rows(rows, keep=True)
        kept, self._kept_state = self._kept_state, {}
        if kept:
            self._take_up(kept)
        elif not self._editing():
            if not self.table.go_to(chosen if chosen is not None else rows[0].id):
                self.table.go_to(rows[0].id)
            self._show_current()
        self._tell()

    def _take_up(self, kept: Values) -> None:
        """Go on with what was entered before the window was made anew."""
        account = kept.get("account")
        found = next((row for row in self._rows if row.id == account), None)
        if found is not None:
            self.table.go_to(found.id)
            self.editor.show_account(found)
        else:
            self.editor.show_new()
        self.editor.fill(kept)
        self.editor.show()

    def _picked(self) -> None:
        if not self._editing() and not self.busy:
            self._show_current()
        self._tell()

    def _show_current(self) -> None:
        self._tell_trouble("")
        self._hide_panels()
        chosen = self._chosen()
        self.editor.setVisible(chosen is not None)
        if chosen is not None:
            self.editor.show_account(chosen)

    def _editing(self) -> bool:
        """Whether something stands in the form that is not so yet."""
        return not self.editor.isHidden() and self.editor.entered()

    def _chosen(self) -> AccountRow | None:
        return cast("AccountRow | None", self.table.current())

    def _hide_panels(self) -> None:
        self.reset.hide()
        self.end.hide()

    def _leave_panels(self) -> None:
        self._show_current()
        self.table.setFocus()

    def _tell(self) -> None:
        """Offer what can be done with the chosen account; while one is being changed, nothing else."""
        chosen, free = self._chosen(), not self._editing()
        self.table.setEnabled(free)
        self.add.setEnabled(free)
        self.close_it.setVisible(chosen is None or chosen.closed_on is None)
        self.reopen_it.setVisible(chosen is not None and chosen.closed_on is not None)
        for press in (self.close_it, self.reopen_it, self.reset_it):
            press.setEnabled(free and chosen is not None)
        self.edited.emit()

    def _tell_trouble(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _choices(self, minutes: int) -> list[tuple[int, str]]:
        words = self.words
        return [
            (n, words.ntext("{n} minute", "{n} minutes", n) if n else words.text("Never"))
            for n in sorted({*_MINUTES, minutes})
        ]

    def _wire(self) -> None:
        self.table.picked.connect(lambda _row: self._picked())
        self.editor.edited.connect(self._tell)
        self.reset.entered.connect(self._reset)
        self.end.entered.connect(self._end)
        for panel in (self.reset, self.end):
            panel.left.connect(self._leave_panels)
        self.minutes.chosen.connect(self._choose_minutes)

    def _lay_out(self) -> None:
        words = self.words
        self.add = self.button("settings.add_account")
        self.close_it, self.reopen_it = self.button("settings.close_account"), self.button("settings.reopen_account")
        self.reset_it, self.end_it = self.button("settings.reset_password"), self.button("settings.end_accounts")
        self.trouble = label("", "error", wrap=True)
        self.trouble.hide()
        self.table.setFixedHeight(self.session.theme.px(32 * _ROWS + 44))
        form = Form()
        self.minutes.setFixedWidth(self.session.theme.px(140))
        form.add(
            "minutes",
            words.text("Lock after"),
            self.minutes,
            help=words.text("Minutes in which nobody touches keyboard or mouse. Ctrl+Alt+L locks at once."),
        )
        about = muted(words.text("Everybody signs in by name and password, or quickly by a PIN of their own."))
        presses = flowing(self.add, self.reset_it, self.close_it, self.reopen_it)
        card = boxed(column(self.editor, self.reset, self.end, margins=(14, 12, 14, 12)), "panel")
        for panel in (self.editor, self.reset, self.end):
            panel.hide()
        parts = (about, self.table, presses, self.trouble, card, form, row(self.end_it, None))
        whole = boxed(column(*parts, None, gap=10, margins=(0, 0, 12, 0)))
        (self.manager if self._has else whole).hide()
        inside = boxed(column(self.manager, whole, None, gap=0))
        inside.setMaximumWidth(self.session.theme.px(900))
        self.setLayout(column(scrolling(inside), gap=0))


def _rights(names: list[str]) -> frozenset[Right]:
    return frozenset(map(Right, names))
