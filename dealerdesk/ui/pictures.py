"""Makes the pictures of help and README off screen, of an invented store: `python -m dealerdesk.ui.pictures`.

`--lang` makes those of one language, `--only` names some of them, `--out` is the folder (that of the help).
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reason import Reason
from dealerdesk.paths import resource
from dealerdesk.services.backups import back_up
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.opening import open_desk
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.store_details import StoreDetails, change_store_details, read_logo
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.pages.settings.store_section import drawn
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme
from dealerdesk.ui.window import Window
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dealerdesk.ui.pages.settings import SettingsPage

TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime.combine(TODAY, time(10, 30)).astimezone(UTC)
"""Half past ten by the clock of any PC: the hours of calls are told by it."""

SIZE: Final = QSize(1280, 800)
_VEHICLES: Final = 1_500
_SEED: Final = 7
_COLORS: Final = 160
"""Of which a picture is painted: a window has few, and the file is a quarter as large."""

_FOLDER: Final = "D:\\DealerDesk"
_PATIENCE: Final = 60.0
_PAGE_WIDTH: Final = 1400
_SURVEY: Final = ("1", "1", "61240", "", "2", "3", "", "", "", "3", "5")
"""What is typed in a survey up to why they do not come any more; Enter follows where it does not go on by itself."""

_HEADINGS: Final = (
    "工单号",
    "车牌号",
    "客户名称",
    "进厂日期",
    "进厂里程",
    "维修类型",
    "服务顾问",
    "实收金额",
    "工单状态",
)


class Studio:
    """A window on an invented store, of which pictures are taken."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder, self.lang = folder, lang
        desk = open_desk(Doorstep(folder / "store", TODAY, lang, lambda: NOW), create=True)
        self.memory = Memory(folder / "window.ini")
        theme = Theme(self.memory)
        theme.choose("light", 0)
        self.session = Session(desk, self.memory, theme)
        self.window: Window | None = None

    def furnish(self) -> None:
        """Fill the store as a store of some years is."""
        desk, words = self.session.desk, Words(self.lang)
        invent_store(desk, vehicles=_VEHICLES, seed=_SEED)
        name = words.text("Sample Motors (invented)")
        drawing = self.folder / "logo.svg"
        drawing.write_bytes(_LOGO)
        logo = read_logo(desk, drawing, drawn)
        change_store_details(desk, StoreDetails(name, "海口市龙华区龙昆南路 99 号", "0898-6666 8888", logo=logo))
        generate_tasks(desk)
        back_up(desk)

    def open(self, page: str) -> Window:
        """Show a page in a new window, as it is at first."""
        self.close()
        self.window = Window(self.session)
        self.window.show()
        self.window.activateWindow()
        self.window.resize(SIZE)
        self.window.show_page(page)
        self.settle()
        return self.window

    def close(self) -> None:
        """Take the window away."""
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
            self.settle()

    def settle(self, seconds: float = 0.3) -> None:
        """Wait until nothing is under way and what was found is painted."""
        end = monotonic() + _PATIENCE
        still = monotonic() + seconds
        while monotonic() < end and (monotonic() < still or self.session.background.busy):
            QApplication.processEvents()
            sleep(0.005)

    def take(self) -> QImage:
        """The window as it stands, with another folder in the place of this PC's."""
        window = self.window
        if window is None:
            raise AssertionError
        fields: list[QLabel | QLineEdit] = [*window.findChildren(QLabel), *window.findChildren(QLineEdit)]
        for field in fields:
            if str(self.folder) in field.text():
                field.blockSignals(True)  # the page is not to take it for a change
                field.setText(field.text().replace(str(self.folder), _FOLDER).replace("/", "\\"))
        self.settle(0.1)
        return window.grab().toImage()

    def act(self, name: str) -> None:
        """Do an action of the page that is shown."""
        if self.window is not None and self.window.page is not None:
            self.window.page.action(name).trigger()
        self.settle(0.6)

    def export(self) -> Path:
        """A file as another system exports it, of which not every row can be taken."""
        file = self.folder / "维修记录明细 2026-11.csv"
        rows = month_list(self.session.desk, AskFor(ListName.MAINTENANCE_DUE)).rows[:40]
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            sheet = csv.writer(opened)
            sheet.writerow(_HEADINGS)
            for at, row in enumerate(rows):
                day = "2026-11-31" if at == 7 else f"2026-11-{at % 18 + 1:02d}"
                plate = "" if at == 12 else row.plate
                km = (row.last_odometer or 10_000) + 3_000
                cells = (day, km, "常规保养", "李诚", "680.00", "已结算")
                sheet.writerow((f"RO2611{at:04d}", plate, row.customer, *cells))
            sheet.writerow(("合计", "", "", "", "", "", "", "27200.00", ""))
        return file


def _settings(studio: Studio, section: str) -> SettingsPage:
    page = studio.open("settings").page
    page.wanted(section=section)  # type: ignore[union-attr]
    studio.settle()
    return page  # type: ignore[return-value]


def _first_run(studio: Studio) -> None:
    studio.open("first-run")


def _today(studio: Studio) -> None:
    studio.open("today")


def _reception(studio: Studio) -> None:
    desk, page = studio.session.desk, studio.open("reception").page
    rows = month_list(desk, AskFor(ListName.LOST)).rows[:120]
    cars = [arrival(desk, row.vehicle_id) for row in rows if row.vehicle_id is not None]
    came = max((car for car in cars if car.last is not None), key=lambda car: len(car.lines))
    page.wanted(vehicle=came.car.id)  # type: ignore[union-attr]
    studio.settle(0.6)
    page.form.form.fields["odometer"].setText(str((came.last.km if came.last else 0) + 8_120))  # type: ignore[union-attr]
    studio.settle(0.8)


def _customers(studio: Studio) -> None:
    studio.open("customers")


def _lists(studio: Studio) -> None:
    studio.open("lists")


def _lists_why(studio: Studio) -> None:
    studio.open("lists")
    studio.act("lists.why_row")


def _search(studio: Studio) -> None:
    window = studio.open("today")
    window.search.begin()
    studio.settle(0.5)
    QTest.keyClicks(window.search, "88")
    studio.settle(1.0)


def _import(studio: Studio, steps: int) -> None:
    page = studio.open("import").page
    page.add([studio.export()])  # type: ignore[union-attr]
    studio.settle(1.0)
    for _ in range(steps):
        studio.act("import.go")
        studio.settle(1.0)


def _rules(studio: Studio) -> None:
    page = _settings(studio, "rules")
    page.sections["rules"].policy.stages["lost"].set_value("10")  # type: ignore[attr-defined]
    studio.settle(1.2)


def _intervals(studio: Studio) -> None:
    page = _settings(studio, "intervals")
    studio.act("settings.add_interval")
    section = page.sections["intervals"]
    section.months.set_value("12")  # type: ignore[attr-defined]
    section.km.set_value("10000")  # type: ignore[attr-defined]
    studio.settle(2.0)


def _calls(studio: Studio) -> None:
    """A survey at its fourth question, some reasons chosen."""
    window = studio.open("calls")
    queue = window.page.panel.list.queue  # type: ignore[union-attr]
    leading = (queue.item_at(place).leading for place in range(queue.rowCount()))
    survey = next((row.id for row in leading if row.reason == Reason.SURVEY), None)
    if survey is None:
        return
    window.page.wanted(task=survey)  # type: ignore[union-attr]
    studio.settle()
    studio.act("calls.start")
    for keys in _SURVEY:
        QTest.keyClicks(QApplication.focusWidget() or window, keys)
        studio.settle(0.1)
        if len(keys) > 1 or not keys:
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
            studio.settle(0.1)


def _complaints(studio: Studio) -> None:
    studio.open("complaints")


def _contacts(studio: Studio) -> None:
    studio.open("contacts")


def _appointments(studio: Studio) -> None:
    studio.open("appointments")
    studio.act("appointments.week")


SCENES: Final[Mapping[str, Callable[[Studio], object]]] = {
    "first-run": _first_run,
    "today": _today,
    "search": _search,
    "customers": _customers,
    "lists": _lists,
    "lists-why": _lists_why,
    "settings-store": lambda studio: _settings(studio, "store"),
    "settings-rules": _rules,
    "settings-intervals": _intervals,
    "settings-backup": lambda studio: _settings(studio, "backup"),
    "import-columns": lambda studio: _import(studio, 0),
    "import-dry-run": lambda studio: _import(studio, 1),
    "import-result": lambda studio: _import(studio, 2),
    "appointments": _appointments,
    "complaints": _complaints,
    "contacts": _contacts,
    "calls": _calls,
    "reception": _reception,  # the last one: what is half filled in would be there again
}
"""What stands in the window for each picture, in the order in which they are taken."""

SHEET: Final = "call-sheet"
"""The picture that is a page of paper."""

NAMES: Final = (*SCENES, SHEET)


def make_pictures(folder: Path, out: Path, lang: str, names: Sequence[str] = NAMES) -> Iterator[Path]:
    """Make the pictures of these names in one language, in `out`; `folder` holds the invented store meanwhile."""
    out.mkdir(parents=True, exist_ok=True)
    studio = Studio(folder, lang)
    try:
        studio.furnish()
        for name, prepare in SCENES.items():
            if name in names:
                prepare(studio)
                yield _kept(studio.take(), out / f"{name}.png")
        if SHEET in names:
            yield _kept(_paper(call_sheet(studio.session.desk, TODAY).pdf), out / f"{SHEET}.png")
    finally:
        studio.close()
        studio.session.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures that are asked for, by default all of them in every language."""
    parser = argparse.ArgumentParser(prog="python -m dealerdesk.ui.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=resource("help"))
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--only", choices=NAMES, action="append")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    for lang in asked.lang or LANGUAGES:
        with TemporaryDirectory(prefix="dealerdesk-pictures-", ignore_cleanup_errors=True) as folder:
            for made in make_pictures(Path(folder), asked.out / lang, lang, asked.only or NAMES):
                sys.stdout.write(f"{made}\n")
    application.processEvents()
    return 0


def _paper(pdf: bytes) -> QImage:
    """The second page of a call sheet, where the calls are, on white."""
    data, document = QBuffer(), QPdfDocument()
    data.setData(QByteArray(pdf))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(data)
    size = document.pagePointSize(1)
    drawn = document.render(1, QSize(_PAGE_WIDTH, round(_PAGE_WIDTH * size.height() / size.width())))
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(0xFFFFFFFF)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


def _kept(image: QImage, file: Path) -> Path:
    """Save a picture in few colours."""
    from PIL import Image

    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    with Image.open(BytesIO(bytes(data.data()))) as opened:
        opened.convert("RGB").quantize(_COLORS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file


_LOGO: Final = b"""<svg xmlns="http://www.w3.org/2000/svg" width="480" height="160" viewBox="0 0 480 160">
<rect x="8" y="8" width="144" height="144" rx="28" fill="#1f62c9"/>
<path d="M36 96l12-34c2-6 8-10 14-10h36c6 0 12 4 14 10l12 34v22H36z" fill="none" stroke="#fff" stroke-width="9"/>
<path d="M36 92h88" stroke="#fff" stroke-width="9"/>
<rect x="184" y="36" width="272" height="34" rx="8" fill="#1d2731"/>
<rect x="184" y="90" width="190" height="26" rx="8" fill="#98a3af"/></svg>"""

if __name__ == "__main__":
    sys.exit(main())
