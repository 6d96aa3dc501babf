"""Who has a window on the store: so that the next start knows of a program that died, and of what it was at."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db import drafts as kept
from dealerdesk.db.drafts import SITTING, Draft
from dealerdesk.db.ended_works import act_since, import_since, last_act
from dealerdesk.domain.errors import Said, said
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.drafts import writer_of
from dealerdesk.services.restore_ending import RESTORES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dealerdesk.db.reading import Reading as Connection

_SAME_START: Final = 2.0
"""Seconds by which two answers to when a process began may differ."""

_COPIES: Final = frozenset({"back-up", "automatic-backup"})


class Work(NamedTuple):
    """What is under way beside a window: its use case, how it is called on the screen, and the file it is about."""

    use_case: str
    words: str
    file: str = ""


class Ending(NamedTuple):
    """What became of a work that was under way when the program died: whether it is in the store, and that as said."""

    work: Work
    done: bool
    told: Said


@dataclass(frozen=True)
class Died:
    """A program that ended unexpectedly: when it was last heard of (UTC), and what became of its works."""

    last_seen: datetime
    works: tuple[Ending, ...]


@use_case("look-back", Right.SEE)
def look_back(desk: Desk) -> Died | None:
    """How the last window of this person on the store died, if it did, and what became of what it was at.

    That is read from the acts of the store, not guessed.
    """
    who = writer_of(desk.actor)
    with desk.store.read() as conn:
        sittings = _sittings(conn, who)
        dead = [one for one in sittings if _is_of(one.content, desk) and not _is_alive(one.content)]
        return _how_it_died(conn, who, dead[0]) if dead else None


@use_case("sit-down", Right.SEE)
def sit_down(desk: Desk) -> None:
    """Take down that this process has a window on the store; those that died have been spoken of by now."""
    who = writer_of(desk.actor)
    with desk.store.derive() as conn:
        for sitting in kept.drafts_of(conn, who, SITTING):
            if not (_is_whole(sitting.content) and _is_alive(sitting.content)):
                kept.drop(conn, who, SITTING, sitting.key)
        kept.keep(conn, who, _sitting(desk, conn, ()))


@use_case("tell-works", Right.SEE)
def tell_works(desk: Desk, works: Sequence[Work]) -> None:
    """Take down what is under way beside this process's window now."""
    with desk.store.derive() as conn:
        kept.keep(conn, writer_of(desk.actor), _sitting(desk, conn, works))


@use_case("stand-up", Right.SEE)
def stand_up(desk: Desk) -> None:
    """Take down that this process's window was closed as it should be."""
    with desk.store.derive() as conn:
        kept.drop(conn, writer_of(desk.actor), SITTING, str(os.getpid()))


def _sittings(conn: Connection, who: str) -> list[Draft]:
    """What is taken down of a person's windows; nothing vouches for it, and what is no sitting tells of nobody."""
    return [one for one in kept.drafts_of(conn, who, SITTING) if _is_whole(one.content)]


def _is_whole(content: dict[str, Any]) -> bool:
    """Answer whether a sitting holds all that one does."""
    works = content.get("works")
    numbers = isinstance(content.get("process"), int) and isinstance(content.get("started"), int | float)
    if not (numbers and {"host", "file"} <= content.keys() and isinstance(works, list)):
        return False
    return all(isinstance(work, list) and [type(part) for part in work] == [str, str, str, int] for work in works)


def _sitting(desk: Desk, conn: Connection, works: Sequence[Work]) -> Draft:
    """What is taken down of this process; each work with the newest act of when it began."""
    import psutil

    key, now = str(os.getpid()), last_act(conn)
    before = next((one for one in _sittings(conn, writer_of(desk.actor)) if one.key == key), None)
    began = {tuple(work): since for *work, since in before.content["works"]} if before is not None else {}
    content = {
        "host": platform.node(),
        "process": os.getpid(),
        "started": psutil.Process().create_time(),
        "file": _file(desk),
        "works": [[*work, began.get(tuple(work), now)] for work in works],
    }
    return Draft(SITTING, key, desk.clock(), content)


def _file(desk: Desk) -> int:
    """What tells the store's file from a copy of it: a copy's sittings were never of its own windows."""
    return desk.store.file.stat().st_ino


def _is_of(content: dict[str, Any], desk: Desk) -> bool:
    return bool(content["host"] == platform.node() and content["file"] == _file(desk))


def _is_alive(content: dict[str, Any]) -> bool:
    """Whether the process that wrote this is still there, and not another one of its number."""
    import psutil

    try:
        began = psutil.Process(content["process"]).create_time()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
    return abs(began - float(content["started"])) <= _SAME_START


def _how_it_died(conn: Connection, who: str, sitting: Draft) -> Died:
    forms = [draft.at for draft in kept.drafts_of(conn, who)]
    works = [_ending(conn, Work(*work), since) for *work, since in sitting.content["works"]]
    return Died(max([sitting.at, *forms]), tuple(works))


def _ending(conn: Connection, work: Work, since: int) -> Ending:
    """What became of a work: every one of them is one act, which is there whole or not at all."""
    imports = work.use_case == "import"
    restores = work.use_case in RESTORES
    use_case = "restore" if restores else work.use_case
    done = import_since(conn, work.file, since) if imports else act_since(conn, use_case, since)
    kind = "copy" if work.use_case in _COPIES else "restore" if restores else "work"
    return Ending(work, done, said(f"died.{kind}_{'done' if done else 'undone'}", work=work.words))
