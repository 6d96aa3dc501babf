"""The strip below a call: a key for everything that can come of it, and what the next key will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from dealerdesk.ui.actions.calls import DISPOSITIONS
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.pages.calls.results import will
from dealerdesk.ui.widgets import column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.ui.session import Session

_NAMES: Final = 72
"""The width of the names of the two rows."""

NOT_REACHED: Final = (
    "calls.no_answer",
    "calls.busy",
    "calls.powered_off",
    "calls.out_of_service",
    "calls.wrong_number",
    "calls.wrong_person",
)
REACHED: Final = (
    "calls.later",
    "calls.interested",
    "calls.refused",
    "calls.hung_up",
    "calls.appointment",
    "calls.complaint",
    "calls.not_due",
    "calls.serviced_elsewhere",
    "calls.used_elsewhere",
    "calls.car_sold",
    "calls.do_not_call",
    "calls.flag",
)


class Strip(QFrame):
    """The results by their keys; the one that the script proposes stands out at the right."""

    def __init__(self, session: Session, button: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session, self._words = session, session.words
        self.finish = button("calls.finish", self._with_keys("calls.finish"))
        self.finish.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._will = label("", "small", wrap=True)
        words = self._words
        first = row(self._row(words.text("Not reached"), NOT_REACHED, button), self.finish, gap=8)
        first.setStretch(0, 1)
        reached = self._row(words.text("Reached"), REACHED, button)
        self._will.setContentsMargins(session.theme.px(_NAMES) + 12, 0, 0, 0)
        self.setLayout(column(first, reached, self._will, gap=2, margins=(10, 5, 10, 5)))
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _row(self, name: str, actions: tuple[str, ...], button: Callable[..., QPushButton]) -> QWidget:
        made = []
        for action in actions:
            one = button(action, self._with_keys(action), kind="quiet")
            if action in DISPOSITIONS and action != "calls.do_not_call":
                one.setToolTip(will(self._words, DISPOSITIONS[action]))
            made.append(one)
        told = label(name, "small")
        told.setFixedWidth(self._session.theme.px(_NAMES))
        told.setContentsMargins(0, 6, 0, 0)
        part = QWidget()
        buttons = QWidget()
        buttons.setLayout(flowing(*made, gap=2))
        laid = row(told, buttons, gap=4)
        laid.setStretch(1, 1)
        part.setLayout(laid)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        part.setSizePolicy(policy)
        return part

    def _with_keys(self, name: str) -> str:
        """The words of an action with its key before them: whoever calls has no hand free for looking it up."""
        action = ACTIONS[name]
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
        return f"{keys.replace('Shift+', '⇧')}  {self._words.text(action.words)}".strip()

    def tell(self, result: str, also: str) -> None:
        """Say what the key that finishes will do: the result, and what else."""
        words = self._words
        keys = self._with_keys("calls.finish").split("  ")[0]
        text = words.text("{keys}  Finish: {result}", keys=keys, result=result) if result else ""
        self.finish.setText(text or self._with_keys("calls.finish"))
        self.finish.setAccessibleName(self.finish.text())
        self._will.setText(also)
