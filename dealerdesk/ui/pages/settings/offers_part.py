"""What the store offers now, as the scripts say it: two lines, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dealerdesk.services.calling.offers import LONGEST, Offers
from dealerdesk.services.desk import Right
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.widgets import label, muted

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session

_LANGUAGES: Final = (("zh_CN", "中文"), ("en", "English"))
_FIELDS: Final = ("offer", "activity")


class OffersPart(QWidget):
    """An offer and an activity; empty where there is none, which scripts then leave out."""

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self.lines: dict[str, LineEdit] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setVerticalSpacing(4)
        grid.addWidget(label(words.text("What the store offers now"), "strong"), 0, 0)
        titles = {"offer": words.text("Offer"), "activity": words.text("Activity")}
        hints = {
            ("offer", "zh_CN"): "免费检测一次",
            ("offer", "en"): "a free check of the brakes",
            ("activity", "zh_CN"): "秋季爱车讲堂",
            ("activity", "en"): "an open day on Saturday",
        }
        for column, (_lang, name) in enumerate(_LANGUAGES, start=1):
            grid.addWidget(muted(name), 0, column)
            grid.setColumnStretch(column, 1)
        for row, field in enumerate(_FIELDS, start=1):
            grid.addWidget(label(titles[field]), row, 0)
            for column, (lang, _name) in enumerate(_LANGUAGES, start=1):
                line = LineEdit(hint=hints[field, lang])
                line.setMaxLength(LONGEST)
                line.setAccessibleName(words.label(f"settings_field.{field}_{lang}"))
                line.setReadOnly(not session.may(Right.SCRIPTS))
                line.textChanged.connect(lambda _text: self.edited.emit())
                self.lines[f"{field}_{lang}"] = line
                grid.addWidget(line, row, column)
        self.setLayout(grid)

    def values(self) -> dict[str, Any]:
        """What was typed, by field and language."""
        return {name: line.value() for name, line in self.lines.items()}

    def fill(self, values: dict[str, Any]) -> None:
        """Show what was typed."""
        for name, line in self.lines.items():
            line.setText(values.get(name) or "")

    @property
    def offers(self) -> Offers:
        """What was typed, as it is kept."""
        offer, activity = ({lang: self.lines[f"{field}_{lang}"].value() for lang, _ in _LANGUAGES} for field in _FIELDS)
        return Offers(offer, activity)


def values_of(offers: Offers) -> dict[str, Any]:
    """What is kept, as the lines hold it."""
    kept = {"offer": offers.offer, "activity": offers.activity}
    return {f"{field}_{lang}": kept[field].get(lang, "") for field in _FIELDS for lang, _ in _LANGUAGES}
