"""The recycle bin: what was deleted, bringing it back with all that hung on it, and getting rid of it for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from dealerdesk.services.desk import Right
from dealerdesk.services.recycling import deleted_things, purge_deleted, restore_deleted
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import EmptyState, boxed, button, column, label, muted, row
from dealerdesk.words.audit import record_name, use_case_name, who_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from dealerdesk.services.desk import Changed
    from dealerdesk.services.recycling import DeletedThing, Purged
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_TOLD = ("customer", "vehicle", "visit", "task", "call")
"""The records that are counted for people; plates and the like belong to them."""


class _BinRow(NamedTuple):
    """What was deleted, as the table takes it."""

    id: int
    thing: DeletedThing


class BinSection(Section):
    """The deletions as a table, and what can be done with them."""

    code: ClassVar[str] = "bin"
    saves: bool = False
    right: ClassVar[Right] = Right.DELETE

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self.table = LazyTable(session, self._columns(), name="bin", title=words.text("Recycle bin"))
        self._restore, self._purge = button("settings.restore_deleted"), button("settings.purge_deleted")
        self.sure = self._ask_first()
        self.empty = EmptyState(
            words.text("The recycle bin is empty"),
            words.text("Deleted customers, cars, visits and list views stand here until they are restored or purged."),
        )
        told = muted(words.text("What is restored comes back with all its plates, visits, tasks and calls."))
        self._full = boxed(column(told, self.table, row(self._restore, self._purge, None), self.sure, gap=8))
        laid = column(self.empty, self._full, gap=0)
        self.setLayout(laid)
        self._full.hide()
        self.table.opened.connect(lambda _row: self.restore_deleted())
        self.table.picked.connect(lambda _row: self.sure.hide())

    def load(self) -> None:
        """Look anew at what was deleted."""
        desk = self.session.desk
        self.session.background.read(self, lambda: deleted_things(desk), self._take, key="load")

    def focus_first(self) -> None:
        """Begin at the table."""
        self.table.setFocus()

    def restore_deleted(self) -> None:
        """Bring back what the current row deleted."""
        act, desk, words = self.table.current_id(), self.session.desk, self.words
        if act is None:
            self.session.note(words.text("Nothing is chosen."), bad=True)
            return

        def done(changed: Changed) -> None:
            self.session.note(words.text("Restored."), undo=changed.act)
            self.load()

        self.session.background.write(self, lambda: restore_deleted(desk, act), done, label=words.text("Restoring"))

    def purge_deleted(self) -> None:
        """Ask whether the selected rows are to go for good."""
        chosen = self.table.selected_ids()
        if not chosen:
            self.session.note(self.words.text("Nothing is chosen."), bad=True)
            return
        self._question.setText(
            self.words.ntext(
                "Delete {n} entry for good? It cannot be restored, and the audit trail no longer tells what it was.",
                "Delete {n} entries for good? They cannot be restored, and the audit trail no longer tells what they"
                " were.",
                len(chosen),
            )
        )
        self.sure.show()
        self._no.setFocus()

    def _do_purge(self) -> None:
        chosen, desk, words = self.table.selected_ids(), self.session.desk, self.words
        self.sure.hide()

        def done(purged: Purged) -> None:
            n = purged.deletions
            self.session.note(words.ntext("{n} entry deleted for good.", "{n} entries deleted for good.", n))
            self.load()

        self.session.background.write(self, lambda: purge_deleted(desk, chosen), done, label=words.text("Deleting"))

    def _take(self, found: tuple[DeletedThing, ...]) -> None:
        self.empty.setVisible(not found)
        self._full.setVisible(bool(found))
        self.sure.hide()
        self.table.show_rows([_BinRow(thing.act, thing) for thing in found], keep=True)

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words
        return (
            TableColumn(
                "when", words.text("Deleted"), lambda r: words.moment(r.thing.at.astimezone()), 168, sort=False
            ),
            TableColumn("who", words.text("By"), lambda r: who_name(words, r.thing.who), 100, sort=False),
            TableColumn("what", words.text("What"), lambda r: use_case_name(words, r.thing.use_case), 130, sort=False),
            TableColumn("names", words.text("Name"), self._names, 200, sort=False, bold=True),
            TableColumn("records", words.text("With"), self._records, 200, sort=False),
        )

    def _names(self, each: _BinRow) -> str:
        return self.words.formats.enumeration(each.thing.names)

    def _records(self, each: _BinRow) -> str:
        counted = dict(each.thing.records)
        told = (f"{record_name(self.words, table)} {counted[table]}" for table in _TOLD if table in counted)
        return self.words.formats.enumeration(told)

    def _ask_first(self) -> QFrame:
        words = self.words
        self._question = label("", "strong", wrap=True)
        yes = button(words.text("Delete for good"), self._do_purge, kind="primary")
        self._no = button(words.text("Keep it"), self._leave)
        asked = boxed(column(self._question, row(yes, self._no, None), margins=(12, 10, 12, 10)), "banner")
        asked.hide()
        return asked

    def _leave(self) -> None:
        self.sure.hide()
        self.table.setFocus()
