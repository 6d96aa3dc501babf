"""What is done with a file beside editing it: a panel for what needs a day or a reason, one key for what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from dealerdesk.services.customers.file import customer_file
from dealerdesk.ui.begun import Begun, Slot, begun_of
from dealerdesk.ui.pages.customers.advisor_panels import HandOverAllPanel, HandOverPanel
from dealerdesk.ui.pages.customers.at_once import AtOnce
from dealerdesk.ui.pages.customers.changing_panels import OwnerPanel, PlatePanel
from dealerdesk.ui.pages.customers.half_filled import HalfFilled
from dealerdesk.ui.pages.customers.kin_panels import TagsPanel, TiePanel
from dealerdesk.ui.pages.customers.mark_panels import DepartPanel, DoNotCallPanel, LiftPanel
from dealerdesk.ui.pages.customers.product_panel import ProductPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.customer_file import CustomerFile
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer
    from dealerdesk.ui.pages.customers.editor import Editor
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session

KIND: Final = "customer-act"
"""The kind of the drafts of panels."""

_PANELS: Final[Mapping[str, type[ActPanel]]] = {
    panel.code: panel
    for panel in (
        DoNotCallPanel,
        LiftPanel,
        DepartPanel,
        HandOverPanel,
        HandOverAllPanel,
        ProductPanel,
        PlatePanel,
        OwnerPanel,
        TagsPanel,
        TiePanel,
    )
}
_OF_PERSON: Final = frozenset({"do-not-call", "lift", "tags", "tie"})
_GIVES_AWAY: Final = frozenset({"hand-over", "hand-over-all"})
_OPENED_BY: Final[Mapping[str, str]] = {
    "plate": "customers.plate",
    "owner": "customers.owner",
    "advisor": "customers.hand_over",
    "product": "customers.product",
    "tag": "customers.tags",
    "tie": "customers.tie",
}
_MENU: Final = (
    ("do_not_call", "lift", "wechat", "tags", "tie", "untie"),
    ("plate", "owner", "hand_over", "hand_over_all"),
    ("product", "change_product", "drop_product"),
    ("depart", "take_back"),
    ("complaint",),
    ("print", "print_visits", "export_visits"),
)


class Doing(QObject):
    """Opens one panel at a time in the place of the file, and does what it asks for."""

    def __init__(self, session: Session, panel: FilePanel, page: Page, editor: Editor) -> None:
        super().__init__(page)
        self._session, self._panel, self._page, self._editor = session, panel, page, editor
        self.panel: ActPanel | None = None
        self._busy = False
        self.at_once = AtOnce(session, panel, lambda: editor.holds() or self.holds())
        self.returning = HalfFilled(session, panel, page, self._return)
        panel.loaded.connect(lambda _file: self._show_actions())

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions about a customer or a car do."""
        opening = {f"customers.{code.replace('-', '_')}": (lambda code=code: self.open(code)) for code in _PANELS}
        return {
            **opening,
            "customers.more": self.offer,
            "customers.confirm": self.confirm,
            "customers.change_product": self.change_product,
            **self.at_once.does(),
        }

    @property
    def is_open(self) -> bool:
        """Whether a panel stands in the place of the file."""
        return self.panel is not None

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not in the store."""
        return self.panel is not None and self.panel.is_changed

    def holds(self) -> bool:
        """Whether what was entered keeps the file where it is: then that is said."""
        if self.unsaved:
            words = self._session.words
            self._session.note(words.text("Save what you entered (Ctrl+S), or cancel it (Esc), first."), bad=True)
        return self.unsaved

    # panels

    def open(self, code: str, key: int = 0) -> None:
        """Open a panel for the file that is shown."""
        file = self._panel.file
        if self._editor.holds() or self.holds():
            return
        if file is None:
            self._session.note(self._session.words.text("No customer chosen"), bad=True)
            return
        missing = file.person is None if code in _OF_PERSON else file.car is None and code != HandOverAllPanel.code
        if missing:
            words = self._session.words
            told = words.text("No owner known") if code in _OF_PERSON else words.text("No vehicle")
            self._session.note(told, bad=True)
            return
        waits = self._page.waiting.get(_slot(file, code, key))
        if waits is not None:
            begun = begun_of(waits)
            self._page.took_up.emit(begun.slot)
            self.returning.fetch(begun)
            return
        self._make(file, code, key).start()

    def open_fact(self) -> bool:
        """Open what changes the fact that the keyboard is at, if that is no field of the form."""
        fact = self._panel.facts.fact
        if fact is None:
            return False
        if fact.field == "product" and fact.key:
            self.change_product()
            return True
        if fact.field == "tie" and fact.key:
            self._session.open("customers", customer=fact.key)
            return True
        name = _OPENED_BY.get(fact.field)
        if fact.field == "do_not_call":
            name = "customers.lift" if fact.tone == "bad" else "customers.do_not_call"
        elif fact.field == "departed":
            name = "customers.take_back" if fact.tone == "departed" else "customers.depart"
        if name is not None:
            self._page.action(name).trigger()
        return name is not None

    def offer(self) -> None:
        """Offer all that can be done with the file."""
        menu = QMenu(self._page)
        for group in _MENU:
            for name in group:
                menu.addAction(self._page.action(f"customers.{name}"))
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._panel.head.menu_place)

    def close(self) -> None:
        """Show the file again, without what was entered."""
        panel, self.panel = self.panel, None
        if panel is not None:
            self._panel.hide_form(panel)
            panel.deleteLater()
            self._panel.head.show_buttons(editing=False)
            self._page.edited.emit()

    def cancel(self) -> None:
        """Drop what was entered; a note can bring it back."""
        panel = self.panel
        if panel is None:
            return
        begun = self._begun(panel) if panel.is_changed else None
        self.close()
        self._panel.facts.setFocus()
        if begun is not None:
            words = self._session.words
            bring_back = (words.text("Bring it back"), lambda: self._bring_back(begun))
            self._session.note(words.text("What you entered was dropped."), act=bring_back)

    def confirm(self) -> None:
        """What is doubtful in the panel is right: do it."""
        if self.panel is not None and not self._busy:
            self.panel.confirm_all()

    def _look_elsewhere(self, what: Mapping[str, int]) -> None:
        """Look at another file; the panel opens as it was left when one comes back to this one."""
        if self.panel is not None and not self._busy:
            begun = self._begun(self.panel)
            self.close()
            self.returning.coming = begun
            self._session.open("customers", **what)

    def save(self) -> None:
        """Do what the panel asks for; while it is being done a second press does nothing."""
        panel = self.panel
        if panel is None or self._busy or not panel.check():
            return
        self._busy = True
        panel.keep.setEnabled(False)
        self._session.background.write(
            self,
            panel.call(),
            lambda answer: self._answered(panel, answer),
            label=self._session.words.text("Saving"),
            failed=lambda why: self._refused(panel, why),
        )

    def change_product(self) -> None:
        """Change the product that the keyboard is at."""
        key = self.at_once.product()
        if key:
            self.open("product", key)

    # half filled in

    def drafts(self) -> tuple[Begun, ...]:
        """What is half filled in, and what is on its way back."""
        coming = self.returning.coming
        mine = (self._begun(self.panel),) if self.panel is not None and self.unsaved else ()
        return mine if coming is None or coming.slot in {one.slot for one in mine} else (*mine, coming)

    def take_up(self, begun: Begun) -> bool:
        """Go to the file that the panel was about, and open it as it was; not while another form is open."""
        if self.unsaved:
            return self.panel is not None and begun.slot == _slot(self.panel.file, self.panel.code, self.panel.key)
        if self._editor.unsaved or begun.held["panel"] not in _PANELS:
            return False
        self._editor.close()
        self.close()
        self.returning.fetch(begun)
        return True

    def _begun(self, panel: ActPanel) -> Begun:
        file = panel.file
        of = {
            "vehicle": None if file.car is None else file.car.id,
            "customer": None if file.person is None else file.person.id,
            "panel": panel.code,
            "key": panel.key,
        }
        about = () if file.person is None else (file.person.id,)
        return Begun(_slot(file, panel.code, panel.key), panel.title.text(), {**of, **panel.held()}, about)

    def _return(self, begun: Begun) -> None:
        file, held = self._panel.file, begun.held
        if file is None or self.is_open or self._editor.is_open:
            return
        panel = self._make(file, held["panel"], held["key"])
        panel.take_up(held)
        panel.start()

    def _bring_back(self, begun: Begun) -> None:
        file = self._panel.file
        if file is None or self.is_open or self._editor.is_open:
            return
        of = (None if file.car is None else file.car.id, None if file.person is None else file.person.id)
        if of == (begun.held["vehicle"], begun.held["customer"]):
            self._return(begun)

    # inside

    def _make(self, file: CustomerFile, code: str, key: int) -> ActPanel:
        self._editor.close()
        self.close()
        panel = self.panel = _PANELS[code](self._session, file, key)
        panel.edited.connect(self._page.edited)
        panel.wanted.connect(self.save)
        panel.left.connect(self.cancel)
        panel.elsewhere.connect(self._look_elsewhere)
        self._panel.show_form(panel)
        self._panel.head.show_buttons(editing=True, form=False)
        panel.follow()
        return panel

    def _answered(self, panel: ActPanel, answer: Answer) -> None:
        self._busy = False
        if panel is not self.panel:
            return
        panel.keep.setEnabled(True)
        if not panel.answer(answer):
            return
        told = panel.done_words()
        self.close()
        if panel.code in _GIVES_AWAY and self._session.desk.actor.scope.advisor_id is not None:
            self._panel.show_nobody()  # the car is another advisor's now, who alone sees it
        else:
            self._panel.reload()
        self._panel.facts.setFocus()
        if answer.changed.act is not None:
            self._session.note(told, undo=answer.changed.act)
        else:
            self._session.note(self._session.words.text("It was like that already."))

    def _refused(self, panel: ActPanel, why: Said) -> None:
        self._busy = False
        self._session.note(self._session.say(why), bad=True)
        if panel is not self.panel:
            return
        panel.keep.setEnabled(True)
        car, person, desk = panel.file.car, panel.file.person, self._session.desk
        of = {"vehicle": car.id} if car is not None else {"customer": person.id if person is not None else 0}
        self._session.background.read(
            self, lambda: customer_file(desk, **of), lambda file: self._rebase(panel, file), key="rebase"
        )

    def _rebase(self, panel: ActPanel, file: CustomerFile) -> None:
        if panel is self.panel:
            panel.rebase(file)

    def _show_actions(self) -> None:
        """Let those actions show that can be done with this file now."""
        file = self._panel.file
        person, car = (None, None) if file is None else (file.person, file.car)
        marked = person is not None and person.do_not_call
        own = person is not None and any(mark.number is None for mark in person.marks)
        gone = car is not None and car.departure is not None
        shown = {
            "do_not_call": person is not None and not own,
            "lift": marked,
            "wechat": person is not None and not person.wechat,
            "tags": person is not None,
            "tie": person is not None,
            "untie": person is not None and bool(person.ties),
            "depart": car is not None and not gone,
            "take_back": gone,
            **dict.fromkeys(
                ("plate", "owner", "hand_over", "product", "change_product", "drop_product"), car is not None
            ),
        }
        for name, on in shown.items():
            self._page.show_action(f"customers.{name}", on=on)


def _slot(file: CustomerFile, code: str, key: int) -> Slot:
    """By what a panel is known: what it does, and with whom or what."""
    person = file.person is not None and (code in _OF_PERSON or file.car is None)
    of = file.person.id if person and file.person is not None else file.car.id if file.car is not None else 0
    return Slot(KIND, f"{code}:{of}:{key}" if key else f"{code}:{of}")
