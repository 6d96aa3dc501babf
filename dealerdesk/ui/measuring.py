"""What the benchmark measures of the window, in a process of its own: start, memory, and holds of the painting thread.

Run as `python -m dealerdesk.ui.measuring KIND FOLDER DAY`; prints one line of JSON. Kinds: `window` (the program, its
first page with rows), `bare` (an empty window beside SQLAlchemy with the store open), `holds`, `visit` (a visit at
reception, from the last key until the page shows that it is kept), `answers` (keys pressed in the script of a call).
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from dealerdesk.ui.application import Application
    from dealerdesk.ui.window import Window


def main() -> None:
    """Measure what the arguments name."""
    kind, folder, day = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    found = {"window": window, "bare": bare, "holds": holds, "visit": visit, "answers": answers}[kind](folder, day)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _taken() -> int:
    """Bytes of memory that this process has."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def bare(folder: Path, _day: str) -> dict[str, Any]:
    """An empty window, painted, with SQLAlchemy imported and the store open by the driver: the floor."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    sqlalchemy, app, window = import_module("sqlalchemy"), QApplication(sys.argv[:1]), QMainWindow()
    with sqlalchemy.create_engine(
        "sqlite://", creator=lambda: _driver().connect(str(folder / "desk.db"))
    ).connect() as conn:
        conn.execute(sqlalchemy.text("SELECT count(*) FROM sqlite_master")).all()
        window.resize(1280, 800)
        window.show()
        window.grab()
        app.processEvents()
        return {"painted": time.time(), "memory": _taken()}


def _driver() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:
        return import_module("sqlite3")


def window(folder: Path, day: str) -> dict[str, Any]:
    """The program as it starts, until its first page shows its rows."""
    with TemporaryDirectory() as scratch:
        app, desk = _started(folder, day, Path(scratch))
        _settle(app, desk)
        painted = time.time()
        if desk.window is not None:
            desk.window.grab()
        found = {"painted": painted, "memory": _taken()}
        desk.leave()
    return found


def holds(folder: Path, day: str) -> dict[str, Any]:
    """The longest hold of the painting thread in each step of a walk: pages, lists, scrolling; milliseconds."""
    with TemporaryDirectory() as scratch:
        app, desk = _started(folder, day, Path(scratch))
        _settle(app, desk)
        found: dict[str, list[float]] = {}
        for name, step in _walk(app, desk):
            found.setdefault(name, []).append(_longest_hold(app, desk, step))
        desk.leave()
    return {"holds": found, "memory": _taken()}


def visit(folder: Path, day: str) -> dict[str, Any]:
    """From the last key of a visit at reception until the page shows that it is kept; seconds, of some cars."""
    from dealerdesk.domain.customer_query import CustomersQuery
    from dealerdesk.services.customers.table import customers_query

    with TemporaryDirectory() as scratch:
        app, desk = _started(folder, day, Path(scratch))
        _settle(app, desk)
        shown, session = desk.window, desk.session
        if shown is None or session is None:
            raise SystemExit(1)
        shown.show_page("reception")
        _settle(app, desk)
        cars = [key for key in customers_query(session.desk, CustomersQuery()) if key > 0][:_VISITS]
        taken = [took for car in cars if (took := _logged(app, desk, car)) is not None]
        desk.leave()
    return {"seconds": taken, "memory": _taken()}


def _logged(app: QApplication, desk: Application, car: int) -> float | None:
    """Receive a car, enter what is paid, and answer how long Ctrl+S takes; None where that asked a question first."""
    page: Any = desk.window.page if desk.window is not None else None
    page.entry.receive(car)
    _settle(app, desk)
    page.form.form.fields["paid_fen"].setText("520")
    _settle(app, desk)
    kept: list[bool] = []
    page.saving.kept.connect(kept.append)
    begun = time.perf_counter()
    page.action("reception.save").trigger()
    while not kept and time.perf_counter() - begun < _PATIENCE and not page.saving.doubts:
        app.processEvents()
    page.repaint()
    took = time.perf_counter() - begun
    page.saving.kept.disconnect(kept.append)
    _settle(app, desk)
    return took if kept else None


def answers(folder: Path, day: str) -> dict[str, Any]:
    """The longest hold of the painting thread for each key of some calls led by the lost-customer script; ms."""
    with TemporaryDirectory() as scratch:
        app, desk = _started(folder, day, Path(scratch))
        _settle(app, desk)
        page = _calling(app, desk)
        found = [_longest_hold(app, desk, partial(_answer, page.column.script, turn)) for turn in range(_KEYS)]
        desk.leave()
    return {"holds": found, "memory": _taken()}


def _calling(app: QApplication, desk: Application) -> Any:  # noqa: ANN401 - the page
    """The page of the calls, with a call under way that the lost-customer script leads."""
    from dealerdesk.domain.customer_query import CustomersQuery
    from dealerdesk.services.customers.table import customers_query
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand

    shown, session = desk.window, desk.session
    if shown is None or session is None:
        raise SystemExit(1)
    shown.show_page("calls")
    _settle(app, desk)
    page: Any = shown.page
    car = next(key for key in customers_query(session.desk, CustomersQuery()) if key > 0)
    now, holder = session.desk.clock(), page.flow.holder
    page.flow.contact(CallInHand.unplanned("", now, holder, customer=None, vehicle=car, incoming=True))
    _settle(app, desk)
    page.leading.another("lost-customer")
    _settle(app, desk)
    return page


def _answer(panel: Any, turn: int) -> None:  # noqa: ANN401 - the panel of the script
    """Press the next key of a call: choose, type, go on; at the end begin anew, with other answers."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

    step, focused = panel.walk.step, QApplication.focusWidget()
    if step is None or focused is None:
        panel.go_to(panel.walk.path.steps[0].code)
    elif step.kind == "date":
        QTest.keyClick(focused, Qt.Key.Key_Up if panel.walk.answer is None else Qt.Key.Key_Return)
    elif isinstance(focused, QLineEdit | QPlainTextEdit) and turn % 4:
        QTest.keyClicks(focused, str(turn % 10))
    elif step.options and turn % 5 and not isinstance(focused, QLineEdit):
        main = step.code in {"convenient", "regular"}
        QTest.keyClicks(focused, "1" if main else str(turn % len(step.options) + 1))
    else:
        QTest.keyClick(focused, Qt.Key.Key_Return)


_KEYS = 400
_VISITS = 30
_PATIENCE = 5.0


def _started(folder: Path, day: str, scratch: Path) -> tuple[QApplication, Application]:
    from datetime import date

    from PySide6.QtWidgets import QApplication

    from dealerdesk.ui.application import Application, Start

    app = QApplication(sys.argv[:1])
    desk = Application(app, Start(folder, scratch / "window.ini", date.fromisoformat(day), "zh_CN"))
    if not desk.open(folder):
        raise SystemExit(1)
    return app, desk


def _settle(app: QApplication, desk: Application) -> None:
    """Go on until nothing is under way and all is painted."""
    quiet = 0
    while quiet < 3:
        app.processEvents()
        quiet = quiet + 1 if desk.session is not None and not desk.session.background.busy else 0
        if not quiet:
            time.sleep(0.0005)


def _walk(app: QApplication, desk: Application) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps: every page three times, every list twice, and a long way down two large tables."""
    from dealerdesk.domain.month_list import ListName
    from dealerdesk.ui.navigation import PLACES

    shown = desk.window
    if shown is None:
        return
    for turn in ("first", "again", "again"):
        for place in PLACES:
            if place.on_rail:
                yield f"page-{turn}", partial(shown.show_page, place.name)
    for name in (*ListName, *ListName):
        yield "list-open", partial(shown.show_page, "lists", {"list": name.value})
    for page, what in (("customers", None), ("lists", {"list": ListName.LOST.value})):
        shown.show_page(page, what)
        _settle(app, desk)
        yield from (("scroll", step) for step in _scrolls(shown))


def _scrolls(shown: Window) -> Iterator[Callable[[], object]]:
    """Down the largest table of the page, by pages and by leaps."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from dealerdesk.ui.tables import LazyTable

    tables = shown.page.findChildren(LazyTable) if shown.page is not None else []
    table = max(tables, key=lambda one: len(one.lazy.ids))
    bar = table.verticalScrollBar()
    for _ in range(60):
        yield partial(QTest.keyClick, table, Qt.Key.Key_PageDown)
    for share in range(0, 100, 4):
        yield partial(bar.setValue, bar.maximum() * share // 100)


def _longest_hold(app: QApplication, desk: Application, step: Callable[[], object]) -> float:
    """Do a step, go on until all is settled, and answer the longest time in ms for which no event was served."""
    longest, last = 0.0, time.perf_counter()
    step()
    longest = max(longest, time.perf_counter() - last)
    quiet = 0
    while quiet < 5:
        last = time.perf_counter()
        app.processEvents()
        longest = max(longest, time.perf_counter() - last)
        busy = desk.session is not None and desk.session.background.busy
        quiet = 0 if busy else quiet + 1
        time.sleep(0.001)
    return longest * 1000


if __name__ == "__main__":
    main()
