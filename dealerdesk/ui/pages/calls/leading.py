"""The script that leads a call: read beside the window, answered in its place, kept with the call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.questionnaire import spoken
from dealerdesk.services.scripts import script_version
from dealerdesk.ui.pages.calls.call_in_hand import ScriptRun
from dealerdesk.ui.pages.calls.script_facts import script_of
from dealerdesk.ui.pages.calls.script_run import ScriptRunning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.domain.questionnaire import Script
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.pages.calls.page import CallsPage
    from dealerdesk.ui.pages.calls.script_facts import ScriptOf


class Leading:
    """The run through a script in the call that is under way."""

    def __init__(self, page: CallsPage) -> None:
        self._page = page
        self.running: ScriptRunning | None = None

    def begin(self) -> None:
        """Another call, or none: no script leads it yet."""
        self.running = None
        self._page.column.script.clear()

    def ask(self, call: CallInHand, row: QueueRow | None) -> None:
        """Ask for the script of a call."""
        desk, agent = self._page.session.desk, self._page.panel.narrowed.agent
        self._page.session.background.read(
            self._page,
            lambda: script_of(desk, call, row, agent),
            lambda of: self._here(call.key, of),
            key="script",
        )

    def another(self, name: str) -> None:
        """Let the call be led by another script; the answers to this one are there when it comes back."""
        call, desk = self._page.flow.call, self._page.session.desk
        if call is not None and self.running is not None:
            self._page.session.background.read(
                self._page,
                lambda: script_version(desk, name),
                lambda found: self._changes(call.key, found),
                key="script",
            )

    def _changes(self, key: str, script: Script) -> None:
        page, call = self._page, self._page.flow.call
        if call is None or call.key != key or call.script is None or self.running is None:
            return
        self.running = replace(self.running, script=script)
        led = call.led_by(script.name, script.version)
        page.flow.become(led)
        page.column.script.show_script(self.running, led.answers)
        page.column.script.begin()
        page.show_call()
        page.ending.tell()

    def _here(self, key: str, of: ScriptOf) -> None:
        page, call = self._page, self._page.flow.call
        if call is None or call.key != key:
            return
        self.running = ScriptRunning(of.script, of.facts, page.session.desk.today, page.words.language)
        run = call.script or ScriptRun(of.script.name, of.script.version, of.opening)
        page.flow.change(script=run)
        page.column.script.show_script(self.running, run.answers)
        page.show_call()
        if page.focus_is_free:
            page.to_script()

    @property
    def title(self) -> str:
        """What the script is called, empty while there is none."""
        if self.running is None:
            return ""
        return spoken(self.running.script.title, self._page.words.language, {})

    def answered(self, answers: Mapping[str, Any]) -> None:
        """Something was answered: it is kept at once."""
        call = self._page.flow.call
        if call is not None and call.script is not None:
            self._page.flow.change(script=replace(call.script, answers=dict(answers)))
            self._page.ending.tell()
