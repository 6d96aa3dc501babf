"""The kinds of visit that reception chooses from: their names and order, and what each means for the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rights import Right
from dealerdesk.domain.visit_kinds import VisitKind, Workshop
from dealerdesk.services.reception.kinds import change_visit_kinds, visit_kinds
from dealerdesk.ui.forms import Choice, Form, LineEdit
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.reception.kinds import KindsKept
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_ROWS_SHOWN: Final = 9


class KindRow(NamedTuple):
    """A row of the table; `id` is its place from 1."""

    id: int
    kind: VisitKind


class KindsSection(Section):
    """A table of kinds, and the fields of the one that is chosen."""

    code: ClassVar[str] = "kinds"
    right: ClassVar[Right] = Right.POLICIES

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._kinds: list[VisitKind] = []
        self._errors: Mapping[str, Said] = {}
        self._filling = False
        self.table = LazyTable(session, self._columns(), name="kinds", title=words.text("Kinds of visit"))
        self.form = Form()
        self.name = self.form.add("name", words.text("Kind"), LineEdit())
        self.maintenance = self._yes_no("maintenance", words.text("Is maintenance"))
        self.counts = self._yes_no("counts", words.text("Counts as a visit"))
        workshops: list[tuple[object, str]] = [(one.value, words.label(f"workshop.{one}")) for one in Workshop]
        self.workshop = self.form.add("workshop", words.text("Workshop"), Choice(workshops))
        self._buttons = [button(f"settings.{name}") for name in ("add_kind", "remove_kind", "kind_up", "kind_down")]
        self._lay_out()
        self.table.picked.connect(self._picked)
        self.form.on_change(self._typed)

    def load(self) -> None:
        """Ask for the kinds."""
        desk = self.session.desk
        self.session.background.read(
            self, lambda: visit_kinds(desk), lambda kinds: self.arrived({"kinds": _plain(kinds)}), key="load"
        )

    def save(self) -> None:
        """Save the kinds in their order; what is wrong is said beside the name."""
        if self.busy:
            return
        desk, wanted = self.session.desk, tuple(self._kinds)
        self.begin_saving()
        self.session.background.write(self, lambda: change_visit_kinds(desk, wanted), self._kept, failed=self._refused)

    def values(self) -> Values:
        """Every kind, as typed."""
        return {"kinds": _plain(self._kinds)}

    def fill(self, values: Values) -> None:
        """Show these kinds."""
        self._errors = {}
        self._kinds = [
            VisitKind(name, maintenance, counts, Workshop(workshop), key, revision)
            for name, maintenance, counts, workshop, key, revision in values["kinds"]
        ]
        self._show(self._place() or 0)

    def focus_first(self) -> None:
        """Begin with the table."""
        self.table.setFocus()

    def add_kind(self) -> None:
        """Add a kind behind the one that is chosen."""
        place = self._place()
        at = len(self._kinds) if place is None else place + 1
        self._kinds.insert(at, VisitKind(""))
        self._show(at)
        self.edited.emit()
        self.name.setFocus()

    def remove_kind(self) -> None:
        """Offer the kind that is chosen no more; visits keep its name."""
        place = self._place()
        if place is not None and len(self._kinds) > 1:
            del self._kinds[place]
            self._show(min(place, len(self._kinds) - 1))
            self.edited.emit()

    def kind_up(self) -> None:
        """Offer the kind that is chosen before the one above it."""
        self._move(-1)

    def kind_down(self) -> None:
        """Offer the kind that is chosen behind the one below it."""
        self._move(1)

    def _move(self, by: int) -> None:
        place = self._place()
        if place is not None and 0 <= place + by < len(self._kinds):
            self._kinds.insert(place + by, self._kinds.pop(place))
            self._show(place + by)
            self.edited.emit()

    def _kept(self, kept: KindsKept) -> None:
        self._errors = kept.errors
        self.end_saving(saved=not kept.errors, undo=kept.changed.act)
        if kept.errors:
            self._show(min(int(place) for place in kept.errors))
            self.name.setFocus()

    def _refused(self, why: Said) -> None:
        self.end_saving(saved=False)
        self.session.note(self.session.say(why), bad=True)
        self.load()

    def _place(self) -> int | None:
        current = self.table.current_id()
        return None if current is None or current > len(self._kinds) else current - 1

    def _show(self, place: int) -> None:
        self._filling = True
        self.table.show_rows([KindRow(at + 1, kind) for at, kind in enumerate(self._kinds)])
        self._filling = False
        if self._kinds:
            self.table.selectRow(place)
            self._picked(KindRow(place + 1, self._kinds[place]))

    def _picked(self, chosen: KindRow | None) -> None:
        if chosen is None or self._filling:
            return
        self._filling = True
        kind = chosen.kind
        if self.name.value() != kind.name.strip():
            self.name.set_value(kind.name)
        self.maintenance.set_value(kind.maintenance)
        self.counts.set_value(kind.counts)
        self.workshop.set_value(kind.workshop.value)
        wrong = self._errors.get(str(chosen.id - 1))
        self.form.error("name", "" if wrong is None else self.session.say(wrong))
        self._filling = False

    def _typed(self) -> None:
        """Take what was typed into the chosen kind."""
        place = self._place()
        if self._filling or place is None:
            return
        before = self._kinds[place]
        self._kinds[place] = VisitKind(
            self.name.value(),
            self.maintenance.value() is True,
            self.counts.value() is True,
            Workshop(str(self.workshop.value())),
            before.id,
            before.revision,
        )
        self._errors = {}
        self._show(place)
        self.edited.emit()

    def _yes_no(self, name: str, text: str) -> Choice:
        words = self.words
        answers: list[tuple[object, str]] = [(on, words.yes_no(answer=on)) for on in (True, False)]
        return self.form.add(name, text, Choice(answers))

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words
        return (
            TableColumn("name", words.text("Kind"), lambda one: one.kind.name or "…", 200, sort=False, bold=True),
            TableColumn(
                "maintenance",
                words.text("Is maintenance"),
                lambda one: words.yes_no(answer=one.kind.maintenance),
                130,
                sort=False,
            ),
            TableColumn(
                "counts", words.text("Counts as a visit"), lambda one: words.yes_no(answer=one.kind.counts), 150,
                sort=False,
            ),
            TableColumn(
                "workshop", words.text("Workshop"), lambda one: words.label(f"workshop.{one.kind.workshop}"), 150,
                sort=False,
            ),
        )  # fmt: skip

    def _lay_out(self) -> None:
        px, words = self.session.theme.px, self.words
        self.table.setFixedHeight(px(32) * (_ROWS_SHOWN + 1) + 6)
        told = muted(
            words.text(
                "Reception chooses from these, by their number. A change holds from now on: visits that are "
                "logged keep what their kind meant then."
            )
        )
        inside = QWidget()
        parts = (
            label(words.text("Kinds of visit"), "section"),
            told,
            self.table,
            row(*self._buttons, None),
            self.form,
            None,
        )
        inside.setLayout(column(*parts, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(px(820))
        self.setLayout(column(scrolling(inside)))


def _plain(kinds: Sequence[VisitKind]) -> list[list[object]]:
    return [[kind.name, kind.maintenance, kind.counts, kind.workshop.value, kind.id, kind.revision] for kind in kinds]
