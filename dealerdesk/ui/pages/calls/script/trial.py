"""Trying a script out: led like a call, with the names of what is filled in; nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from dealerdesk.domain.questionnaire import spoken
from dealerdesk.ui.pages.calls.script.panel import ScriptPanel
from dealerdesk.ui.pages.calls.script_run import ScriptRunning
from dealerdesk.ui.widgets import column, muted

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire import Script
    from dealerdesk.ui.session import Session


class ScriptTrial(QDialog):
    """A script in a window of its own; Esc closes it."""

    def __init__(self, session: Session, parent: QWidget, script: Script) -> None:
        super().__init__(parent)
        words = session.words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = spoken(script.title, words.language, {})
        self.setWindowTitle(words.text("Try out: {script}", script=title))
        self.panel = ScriptPanel(session, trial=True)
        told = muted(words.text("Numbers choose, Enter goes on, Backspace goes back. Nothing of it is kept."))
        laid = column(told, self.panel, gap=8, margins=(14, 12, 14, 12))
        laid.setStretchFactor(self.panel, 1)
        self.setLayout(laid)
        self.resize(session.theme.px(620), session.theme.px(560))
        facts = {name: words.label(f"script_field.{name}") for name in script.fields}
        self.panel.show_script(ScriptRunning(script, facts, session.desk.today, words.language), {})
        self.panel.begin()
