"""The tables of the store."""

from __future__ import annotations

from dealerdesk.db.tables.access import Account, ChainHead, Disclosure, Draft, Erased, Erasure, Secret
from dealerdesk.db.tables.base import Base, Recorded
from dealerdesk.db.tables.care import (
    Absence,
    Appointment,
    Complaint,
    Flag,
    Interview,
    InterviewAnswer,
    Reservation,
    ScriptVersion,
    StoreDay,
)
from dealerdesk.db.tables.cars import (
    Departure,
    Ownership,
    Plate,
    Product,
    Responsibility,
    SearchText,
    Vehicle,
)
from dealerdesk.db.tables.derived import Evidence, RuleBook, Stretch
from dealerdesk.db.tables.desk import Act, ActRow, Batch, Layout, Setting, SourceRow
from dealerdesk.db.tables.people import Customer, DoNotCall, Phone, Staff, Tag, Tie
from dealerdesk.db.tables.visits import Told, Visit, VisitKind
from dealerdesk.db.tables.work import Call, CallTask, Sheet, SheetRow, Task

__all__ = [
    "Absence",
    "Account",
    "Act",
    "ActRow",
    "Appointment",
    "Base",
    "Batch",
    "Call",
    "CallTask",
    "ChainHead",
    "Complaint",
    "Customer",
    "Departure",
    "Disclosure",
    "DoNotCall",
    "Draft",
    "Erased",
    "Erasure",
    "Evidence",
    "Flag",
    "Interview",
    "InterviewAnswer",
    "Layout",
    "Ownership",
    "Phone",
    "Plate",
    "Product",
    "Recorded",
    "Reservation",
    "Responsibility",
    "RuleBook",
    "ScriptVersion",
    "SearchText",
    "Secret",
    "Setting",
    "Sheet",
    "SheetRow",
    "SourceRow",
    "Staff",
    "StoreDay",
    "Stretch",
    "Tag",
    "Task",
    "Tie",
    "Told",
    "Vehicle",
    "Visit",
    "VisitKind",
]
