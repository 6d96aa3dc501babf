"""What the two sections of numbers have in common: rules that are held and wanted, counted before they are saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dealerdesk.domain.rules import Rules, needs_refolding
from dealerdesk.services.desk import Right
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.settings import rules_of
from dealerdesk.ui.pages.settings.moves_panel import MovesPanel
from dealerdesk.ui.pages.settings.section import Section

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.settings.section import Button, Values
    from dealerdesk.ui.session import Session


class RuledSection(Section):
    """A section whose fields make rules out of those that the store goes by."""

    right: ClassVar[Right] = Right.POLICIES

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        self.held = Rules()
        self.moves = MovesPanel(session, button("settings.count"))
        self.edited.connect(self._look)

    def wanted(self) -> Rules | None:
        """The rules that the fields ask for; None where something in them is wrong, which is said beside it."""
        raise NotImplementedError

    def values_of(self, rules: Rules) -> Values:
        """What the fields hold for these rules."""
        raise NotImplementedError

    def load(self) -> None:
        """Ask for the rules that the store goes by."""
        self.session.background.read(self, lambda: rules_of(self.session.desk), self._arrived, key="load")

    def count(self) -> None:
        """Count now what the change would move."""
        self.moves.look_at(self.held, self.wanted() if self.unsaved() else self.held, at_once=True)

    def save(self) -> None:
        """Let the store go by the wanted rules; where histories must be folded again, with progress."""
        wanted = self.wanted()
        if wanted is None:
            self.show_wrong()
            return
        held, desk, background = self.held, self.session.desk, self.session.background
        self.begin_saving()
        self.moves.stop()
        if not needs_refolding(held, wanted):
            background.write(self, lambda: change_rules(desk, wanted, seen=held), self._done, failed=self._refused)
            return

        def rebuild(progress: Progress) -> object:
            return change_rules(desk, wanted, progress, progress.cancelled, held)

        label = self.words.text("Reckoning every vehicle by the new numbers")
        background.work(self, rebuild, self._done, label=label, failed=self._refused, use_case="change-rules")

    def show_wrong(self) -> None:
        """Go to the first field that is wrong."""

    def _arrived(self, rules: Rules) -> None:
        self.held = rules
        self.arrived(self.values_of(rules))

    def _done(self, _result: object) -> None:
        self.end_saving(saved=True)
        self.load()

    def _refused(self, why: Said) -> None:
        self.end_saving(saved=False)
        self.session.note(self.session.say(why), bad=True)
        self.load()

    def _look(self) -> None:
        if self.busy:
            return
        self.moves.look_at(self.held, self.wanted() if self.unsaved() else self.held)
