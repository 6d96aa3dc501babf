"""Coming to the page for somebody: a task, whoever rang, or a customer who is to be written to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.contact import Channel
from dealerdesk.ui.pages.calls.call_in_hand import CallInHand

if TYPE_CHECKING:
    from dealerdesk.domain.caller import Caller
    from dealerdesk.ui.pages.calls.page import CallsPage
    from dealerdesk.ui.pages.calls.queue_rows import QueueItem


class Sought(NamedTuple):
    """Whom the page is asked for; `incoming`: they got in touch themselves."""

    task: int | None = None
    customer: int | None = None
    vehicle: int | None = None
    incoming: bool = False
    title: str = ""


class Coming:
    """Finds the call that somebody is about, or begins one without a task."""

    def __init__(self, page: CallsPage) -> None:
        self._page = page
        self._wanted: Sought | None = None

    def want(self, sought: Sought) -> None:
        """Go to somebody as soon as the queue is here."""
        self._wanted = sought
        self.seek()

    def seek(self) -> None:
        """Stand at whom the page was asked for, once the queue is here."""
        sought, watch = self._wanted, self._page.watch
        if sought is None or watch.seen is None:
            return
        self._wanted = None
        watch.seek(
            lambda item: self._there(sought, item),
            task=sought.task,
            customer=sought.customer,
            vehicle=sought.vehicle,
        )

    def found(self, caller: Caller) -> None:
        """Somebody was found who rang: their open task, else a call without one."""
        self._page.finder.hide()
        car = next(iter(caller.cars), None)
        name = caller.name or (None if car is None else car.plate) or ""
        self.want(Sought(None, caller.customer_id, None if car is None else car.vehicle_id, incoming=True, title=name))

    def write_to(self, call: CallInHand) -> None:
        """Log what is written to the customer of a call."""
        self._contact(Sought(None, call.customer, call.vehicle, title=call.title), Channel.MESSAGE)

    def _there(self, sought: Sought, item: QueueItem | None) -> None:
        page = self._page
        if item is not None:
            page.panel.list.setFocus()
        elif sought.task is None:
            self._contact(sought, Channel.CALL)
        else:
            page.session.note(page.words.text("That call is no longer in the queue."), bad=True)
            page.panel.list.setFocus()

    def _contact(self, sought: Sought, channel: Channel) -> None:
        """Begin a contact that no task asked for."""
        page = self._page
        call = CallInHand.unplanned(
            sought.title or page.words.text("this customer"),
            page.session.desk.clock(),
            page.flow.holder,
            customer=sought.customer,
            vehicle=sought.vehicle,
            incoming=sought.incoming,
        )
        page.flow.contact(replace(call, channel=channel))
