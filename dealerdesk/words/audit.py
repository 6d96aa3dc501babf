"""The audit trail in words: what was done, from where, to which record, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from dealerdesk.domain.audit import AuditLine, FieldOf, RecordChange
    from dealerdesk.words.speech import Words

_COMMAND = "command"


def use_case_name(words: Words, use_case: str) -> str:
    """What was done; a use case of an older or newer program goes by its code."""
    return _label(words, f"act.{use_case}", use_case)


def who_name(words: Words, who: str) -> str:
    """Who did it: people have names, the one owner of a store without accounts has none."""
    return _label(words, f"actor.{who}", who)


def source_name(words: Words, source: str) -> str:
    """From where: the window, or a command by its name."""
    return _label(words, f"trail_source.{source}", source)


def record_name(words: Words, table: str) -> str:
    """A kind of record."""
    return _label(words, f"record.{table}", table)


def change_name(words: Words, change: RecordChange) -> str:
    """What became of a record."""
    return words.label(f"record_change.{change.what}")


def kinds_line(words: Words, line: AuditLine) -> str:
    """How many records of which kinds an act changed."""
    if not line.kinds:
        return words.ntext("{n} record", "{n} records", line.rows) if line.rows else ""
    named = (
        f"{record_name(words, table)} {words.number(n)}" if n > 1 else record_name(words, table)
        for table, n in line.kinds
    )
    return words.formats.enumeration(named)


def about_line(words: Words, line: AuditLine) -> str:
    """Whom or what an act concerned, and how many records in all where that is more."""
    return words.formats.enumeration(line.about) if line.about else kinds_line(words, line)


def field_name(words: Words, field: FieldOf) -> str:
    """A field of a record, by the name that people know it by."""
    places = (f"record_field.{field.table}-{field.name}", *(f"{group}.{field.name}" for group in _GROUPS))
    found = next((place for place in places if place in LABELS), None)
    return field.name if found is None else words.label(found)


_GROUPS = ("record_field", "fact", "field", "column")


def field_line(words: Words, field: FieldOf, what: str = "changed") -> str:
    """A field with its old and its new value."""
    name = field_name(words, field)
    if what == "added":
        return words.text("{field}: {new}", field=name, new=field.new)
    if what == "deleted":
        return words.text("{field}: {old}", field=name, old=field.old)
    old, new = (words.shown(value) if value is not None else "—" for value in (field.old, field.new))
    return words.text("{field}: {old} → {new}", field=name, old=old, new=new)


def change_line(words: Words, change: RecordChange) -> tuple[str, str, str, str]:
    """A record, its name, what became of it, and its fields, for a row of a table."""
    fields = "; ".join(field_line(words, field, change.what) for field in change.fields)
    return record_name(words, change.table), change.name, change_name(words, change), fields


def _label(words: Words, code: str, otherwise: str) -> str:
    return words.label(code) if code in LABELS else otherwise
