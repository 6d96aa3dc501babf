"""The middle of the page: the script of the call, the form that is open in it, and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.ui.flow import FlowLayout, emptied
from dealerdesk.ui.pages.calls.covered import Covered
from dealerdesk.ui.pages.calls.form_place import FormPlace
from dealerdesk.ui.pages.calls.idle import Idle
from dealerdesk.ui.pages.calls.note_fields import NoteFields
from dealerdesk.ui.pages.calls.script.panel import ScriptPanel
from dealerdesk.ui.widgets import Chip, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.session import Session

_SCRIPT_NEEDS: Final = 300
"""The height in pixels that a question, its answers and the way on need, for letters of the base size."""


class CallColumn(QFrame):
    """One call, or none."""

    detached = Signal(str)
    """What a form gave the call is not wanted any more."""

    def __init__(self, session: Session, button: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session = session
        self._title = label("", "title", wrap=True)
        self._since = label("", "small")
        self.covered = Covered(session)
        self.script, self.form, self.notes = ScriptPanel(session), FormPlace(session), NoteFields(session)
        self._attached = QWidget()
        self._chips = FlowLayout(6)
        self._attached.setLayout(self._chips)
        self._attached.hide()
        self.idle = Idle(session, button("calls.start"), button("calls.log"))
        self._whole = QStackedWidget()
        head = row(self._title, None, self._since, button("calls.put_back"))
        talking = column(
            head, self.covered, self.script, self.form, self._attached, self.notes, gap=6, margins=(10, 8, 10, 8)
        )
        talking.setStretchFactor(self.script, 1)
        inside = QWidget()
        inside.setLayout(talking)
        self._whole.addWidget(self.idle)
        self._whole.addWidget(inside)
        self.setLayout(column(self._whole))
        self.setProperty("role", "panel")
        self.form.opened.connect(self._fit)

    def show_call(self, call: CallInHand | None, rows: Sequence[QueueRow], title: str) -> None:
        """Show a call, or that there is none."""
        self._whole.setCurrentIndex(0 if call is None else 1)
        if call is None:
            self.form.shut()
            return
        self._title.setText(title)
        at = f"{call.began_at.astimezone():%H:%M}"
        self._since.setText(self._session.words.text("since {at}", at=at))
        self.covered.show_call(call, rows)
        self.notes.show_notes(call.note, call.for_next)

    def _fit(self) -> None:
        """Let the form that is open have the room of the script, where there is not enough for both."""
        left = self.height() - self.notes.sizeHint().height() - self.form.wanted_height
        roomy = self.form.form is None or left > self._session.theme.px(_SCRIPT_NEEDS)
        self.script.setVisible(roomy)
        upright = QSizePolicy.Policy.Maximum if roomy else QSizePolicy.Policy.Preferred
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_attached(self, told: Mapping[str, str]) -> None:
        """Show what forms have given the call, each to be taken away."""
        emptied(self._chips)
        for code, text in told.items():
            chip = Chip(f"✓ {text}  ✕")
            chip.setToolTip(self._session.words.text("Take it away again"))
            chip.clicked.connect(lambda _on=False, code=code: self.detached.emit(code))
            self._chips.addWidget(chip)
        self._attached.setVisible(bool(told))
