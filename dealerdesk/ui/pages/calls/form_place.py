"""Where a form shows in the middle of a call: its title, its fields, and the keys that keep it or leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from dealerdesk.ui.flow import flowing
from dealerdesk.ui.pages.calls.forms import FORMS
from dealerdesk.ui.widgets import button, column, label, row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dealerdesk.ui.pages.calls.forms.result_form import About, ResultForm
    from dealerdesk.ui.session import Session


class FormPlace(QFrame):
    """One form at a time, or none."""

    kept = Signal(bool)
    """The form is to be kept: true, and the call with it; false, and the call goes on."""

    left = Signal()
    edited = Signal()
    opened = Signal()
    """A form is open now, or none any more."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.form: ResultForm | None = None
        self._title = label("", "title", wrap=True)
        self._fields = _Fitting()
        self._ends = button("", lambda: self.kept.emit(True), kind="primary")
        self._goes_on = button(words.text("Keep it, go on  {keys}", keys="Alt+K"), lambda: self.kept.emit(False))
        self._goes_on.setToolTip("Alt+K")
        self._leave = button(words.text("Close  Esc"), self.left.emit, kind="quiet")
        foot = QWidget()
        foot.setLayout(flowing(self._ends, self._goes_on, gap=6))
        laid = column(row(self._title, None, self._leave), self._fields, foot, gap=6, margins=(12, 8, 12, 8))
        laid.setStretchFactor(self._fields, 1)
        self.setLayout(laid)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def code(self) -> str:
        """The name of the form that is open, empty where none is."""
        return "" if self.form is None else self.form.code

    def open(self, code: str, about: About, held: Mapping[str, Any] | None, result: str) -> ResultForm:
        """Open a form, filled in as it was if it was begun; `result`: what the call ends with, in words."""
        self._drop()
        words = self._session.words
        self.form = form = FORMS[code](self._session, about)
        form.form.setAccessibleName(form.title())
        if held is not None:
            form.take_up(held)
        self._fields.show_form(form)
        self._title.setText(form.title())
        self.setAccessibleName(form.title())
        ends = form.ends_the_call
        text = words.text("Finish: {result}  Ctrl+Enter", result=result) if ends else words.text("Keep it  Enter")
        self._ends.setText(text)
        self._ends.setAccessibleName(text)
        self._goes_on.setVisible(ends)
        form.edited.connect(self.edited)
        form.through.connect(lambda: self.kept.emit(form.ends_the_call))
        self.show()
        self.opened.emit()
        form.begin()
        return form

    def shut(self) -> None:
        """Let no form be open."""
        self._drop()
        self.hide()
        self.opened.emit()

    @property
    def wanted_height(self) -> int:
        """How tall it would be with all of its form in sight."""
        return self.sizeHint().height() if self.form is not None else 0

    def _drop(self) -> None:
        if self.form is not None:
            form, self.form = self.form, None
            form.blockSignals(True)
            self._fields.takeWidget()
            form.hide()
            form.deleteLater()


class _Fitting(QScrollArea):
    """As tall as the form in it where there is room, else it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        here = QApplication.instance()
        if isinstance(here, QApplication):
            here.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring the field that has the keyboard into sight, with what is said below it."""
        inside = self.widget()
        if inside is not None and now is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self.fontMetrics().height() * 2)

    def show_form(self, form: QWidget) -> None:
        """Show a form."""
        form.setProperty("role", "page")
        self.setWidget(form)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().sizeHint()
        layout, wide = inside.layout(), max(self.viewport().width(), 200)
        tall = inside.sizeHint().height() if layout is None else layout.totalHeightForWidth(wide)
        return QSize(inside.sizeHint().width(), max(tall, inside.minimumSizeHint().height()) + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), 96))
