"""Planning what old records of calls bring: contacts with their day and author, with the customers they were made to.

Nobody is made known by a call: a row whose customer the store does not know is rejected (PEERS 9).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from dealerdesk.db.forgotten import Forgotten
from dealerdesk.db.importing import rows_by, sources_by_key, staff_names
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.folding import fold_text
from dealerdesk.domain.followup import Disposition
from dealerdesk.services.importing.draft import Spans
from dealerdesk.services.importing.garage import Garage
from dealerdesk.services.importing.outcome import Outcome
from dealerdesk.services.importing.stopping import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.services.importing.draft import Draft, Row
    from dealerdesk.services.importing.outcome import Tally
    from dealerdesk.spreadsheets.rows import CallRow

KIND: Final = "calls"
_NOON: Final = time(12)
_NOTHING: Final = "[]"  # what is remembered of a row: its key alone, which tells nobody's name


class CallRecords:
    """The plan of one file of calls. `author`: who brings it in, and who is named where a row names nobody."""

    def __init__(self, conn: Connection, draft: Draft, tally: Tally, author: str) -> None:
        self._conn, self._draft, self._tally, self._author = conn, draft, tally, author
        self._staff = staff_names(conn)
        self._forgotten = Forgotten(conn)
        self._garage = Garage(conn, draft)
        self._owners = Spans(draft, "ownership", "customer_id")
        self._by_digits: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}

    def plan(self, rows: Iterable[CallRow], ask: Callable[[], object]) -> None:
        """Plan what rows bring; those that cannot be taken are noted. `ask` raises where it is not wanted any more."""
        usable = []
        for row in rows:
            code = row.code or ("free_plate" if _names_nobody(row) else None)
            if code is None and row.result is None and row.note is None:
                code = "no_result"
            if code is None:
                usable.append(row)
            else:
                self._tally.leave(row, code)
        self._look_up(usable)
        keys = [key_of(row) for row in usable]
        known = set(sources_by_key(self._conn, KIND, keys))
        for row, key in asking(zip(usable, keys, strict=True), ask):
            self._take(row, key, known)

    def _look_up(self, rows: Sequence[CallRow]) -> None:
        vehicles = self._garage.load(
            {row.vin for row in rows if row.vin is not None}, {row.plate for row in rows if row.plate is not None}
        )
        self._owners.learn(vehicles, rows_by(self._conn, "ownership", "vehicle_id", vehicles))
        digits = {phone.digits for row in rows for phone in row.phones}
        for phone in rows_by(self._conn, "phone", "digits", digits):
            self._by_digits.setdefault(phone["digits"], []).append(phone["customer_id"])
        owners = {span["customer_id"] for vehicle in vehicles for span in self._owners.of(vehicle)}
        owners.update(customer for found in self._by_digits.values() for customer in found)
        self._names = {row["id"]: row["name"] for row in rows_by(self._conn, "customer", "id", owners)}

    def _take(self, row: CallRow, key: str, known: set[str]) -> None:
        if key in known:
            self._tally.take([row], [Outcome.UNCHANGED])
            return
        vehicle, disagree = self._garage.find(row.vin, row.plate, _day(row))
        customer = self._customer(row, vehicle)
        if customer is None or self._is_forgotten(row):
            self._tally.leave(row, "unknown_customer")
            return
        if disagree:
            self._tally.warn("vin_plate_disagree")
        if row.result is None:
            self._tally.warn("result_taken_as_completed")
        self._keep(row, key, customer, vehicle)
        known.add(key)
        self._tally.take([row], [Outcome.ADDED])

    def _customer(self, row: CallRow, vehicle: int | None) -> int | None:
        """Whom a call was made to: the car's owner of that day, else who has the number, of several the one named."""
        if vehicle is not None:
            owner = self._owner_on(vehicle, _day(row))
            if owner is not None:
                return owner
        found = dict.fromkeys(customer for phone in row.phones for customer in self._by_digits.get(phone.digits, ()))
        if len(found) > 1 and row.customer_name is not None:
            named = fold_text(row.customer_name)
            found = dict.fromkeys(one for one in found if fold_text(self._names[one]) == named)
        return next(iter(found)) if len(found) == 1 else None

    def _owner_on(self, vehicle: int, day: date) -> int | None:
        held = (span for span in self._owners.of(vehicle) if span["from_day"] <= day < span["until_day"])
        return next((int(span["customer_id"]) for span in held), None)

    def _is_forgotten(self, row: CallRow) -> bool:
        """Whether a row names somebody who was erased, and is not to be brought back."""
        return bool(self._forgotten) and self._forgotten.is_one(
            number=None,
            name=row.customer_name,
            digits=[phone.digits for phone in row.phones],
            cars=(row.vin, row.plate),
        )

    def _keep(self, row: CallRow, key: str, customer: int, vehicle: int | None) -> None:
        call = self._draft.add("call", self._call(row, customer, vehicle))
        self._draft.add("source_row", {"kind": KIND, "key": key, "record_id": call["id"], "cells": _NOTHING})

    def _call(self, row: CallRow, customer: int, vehicle: int | None) -> Row:
        return {
            "at": datetime.combine(_day(row), row.hour or _NOON).astimezone(UTC),
            "day": _day(row),
            "who": row.agent or self._author,
            "agent_id": None if row.agent is None else self._staff.get(row.agent),
            "customer_id": customer,
            "vehicle_id": vehicle,
            "disposition": row.result or Disposition.COMPLETED.value,
            "note": row.note,
            "channel": row.channel or Channel.CALL.value,
            "incoming": bool(row.incoming),
            "topic": row.topic,
            "timed": row.hour is not None,
        }


def key_of(row: CallRow) -> str:
    """What a row is known by again when its file comes a second time; it tells nothing of whom it names."""
    named = row.vin or row.plate or "".join(phone.digits for phone in row.phones)
    told = (_day(row), row.hour, named, row.customer_name, row.agent, row.channel, row.result, row.topic, row.note)
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in told).encode()).hexdigest()[:32]


def _day(row: CallRow) -> date:
    if row.called is None:
        raise ValueError(row.line)
    return row.called


def _names_nobody(row: CallRow) -> bool:
    """Whether a row has the store's dummy plate, and nothing else that tells whom it is about."""
    return row.free_plate and row.vin is None and not row.phones
