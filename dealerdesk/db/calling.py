"""What a call brings about as it is written: what was told, interviews, numbers and what is kept of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.db.tables import Customer, Interview, InterviewAnswer, Phone, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dealerdesk.db.acts import Writer


def insert_told(writer: Writer, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what customers told of their cars."""
    writer.insert(Told, rows)


def insert_interview(writer: Writer, interview: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> int:
    """Keep an interview with its answers; answers its id."""
    (key,) = writer.insert(Interview, [interview])
    if answers:
        writer.insert(InterviewAnswer, [{"interview_id": key, **answer} for answer in answers])
    return key


def change_numbers(writer: Writer, phones: Iterable[int], quality: str) -> None:
    """Keep what is known of numbers now."""
    writer.update_many(Phone, {phone: {"quality": quality} for phone in phones})


def change_customer(writer: Writer, customer_id: int, fields: Mapping[str, Any]) -> None:
    """Change fields of a customer."""
    writer.update(Customer, customer_id, fields)
