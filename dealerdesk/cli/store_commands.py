"""Commands that keep the store: version, demo, settings, check, backup, restore, rescue, bench."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from dealerdesk import __version__
from dealerdesk.cli.frame import Frame, pass_frame
from dealerdesk.domain.errors import Damaged, said
from dealerdesk.words import Words


def store_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    families = (_version, _demo, _settings, _check, _backup, _restore, _rescue, _bench)
    return [make(words) for make in families]


def _qt() -> str | None:
    """The version of Qt that the window runs on, asked without loading it; None where it is not installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("PySide6-Essentials")
    except PackageNotFoundError:
        return None


def _version(words: Words) -> click.Command:
    @click.command("version", help=words.text("Say which version this is, and of what it is made."))
    @pass_frame
    def version(frame: Frame) -> None:
        from dealerdesk.services.upkeep import schema_and_engine

        schema, engine = schema_and_engine()
        python = ".".join(map(str, sys.version_info[:3]))
        data = {"version": __version__, "schema": schema, "python": python, "qt": _qt(), "sqlite": engine}
        told = said("cli.version", version=__version__, schema=schema, python=python, sqlite=engine)
        frame.answer(data, frame.words.say(told))

    return version


def _demo(words: Words) -> click.Command:
    @click.command("demo", help=words.text("Fill an empty data folder with an invented store."))
    @click.option("--vehicles", type=int, default=None, metavar="N", help=words.text("How many vehicles to invent."))
    @click.option("--seed", type=int, default=None, metavar="S", help=words.text("Another seed invents another store."))
    @pass_frame
    def demo(frame: Frame, vehicles: int | None, seed: int | None) -> None:
        from dealerdesk.services.demo import SEED, VEHICLES, invent_store

        made = invent_store(
            frame.desk(create=True), VEHICLES if vehicles is None else vehicles, SEED if seed is None else seed
        )
        told = said(
            "cli.demo",
            path=str(frame.folder),
            vehicles=said("count.vehicles", n=made.vehicles),
            visits=said("count.visits", n=made.visits),
        )
        frame.answer({"vehicles": made.vehicles, "visits": made.visits}, frame.words.say(told))

    return demo


def _settings(words: Words) -> click.Command:
    @click.command("settings", help=words.text("Show the store's settings, or change those that are named."))
    @click.option("--store-name", metavar="TEXT", help=words.text("The store's name, as paper prints it."))
    @click.option("--save-lang", metavar="zh_CN|en", help=words.text("The language to speak from now on."))
    @pass_frame
    def settings(frame: Frame, store_name: str | None, save_lang: str | None) -> None:
        from dealerdesk.services import settings as kept

        desk = frame.desk()
        if save_lang is not None:
            kept.choose_language(desk, save_lang)
            frame.words = frame.words if frame.asked_lang else Words(save_lang)
        if store_name is not None:
            kept.name_store(desk, store_name)
        name, lang, words = kept.store_name(desk), kept.saved_language(desk), frame.words
        frame.answer(
            {"store_name": name, "lang": lang},
            words.text("Store name: {name}", name=name or words.text("not set")),
            words.text("Language: {lang}", lang=lang or words.text("not set")),
        )

    return settings


def _check(words: Words) -> click.Command:
    @click.command("check", help=words.text("Verify the store: the database, the acts, every derived fact."))
    @click.option("--repair", is_flag=True, help=words.text("Rebuild what is derived where it differs."))
    @pass_frame
    def check(frame: Frame, *, repair: bool) -> None:
        from dealerdesk.services.upkeep import check_store, repair_store

        try:
            found = repair_store(frame.desk()) if repair else check_store(frame.desk())
        except Damaged as trouble:
            if trouble.said.code != "store.damaged":
                raise
            raise Damaged("check.too_damaged", **trouble.said.params) from trouble
        lines = [frame.words.say(problem) for problem in found.problems]
        data = {"ok": found.ok, "problems": [*lines], "repaired": found.repaired}
        if found.repaired:
            lines.insert(0, frame.words.say(said("check.repaired", count=found.repaired)))
        if found.ok:
            lines.append(frame.words.say(said("check.ok")))
        frame.answer(data, *lines)
        for advice in found.advice:
            frame.note(advice)
        if not found.ok:
            click.get_current_context().exit(4)

    return check


def _backup(words: Words) -> click.Command:
    @click.command("backup", help=words.text("Make a verified copy of the store, also while it is in use."))
    @click.option("--out", metavar="FILE", help=words.text("The file to write."))
    @pass_frame
    def backup(frame: Frame, out: str | None) -> None:
        from dealerdesk.services.backups import back_up

        made = back_up(frame.desk(), Path(out) if out else None)
        frame.answer(
            {"file": str(made.file), "bytes": made.bytes, "sha256": made.sha256},
            frame.words.say(said("cli.backup", file=str(made.file), bytes=made.bytes)),
            frame.words.say(said("cli.backup.sha256", sha256=made.sha256)),
        )

    return backup


def _restore(words: Words) -> click.Command:
    @click.command("restore", help=words.text("Replace the store by a backup, keeping what was there beside it."))
    @click.argument("file", metavar="FILE")
    @pass_frame
    def restore(frame: Frame, file: str) -> None:
        from dealerdesk.services.restoring import restore_backup, restore_preview

        doorstep = frame.proven(Path(file))
        seen = restore_preview(doorstep, Path(file))
        done = restore_backup(doorstep, Path(file))
        kept = None if done.kept is None else str(done.kept)
        told = said("cli.restore", restored=str(done.restored), kept=kept)
        frame.answer({"restored": str(done.restored), "kept": kept}, frame.words.say(told))
        lost = seen.lost
        if lost is not None and lost.acts:
            what = {"acts": said("count.acts", n=lost.acts), "customers": said("count.customers", n=lost.customers)}
            frame.note(said("cli.restore.lost", **what, visits=said("count.visits", n=lost.visits), kept=kept))

    return restore


def _rescue(words: Words) -> click.Command:
    @click.command("rescue", help=words.text("Save what can be read of a damaged store into a new one elsewhere."))
    @click.argument("into", metavar="INTO")
    @pass_frame
    def rescue(frame: Frame, into: str) -> None:
        from dealerdesk.services.rescuing import Count, rescue_store, told_of_rescue

        done = rescue_store(frame.proven(), Path(into))
        kinds = {name: asdict(count) for name, count in done.counts.items() if count != Count()}
        data = {"into": str(done.folder), "rescued": done.rescued, "lost": done.lost, "lines_lost": done.lines_lost}
        frame.answer({**data, "kinds": kinds}, *(frame.words.say(line) for line in told_of_rescue(done)))
        if not done.whole:
            click.get_current_context().exit(1)

    return rescue


def _bench(words: Words) -> click.Command:
    @click.command("bench", help=words.text("Measure the desk on an invented store against named floors."))
    @click.option("--vehicles", type=int, default=5_000, metavar="N", help=words.text("How many vehicles to invent."))
    @click.option("--visits", type=int, default=None, metavar="M", help=words.text("How many visits they have in all."))
    @click.option("--only", default=None, metavar="NAME", help=words.text("Only the measurement of this name."))
    @click.option("--keep", default=None, metavar="DIR", hidden=True)
    @pass_frame
    def bench(frame: Frame, vehicles: int, visits: int | None, only: str | None, keep: str | None) -> None:
        from dealerdesk.benchmark.run import VISITS_A_CAR, measure

        in_all = vehicles * VISITS_A_CAR if visits is None else visits
        kept = None if keep is None else Path(keep)
        measured = measure(vehicles, in_all, only, frame.today, frame.note, keep=kept)
        frame.answer([m.as_data() for m in measured], *(m.line(frame.words) for m in measured))

    return bench
