"""An agent at the panel of a script, with nothing but keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.questionnaire import answers_from_data
from dealerdesk.ui.pages.calls.script.panel import ScriptPanel
from dealerdesk.ui.pages.calls.script_run import ScriptRunning
from tests.questionnaires import both, option, script, step
from tests.ui.conftest import TODAY

ENTER, BACK, ESC = Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Escape

EVERY_KIND = script(
    step("hello", "say", hint=both("smile")),
    step("regular", options=["yes", option("never", to="bye")]),
    step("km", "number", min=100, max=2_000_000, unit=both("km"), effects=[{"effect": "reading"}]),
    step(
        "why",
        "several",
        options=["price", "distance", option("other", write=both("what"))],
    ),
    step("day", "date", min=0, max=30, required=True, effects=[{"effect": "appointment"}]),
    step("words", "text"),
    step(
        "angry",
        "yes-no",
        options=[{"code": "yes", "effects": [{"effect": "complaint"}]}],
        talks=[{"when": {"question": "why", "has": "price"}, "title": both("price"), "text": both("quoted before")}],
    ),
    step("bye", "say"),
    proposals=[
        {"when": {"question": "angry", "is": "yes"}, "disposition": "complaint"},
        {"when": {"question": "day", "answered": True}, "disposition": "appointment-made"},
    ],
)


class Scripted:
    """A panel that shows a script."""

    def __init__(self, session, qtbot, of=EVERY_KIND, answers=None, facts=None, size=(520, 470)):
        self.session, self.told, self.ends = session, [], []
        self.panel = panel = ScriptPanel(session)
        qtbot.addWidget(panel)
        panel.setStyleSheet(session.theme.style_sheet())
        panel.resize(*size)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        panel.answered.connect(self.told.append)
        panel.ended.connect(self.ends.append)
        running = ScriptRunning(of, facts or {}, TODAY, session.words.language)
        panel.show_script(running, answers or {})
        panel.begin()
        QApplication.processEvents()

    @property
    def at(self):
        """The step that is asked."""
        return self.panel.walk.at

    @property
    def answers(self):
        """What was answered so far, as it was told last."""
        return answers_from_data(self.told[-1])

    @property
    def focus(self):
        return QApplication.focusWidget()

    @property
    def trouble(self):
        return self.panel.question.trouble.text()

    def press(self, *keys):
        """Press keys, or type texts, wherever the keyboard is."""
        for key in keys:
            if isinstance(key, Qt.Key):
                QTest.keyClick(self.focus, key)
            else:
                self._type(key)
            QApplication.processEvents()
        return self

    def _type(self, text):
        for sign in text:
            key = Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown
            QApplication.sendEvent(
                self.focus, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
            )
