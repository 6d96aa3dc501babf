"""Help (F1): a window beside the work, open at the page that is shown, with contents, search and a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QShortcut, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QTextBrowser, QWidget
from typing_extensions import override

from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.finder import shortcut_rows
from dealerdesk.ui.help_texts import TOPICS, HelpTexts, read_help, topic_of
from dealerdesk.ui.widgets import Splitter, boxed, button, column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from dealerdesk.ui.session import Session

_PLACE: Final = "help.place"
_SETTLE: Final = 60
"""Milliseconds after the page was made wider or narrower until its pictures follow."""

_LINE_HEIGHT: Final = 130
"""In per cent of the letters' own."""

_AIR: Final = {1: (0, 8), 2: (18, 6), 3: (12, 4)}
"""Pixels above and below a heading, by its level."""

_PICTURE: Final = "\ufffc"
"""What stands for a picture in a text."""

_FRAME: Final = QSize(8, 40)
"""What the frame of a window takes of the screen."""

_MARGIN: Final = 36
"""Pixels that a page of help keeps free beside its pictures."""


def show_help(session: Session, window: QWidget, page: str) -> HelpWindow:
    """Show the help of a page, in the help window that is open or a new one."""
    opened = window.findChild(HelpWindow)
    shown = opened if isinstance(opened, HelpWindow) else HelpWindow(session, window)
    shown.go(topic_of(page))
    shown.show()
    shown.raise_()
    shown.activateWindow()
    return shown


class HelpPage(QTextBrowser):
    """A topic as it is read: text with pictures no wider than the page."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[str, QImage] = {}
        self._text = ""
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(16)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.tell_again)

    def tell(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.document().setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._space()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def tell_again(self) -> None:
        """Show the same text, at another width or in other colours, where it stood."""
        at = self.verticalScrollBar().value()
        self.tell(self._text)
        self.verticalScrollBar().setValue(at)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        if type == QTextDocument.ResourceType.ImageResource.value:
            picture = self.pictures.get(QUrl(name).fileName())
            if picture is not None:
                return fitted(picture, max(self.viewport().width() - _MARGIN, 200), self.devicePixelRatioF())
        return super().loadResource(type, name)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._text and event.size().width() != event.oldSize().width():
            self._soon.start(_SETTLE)  # not now: Qt may be laying out the text that this would replace

    def _space(self) -> None:
        """Give paragraphs and headings air between them, and tables thin lines."""
        block = self.document().begin()
        while block.isValid():
            cursor, shape = QTextCursor(block), block.blockFormat()
            above, below = _AIR.get(shape.headingLevel(), (10, 6))
            if cursor.currentTable() is not None:
                above = below = 0
            elif block.textList() is not None:
                above, below = 4, 2
            shape.setTopMargin(above)
            shape.setBottomMargin(below)
            if _PICTURE not in block.text():
                shape.setLineHeight(_LINE_HEIGHT, 1)
            cursor.setBlockFormat(shape)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format()
                look.setBorderCollapse(True)
                look.setBorder(1)
                look.setBorderBrush(self.palette().mid())
                look.setCellPadding(6)
                look.setTopMargin(8)
                look.setBottomMargin(8)
                frame.setFormat(look)


def fitted(picture: QImage, room: int, scale: float) -> QImage:
    """A picture no wider than a room in pixels of the page, as sharp as a screen of that scale shows it."""
    if picture.width() > room * scale:
        picture = picture.scaledToWidth(round(room * scale), Qt.TransformationMode.SmoothTransformation)
    shown = QImage(picture)
    shown.setDevicePixelRatio(max(1.0, picture.width() / room))
    return shown


class HelpWindow(QWidget):
    """Contents and search at the left, the topic at the right; the work goes on beside it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session, self._words = session, session.words
        self._texts: HelpTexts | None = None
        self._been: list[str] = []
        self._at = -1
        words = self._words
        self.setWindowTitle(words.text("Help"))
        self.setWindowIcon(session.theme.icon("help"))
        self.page = HelpPage()
        self.page.setAccessibleName(words.text("Help text"))
        self.contents = QListWidget()
        self.contents.setAccessibleName(words.text("Contents"))
        self.search = LineEdit(hint=words.text("Search the help (Ctrl+F)"))
        self.search.setAccessibleName(words.text("Search the help"))
        self._back = self._way(words.text("Back"), "left", self.back)
        self._on = self._way(words.text("Forward"), "right", self.forward)
        self._lay_out()
        self._wire()
        session.background.read(self, lambda: read_help(words, shortcut_rows(session)), self._arrived, key="help")

    # where it is

    @property
    def topic(self) -> str:
        """The topic that is shown."""
        return self._been[self._at] if self._been else ""

    def go(self, topic: str) -> None:
        """Show a topic; what was shown before is a step back."""
        if topic != self.topic:
            del self._been[self._at + 1 :]
            self._been.append(topic)
            self._at = len(self._been) - 1
        self._show()

    def back(self) -> None:
        """Show again what was shown before."""
        self._step(-1)

    def forward(self) -> None:
        """Show again what was shown after."""
        self._step(1)

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._been):
            self._at += by
            self._show()

    def _show(self) -> None:
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at < len(self._been) - 1)
        if self._texts is None or not self.topic:
            return
        self.page.tell(self._texts.texts[self.topic])
        for place in range(self.contents.count()):
            if self.contents.item(place).data(Qt.ItemDataRole.UserRole) == self.topic:
                self.contents.setCurrentRow(place)

    # searching

    def find_next(self) -> None:
        """Go to the next place with the words that are searched, in this topic, else in the next that has them."""
        wanted = self.search.value()
        if not wanted or self._texts is None or self.page.find(wanted):
            return
        topics = [topic for topic, _ in TOPICS if topic in self._texts.found(wanted)]
        if not topics:
            return
        after = topics.index(self.topic) + 1 if self.topic in topics else 0
        self.go(topics[after % len(topics)])
        self.page.find(wanted)

    def _narrow(self) -> None:
        """Leave in the contents the topics that have the words in them."""
        if self._texts is None:
            return
        found = self._texts.found(self.search.value())
        for place in range(self.contents.count()):
            item = self.contents.item(place)
            item.setHidden(item.data(Qt.ItemDataRole.UserRole) not in found)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    # its parts

    def _arrived(self, texts: HelpTexts) -> None:
        self._texts = texts
        self.page.pictures = dict(texts.pictures)
        self._show()

    def _followed(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)
        else:
            self.go(topic_of(link.fileName().removesuffix(".md")))

    def _chosen(self, place: int) -> None:
        if place >= 0:
            topic = self.contents.item(place).data(Qt.ItemDataRole.UserRole)
            if topic != self.topic:
                self.go(topic)

    def _way(self, name: str, icon: str, does: Any) -> QPushButton:  # noqa: ANN401 - a method
        made = button("", does, kind="quiet", tip=name)
        made.setIcon(self._session.theme.icon(icon))
        made.setAccessibleName(name)
        return made

    def _lay_out(self) -> None:
        px = self._session.theme.px
        for topic, title in TOPICS:
            item = QListWidgetItem(self._words.text(title))
            item.setData(Qt.ItemDataRole.UserRole, topic)
            self.contents.addItem(item)
        left = boxed(column(row(self._back, self._on, None, gap=4), self.search, self.contents, margins=(0, 0, 4, 0)))
        left.setMinimumWidth(px(200))
        parts = Splitter(left, self.page)
        parts.setStretchFactor(1, 1)
        parts.setSizes([px(220), px(680)])
        self.setLayout(column(parts, margins=(12, 12, 12, 12)))
        kept = self._session.memory.get(_PLACE)
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            screen = self.screen().availableSize() - _FRAME
            self.resize(QSize(px(920), px(660)).boundedTo(screen))

    def _wire(self) -> None:
        self.page.anchorClicked.connect(self._followed)
        self.contents.currentRowChanged.connect(self._chosen)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.returnPressed.connect(self.find_next)
        self._session.theme.changed.connect(self.page.tell_again)
        keys = {
            "Alt+Left": self.back,
            "Alt+Right": self.forward,
            "Ctrl+F": self.search.setFocus,
            "F3": self.find_next,
            "Esc": self.close,
        }
        for key, does in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(does)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.focusWidget() is None:
            self.page.setFocus()
        super().changeEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._session.memory.put(_PLACE, bytes(self.saveGeometry().toBase64().data()).decode())
        event.accept()
