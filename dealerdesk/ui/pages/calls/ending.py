"""Ending a call by one key: what is still to be asked for it, what forms and script give, and what then is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.followup import CONNECTED, Disposition
from dealerdesk.ui.actions.calls import DISPOSITIONS
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.pages.calls.call_in_hand import CallInHand, made_of
from dealerdesk.ui.pages.calls.forms import ABOUT, ASKED_BY, FORMS
from dealerdesk.ui.pages.calls.forms.result_form import About
from dealerdesk.ui.pages.calls.results import will
from dealerdesk.ui.pages.calls.script_run import Come, come_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.call_queue import Entry
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.calls.page import CallsPage

_ONLY_ASKED = {"calls.do_not_call": "do-not-call", "calls.flag": "flag"}
_ALWAYS = frozenset({"flag"})
"""Forms whose content goes with any result."""


class Ending:
    """What came of the call, from the key to what is kept."""

    def __init__(self, page: CallsPage) -> None:
        self._page, self._session, self._flow = page, page.session, page.flow
        self._column = page.column
        self._given: dict[str, dict[str, Any]] = {}
        self._told: dict[str, str] = {}
        self._settled: dict[str, tuple[dict[str, dict[str, Any]], dict[str, str]]] = {}
        self._warned: tuple[str, Disposition] | None = None
        place = self._column.form
        place.kept.connect(self.keep_form)
        place.left.connect(self.close_form)
        place.edited.connect(self._form_edited)
        self._column.detached.connect(self.detach)
        self._flow.came_back.connect(self._came_back)
        self._flow.kept.connect(lambda call, _kept: self._settled.pop(call.key, None))

    # keys

    def press(self, action: str) -> None:
        """A key that says what came of the call: at once, or with a form."""
        disposition = DISPOSITIONS.get(action, Disposition.COMPLETED)
        form = _ONLY_ASKED.get(action) or ASKED_BY.get(disposition, "")
        if form:
            self._page.with_call(lambda: self.open_form(form, disposition))
        elif self._flow.call is not None:
            if not self._warns(self._flow.call, action, disposition):
                self._finish(disposition)
        elif (entry := self._page.entry_at_hand) is not None:
            self._at_once(entry, disposition)

    def _warns(self, call: CallInHand, action: str, disposition: Disposition) -> bool:
        """Say once what stands in forms and would be lost with a result; the same key once more ends the call so."""
        form, words = self._column.form.form, self._session.words
        lost = [] if form is None or not form.is_touched else [form.title()]
        if disposition not in CONNECTED:
            lost += [told for code, told in self._told.items() if code not in _ALWAYS]
        if not lost or self._warned == (call.key, disposition):
            return False
        self._warned = call.key, disposition
        told = words.text(
            "“{result}” does not keep: {what}. {keys} once more ends the call so.",
            result=words.label(f"disposition.{disposition}"),
            what=words.shown(tuple(lost)),
            keys=ACTIONS[action].shortcut,
        )
        self._session.note(told, bad=True)
        return True

    def finish(self) -> None:
        """End the call as the script proposes, or as the form that is open says."""
        if self._column.form.form is not None:
            self.keep_form(ends=True)
        elif self._flow.call is not None:
            self._finish(self._come.disposition)

    def _at_once(self, entry: Entry, disposition: Disposition) -> None:
        """Say what came of a call that was not begun here: it is taken and kept in one go."""
        if self._flow.taking:
            return
        call = CallInHand.of(entry, self._session.desk.clock(), self._flow.holder)
        self._flow.settle(call, self._made(call, disposition, {}), takes=True)

    def _finish(self, disposition: Disposition) -> None:
        """End the call so, once all is filled in that it asks for."""
        call = self._flow.call
        if call is None:
            return
        if call.is_planned and not call.ticked:
            told = self._session.words.text("Tick at least one task that the call was about.")
            self._session.note(told, bad=True)
            return
        for form in self._needed(disposition):
            if form not in self._given:
                self.open_form(form, disposition)
                return
        self._settled[call.key] = (self._given, self._told)
        made = self._made(call, disposition, self._all_given(disposition))
        self._flow.settle(call, made)

    def _needed(self, disposition: Disposition) -> list[str]:
        """The forms that a result and the answers ask for."""
        come = self._come
        own = ASKED_BY.get(disposition)
        needed = [own] if own is not None and not self._is_given(disposition, come) else []
        if disposition in CONNECTED:
            needed += [form for form in come.forms if form not in needed]
        return needed

    def _is_given(self, disposition: Disposition, come: Come) -> bool:
        """Whether the answers gave all that a result asks for."""
        given = {
            Disposition.NOT_DUE: "reading",
            Disposition.SERVICED_ELSEWHERE: "outside",
            Disposition.USED_ELSEWHERE: "departed",
        }
        return given.get(disposition) in come.given

    def _all_given(self, disposition: Disposition) -> dict[str, Any]:
        if disposition not in CONNECTED:
            return {name: value for form in _ALWAYS for name, value in self._given.get(form, {}).items()}
        given: dict[str, Any] = dict(self._come.given)
        for fields in self._given.values():
            given |= fields
        return given

    def _made(self, call: CallInHand, disposition: Disposition, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
        running, interview = self._page.leading.running, None
        if running is not None and call.script is not None and self._flow.call is call:
            interview = running.done(call.script.answers, call.began_at)
        made = made_of(call, disposition, given, interview)
        agent = self._page.panel.narrowed.agent
        return replace(made, agent=agent) if agent and self._session.desk.actor.account is None else made

    # what the script says of it

    @property
    def _come(self) -> Come:
        call, running = self._flow.call, self._page.leading.running
        if running is None or call is None or call.script is None:
            return Come(Disposition.COMPLETED, complete=False, open_questions=0)
        return running.come(call.script.answers)

    def tell(self) -> None:
        """Say beside the key that finishes what it will do."""
        words, strip = self._session.words, self._page.strip
        if self._flow.call is None:
            strip.tell("", "")
            return
        come, call, form = self._come, self._flow.call, self._column.form.form
        if form is not None and form.ends_the_call and call.aim in set(Disposition):
            aim = Disposition(call.aim)
            strip.tell(words.label(f"disposition.{aim}"), will(words, aim))
            return
        also = come_words(words, come)
        told = will(words, come.disposition)
        attached = words.shown(tuple(self._told.values())) if self._told else ""
        whole = " · ".join(part for part in (told, also, attached) if part)
        strip.tell(words.label(f"disposition.{come.disposition}"), whole)

    # forms

    def open_form(self, code: str, aim: Disposition) -> None:
        """Open a form, with what was begun in it, or with what the answers say."""
        call = self._flow.call
        if call is None:
            return
        held = call.forms.get(code) or self._come.forms.get(code)
        result = self._session.words.label(f"disposition.{aim}")
        self._warned = None
        self._flow.become(replace(call, open_form=code, aim=aim.value))
        self._column.form.open(code, self._about(call), held, result)
        self.tell()

    def reopen(self, call: CallInHand) -> None:
        """Open the form that was open when the call was left."""
        if call.open_form in FORMS and call.aim in set(Disposition):
            self.open_form(call.open_form, Disposition(call.aim))

    def keep_form(self, ends: bool) -> None:
        """Keep what the form gives; and with it the call, where it is its end."""
        form, call = self._column.form.form, self._flow.call
        if form is None or call is None:
            return
        given = form.given()
        if given is None:
            return
        self._given[form.code], self._told[form.code] = given, form.told()
        aim = Disposition(call.aim) if call.aim in set(Disposition) else Disposition.COMPLETED
        closed = replace(call.with_form(form.code, form.held()).attaches(form.code, on=True), open_form="", aim="")
        ends = ends and form.ends_the_call
        self._column.form.shut()
        self._flow.become(closed)
        self._show_attached()
        if ends:
            self._finish(aim)
        else:
            self._page.to_script()

    def close_form(self) -> None:
        """Close the form; what stands in it is there when it is opened again."""
        call, form = self._flow.call, self._column.form.form
        self._column.form.shut()
        if call is not None and form is not None:
            held = form.held() if form.is_touched else None
            self._flow.become(replace(call.with_form(form.code, held), open_form="", aim=""))
        self.tell()
        self._page.to_script()

    def detach(self, code: str) -> None:
        """Take away what a form gave."""
        self._given.pop(code, None)
        self._told.pop(code, None)
        if self._flow.call is not None:
            self._flow.become(self._flow.call.with_form(code, None).attaches(code, on=False))
        self._show_attached()

    def begin(self) -> None:
        """Another call, or none: only what was attached to it before it was left goes with it."""
        self._given, self._told, self._warned = {}, {}, None
        call = self._flow.call
        if call is not None:
            for code in call.attached:
                self._attach_again(call, code)
        self._show_attached()

    def _attach_again(self, call: CallInHand, code: str) -> None:
        """Have again what a form gave the call; what cannot be any more (its time has passed) is told once asked."""
        if code not in FORMS or code not in call.forms:
            return
        form = FORMS[code](self._session, self._about(call))
        form.take_up(call.forms[code])
        given = form.given()
        if given is not None:
            self._given[code], self._told[code] = given, form.told()
        elif self._flow.call is not None:
            self._flow.become(self._flow.call.attaches(code, on=False))
            why = self._session.words.text("Look at this again: {what}", what=form.title())
            self._session.note(why, bad=True)
        form.deleteLater()

    def _show_attached(self) -> None:
        self._column.show_attached(self._told)
        self.tell()

    def _form_edited(self) -> None:
        form, call = self._column.form.form, self._flow.call
        self._warned = None
        if form is not None and call is not None:
            self._flow.become(call.with_form(form.code, form.held()))

    def _about(self, call: CallInHand) -> About:
        desk, file = self._session.desk, self._page.customer.file
        car = None if file is None else file.by_id.get(call.vehicle or 0)
        return About(
            desk.clock().astimezone(),
            desk.today,
            call.title,
            call.customer,
            call.vehicle,
            self._page.customer.car_told,
            None if car is None else car.figures.last_odometer,
        )

    def _came_back(self, why: Said) -> None:
        """The call could not be kept: have all of it again, and say why where it can be mended."""
        call = self._flow.call
        if call is None:
            return
        self._given, self._told = self._settled.pop(call.key, ({}, {}))
        self._show_attached()
        code = ABOUT.get(why.code, "")
        if code:
            self._given.pop(code, None)
            self._flow.become(call.attaches(code, on=False))
            aim = next((one for one, form in ASKED_BY.items() if form == code), Disposition.COMPLETED)
            self.open_form(code, aim)
            if self._column.form.form is not None:
                self._column.form.form.refuse(why)
        else:
            self._session.note(self._session.say(why), bad=True)
