"""What is said of a contact and of the filters over them, for the table, for paper and for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.domain.contact_query import ContactRow, ContactsQuery
    from dealerdesk.words import Words


def channel_words(words: Words, row: ContactRow) -> str:
    """The channel, and that the customer began it."""
    channel = words.label(f"channel.{row.channel}")
    return words.text("{channel} (incoming)", channel=channel) if row.incoming else channel


def about_words(words: Words, row: ContactRow) -> str:
    """What a contact was about: the reasons of its tasks, else its author's own word."""
    if row.about:
        return words.shown(tuple(words.label(f"reason.{reason}") for reason in row.about))
    topic = row.topic or ""
    return words.label(f"reason.{topic}") if f"reason.{topic}" in LABELS else topic


def when_words(words: Words, row: ContactRow, local: datetime) -> str:
    """The day of a contact, with the hour where it is known; `local`: its instant by the clock of the store."""
    day = words.day(row.day)
    return f"{day} {local:%H:%M}" if row.timed else day


def filters_told(words: Words, query: ContactsQuery) -> tuple[str, ...]:
    """Each filter that is given, in words."""
    told = []
    if query.first is not None and query.last is not None:
        told.append(words.text("{first} to {last}", first=words.day(query.first), last=words.day(query.last)))
    elif query.first is not None:
        told.append(words.text("from {day} on", day=words.day(query.first)))
    elif query.last is not None:
        told.append(words.text("up to {day}", day=words.day(query.last)))
    told += [words.label(f"channel.{one}") for one in query.channels]
    told += [words.label(f"disposition.{one}") for one in query.results]
    told += list(query.who)
    told += [words.label(f"reason.{one}") for one in query.about]
    if query.incoming is not None:
        told.append(words.text("incoming") if query.incoming else words.text("outgoing"))
    if query.noted is not None:
        told.append(words.text("with a note") if query.noted else words.text("without a note"))
    return tuple(told)
