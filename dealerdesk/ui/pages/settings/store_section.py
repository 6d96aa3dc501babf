"""The store's details as papers carry them: name, address, phone, opening words and logo."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit

from dealerdesk.services.desk import Changed, Right
from dealerdesk.services.store_details import (
    StoreDetails,
    change_store_details,
    detail_problems,
    read_logo,
    store_details,
)
from dealerdesk.ui.forms import Form, LineEdit
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.widgets import boxed, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_LOGO_ROOM = (300, 90)


class StoreSection(Section):
    """What the store says of itself."""

    code: ClassVar[str] = "store"
    right: ClassVar[Right] = Right.POLICIES

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._seen: StoreDetails | None = None
        self._logo: bytes | None = None
        self.form = Form()
        self.name = self.form.add(
            "name", words.text("Name of the store"), LineEdit(), help=words.text("Heads every paper.")
        )
        self.address = self.form.add("address", words.text("Address"), LineEdit())
        self.phone = self.form.add(
            "phone",
            words.text("Phone of the store"),
            LineEdit(),
            help=words.text("Address and phone stand at the foot of every page."),
        )
        self.opening = self.form.add(
            "opening",
            words.text("Opening words"),
            QPlainTextEdit(),
            help=words.text(
                "How your agents begin a call, on the call sheet. {store} and {agent} are filled in.",
                store="{store}",
                agent="{agent}",
            ),
        )
        self.opening.setTabChangesFocus(True)
        self.opening.setFixedHeight(self.opening.fontMetrics().lineSpacing() * 3 + 16)
        self.picture = QLabel()
        self._choose, self._remove = button("settings.choose_logo"), button("settings.remove_logo")
        self._lay_out()
        self.form.on_change(self.edited.emit)

    def load(self) -> None:
        """Ask for the details."""
        self.session.background.read(self, lambda: store_details(self.session.desk), self._arrived, key="load")

    def save(self) -> None:
        """Save the details, or say beside the fields what is wrong."""
        wanted, seen, desk = self._details(), self._seen, self.session.desk
        problems = detail_problems(wanted)
        self.form.show_errors({name: self.session.say(said) for name, said in problems.items()})
        if problems:
            return
        self.begin_saving()
        self.session.background.write(
            self,
            lambda: change_store_details(desk, wanted, seen),
            self._done,
            failed=self._refused,
        )

    def values(self) -> Values:
        """Texts as typed, and the logo in base 64."""
        return {
            "name": self.name.value(),
            "address": self.address.value(),
            "phone": self.phone.value(),
            "opening": self.opening.toPlainText().strip(),
            "logo": "" if self._logo is None else b64encode(self._logo).decode("ascii"),
        }

    def fill(self, values: Values) -> None:
        """Show texts and logo."""
        self.name.set_value(values["name"])
        self.address.set_value(values["address"])
        self.phone.set_value(values["phone"])
        self.opening.setPlainText(values["opening"])
        self._show_logo(b64decode(values["logo"]) if values["logo"] else None)
        self.form.clear_errors()

    def focus_first(self) -> None:
        """Begin with the name."""
        self.name.setFocus()

    def choose_logo(self) -> None:
        """Let a person choose a picture."""
        words = self.words
        kinds = f"{words.text('Pictures')} (*.png *.jpg *.jpeg *.svg)"
        start = self.session.memory.get("settings.logo_folder", "")
        chosen, _ = QFileDialog.getOpenFileName(self, words.text("Choose a logo"), start, kinds)
        if chosen:
            self.take_logo(Path(chosen))

    def take_logo(self, file: Path) -> None:
        """Read a picture and show it; it is saved with the rest."""
        self.session.memory.put("settings.logo_folder", str(file.parent))
        desk = self.session.desk
        self.session.background.read(self, lambda: read_logo(desk, file, drawn), self._take, key="logo")

    def remove_logo(self) -> None:
        """Have no logo any more; saved with the rest."""
        self._take(None)

    def _take(self, logo: bytes | None) -> None:
        self._show_logo(logo)
        self.edited.emit()

    def _arrived(self, details: StoreDetails) -> None:
        self._seen = details
        logo = "" if details.logo is None else b64encode(details.logo).decode("ascii")
        texts = {name: getattr(details, name) for name in ("name", "address", "phone", "opening")}
        self.arrived({**texts, "logo": logo})

    def _details(self) -> StoreDetails:
        values = self.values()
        return StoreDetails(values["name"], values["address"], values["phone"], values["opening"], self._logo)

    def _done(self, done: Changed) -> None:
        self.end_saving(saved=True, undo=done.act)
        self.load()

    def _refused(self, why: object) -> None:
        self.end_saving(saved=False)
        self.session.background.troubled.emit(why)
        self.load()

    def _show_logo(self, logo: bytes | None) -> None:
        self._logo = logo
        shown = QPixmap()
        if logo is not None and shown.loadFromData(logo):
            width, height = _LOGO_ROOM
            mode = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(shown.scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio, mode))
            self.picture.setAccessibleName(self.words.text("The store's logo"))
        else:
            self.picture.setPixmap(QPixmap())
            self.picture.setText(self.words.text("No logo yet"))
            self.picture.setAccessibleName(self.words.text("No logo yet"))
        self._remove.setVisible(logo is not None)

    def _lay_out(self) -> None:
        words = self.words
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(_LOGO_ROOM[0] + 24, _LOGO_ROOM[1] + 24)
        self.picture.setStyleSheet("background: white; color: #5a6775; border: 1px solid #b3bdc9; border-radius: 4px;")
        help_text = muted(
            words.text("A PNG, JPEG or SVG picture of up to 1 MB; it heads call sheets and printed lists.")
        )
        buttons = row(self._choose, self._remove, None)
        logo = column(label(words.text("Logo"), "section"), row(self.picture, None), buttons, help_text)
        inside = boxed(column(self.form, 8, logo, None, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(self.session.theme.px(760))
        self.setLayout(column(scrolling(inside), gap=0))


def drawn(svg: bytes) -> bytes | None:
    """An SVG drawing as a PNG large enough for paper; None where it is none."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(svg))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return None
    size.scale(1440, 432, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
