"""How the window looks: colours by name for light, dark and high contrast, fonts, and line icons in those colours."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from dealerdesk.paths import resource
from dealerdesk.ui.tokens import TOKENS

if TYPE_CHECKING:
    from dealerdesk.ui.memory import Memory

MODES: Final = ("system", "light", "dark", "contrast")
BASE_PX: Final = 14
SIZES: Final = (-2, -1, 0, 1, 2, 4, 6)
"""By how many pixels letters may differ from the base size."""

FAMILY: Final = "Noto Sans SC"
_STYLE: Final = "fusion"
_FONTS: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "stripe",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "accent-text",
    QPalette.ColorRole.ToolTipBase: "base",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection-text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "base",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "line",
    QPalette.ColorRole.Accent: "accent",
}


def load_fonts() -> None:
    """Bring the shipped fonts to Qt, so that Chinese shows on a PC that has none of its own."""
    if FAMILY not in QFontDatabase.families():
        for name in _FONTS:
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))


class Theme(QObject):
    """The look that a person chose on this PC; `changed` when it becomes another one."""

    changed = Signal()
    resized = Signal()
    """Letters have another size, and what was measured by them must be made anew."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self._icons: dict[tuple[str, str], QIcon] = {}
        mode, size = memory.get("theme.mode"), memory.get("theme.size")
        self.mode: str = mode if mode in MODES else "system"
        self.size: int = size if size in SIZES else 0
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def end(self) -> None:
        """Follow the system no more."""
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._system_changed)

    def choose(self, mode: str | None = None, size: int | None = None) -> None:
        """Look like this from now on: a mode of MODES, letters of BASE_PX + a size of SIZES."""
        before = self.size
        self.mode = mode if mode in MODES else self.mode
        self.size = size if size in SIZES else self.size
        self._memory.put("theme.mode", self.mode)
        self._memory.put("theme.size", self.size)
        self.apply()
        if self.size != before:
            self.resized.emit()

    @property
    def look(self) -> str:
        """The tokens that are in use: light, dark or contrast."""
        if self.mode != "system":
            return self.mode
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @property
    def base_px(self) -> int:
        """The height of letters in pixels."""
        return BASE_PX + self.size

    def px(self, pixels: int) -> int:
        """A width or height meant for letters of BASE_PX, at the chosen size."""
        return round(pixels * self.base_px / BASE_PX)

    def color(self, name: str) -> QColor:
        """The colour of a token."""
        return QColor(TOKENS[self.look][name])

    def icon(self, name: str, color: str = "icon") -> QIcon:
        """A line icon in the colour of a token; empty where there is no such icon."""
        wanted = (name, self.color(color).name())
        if wanted not in self._icons:
            self._icons[wanted] = _tinted(name, wanted[1])
        return self._icons[wanted]

    def apply(self) -> None:
        """Give the application these fonts and colours."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        load_fonts()
        font = QFont(FAMILY)
        font.setPixelSize(self.base_px)
        if app.style().objectName() != _STYLE:  # Qt would dress every widget anew, for half a second
            app.setStyle(QStyleFactory.create(_STYLE))
        app.setFont(font)
        app.setPalette(self._palette())
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight, self.color("selection"))
        return palette

    def style_sheet(self) -> str:
        """The shapes and colours of a window's widgets: built without it, they are drawn once they stand in one."""
        sheet = Template(resource("themes", "desk.qss").read_text(encoding="utf-8"))
        sizes = {f"px{n}": f"{self.px(n)}px" for n in (4, 7, 11, 12, 13, 16, 18, 20, 22, 24, 26, 28, 30, 32, 36)}
        colors = {name.replace("-", "_"): value for name, value in TOKENS[self.look].items()}
        return sheet.substitute(sizes, **colors, icons=resource("themes").as_posix(), look=self.look)

    def _system_changed(self) -> None:
        if self.mode == "system":
            self.apply()


def _tinted(name: str, color: str) -> QIcon:
    """An icon drawn from its SVG, sharp at the usual scales."""
    from PySide6.QtSvg import QSvgRenderer

    file = resource("icons", f"{name}.svg")
    icon = QIcon()
    if not file.is_file():
        return icon
    drawing = file.read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    for side in (16, 20, 24, 32, 40, 48):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
