"""The rights of an account as ticks: what the role brings by itself, what was granted beyond it, what was withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from dealerdesk.domain.rights import ALWAYS, RIGHTS_OF, Right, Role
from dealerdesk.ui.widgets import muted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.ui.session import Session

_COLUMNS: Final = 3


class RightsBox(QWidget):
    """A tick for every right that can be given or refused; nobody gives what they have not themselves."""

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._role = Role.RECEPTIONIST
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[Right, QCheckBox] = {}
        choosable = [right for right in Right if right not in ALWAYS]
        rows = -(-len(choosable) // _COLUMNS)
        for place, right in enumerate(choosable):
            box = QCheckBox()
            box.clicked.connect(self._ticked)
            self.boxes[right] = box
            grid.addWidget(box, place % rows, place // rows)
        self._told = muted(session.words.text("Everybody who signs in may see and search what is theirs to see."))
        grid.addWidget(self._told, rows, 0, 1, _COLUMNS)

    def show_rights(self, role: Role, granted: Iterable[Right], withheld: Iterable[Right]) -> None:
        """Show the rights of an account."""
        self._role = role
        wanted = (RIGHTS_OF[role] | set(granted)) - set(withheld)
        for right, box in self.boxes.items():
            box.setChecked(right in wanted or self._is_fixed(right))
            box.setEnabled(not self._is_fixed(right) and self._session.may(right))
        self._name()

    def choose_role(self, role: Role) -> None:
        """Let another role hold: its rights are ticked, and what was changed by hand is not."""
        self.show_rights(role, (), ())

    def granted(self) -> frozenset[Right]:
        """The rights beyond what the role brings."""
        return self._ticks() - RIGHTS_OF[self._role]

    def withheld(self) -> frozenset[Right]:
        """The rights that the role brings and this account has not."""
        return RIGHTS_OF[self._role] - ALWAYS - self._ticks()

    def _ticks(self) -> frozenset[Right]:
        return frozenset(right for right, box in self.boxes.items() if box.isChecked())

    def _is_fixed(self, right: Right) -> bool:
        """A manager keeps the right over staff."""
        return self._role is Role.MANAGER and right is Right.STAFF

    def _ticked(self, _on: bool) -> None:
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        """Name each tick, and say where it differs from what the role brings."""
        words = self._session.words
        for right, box in self.boxes.items():
            name, brings = words.label(f"right.{right}"), right in RIGHTS_OF[self._role]
            if box.isChecked() and not brings:
                name = words.text("{right} (granted)", right=name)
            elif brings and not box.isChecked():
                name = words.text("{right} (withheld)", right=name)
            box.setText(name)
            box.setAccessibleName(name)
