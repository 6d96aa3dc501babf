"""What is said of people who sign in: passwords, PINs, waiting after failures, the recovery code, and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "actor.changed": N_("{who}’s account was changed or closed meanwhile: sign in again."),
    "actor.sign_in": N_("This store has staff accounts: sign in first."),
    "act.somebody_elses": N_("{who} did this: only they or a manager can take it back."),
    "accounts.short_password": N_("A password has at least {least} characters."),
    "accounts.long_password": N_("A password has at most {most} characters."),
    "accounts.bad_pin": N_("A PIN is {least} to {most} digits."),
    "accounts.no_name": N_("A name is needed here."),
    "accounts.long_name": N_("This name is too long: {most} characters at most."),
    "accounts.bad_minutes": N_("A number from 0 (never) to {most} minutes is needed here."),
    "accounts.unknown_name": N_("Nobody here signs in by this name: write it as it stands in the list of staff."),
    "accounts.wrong_password": N_("This is not {name}’s password: try again."),
    "accounts.wrong_pin": N_("This is not {name}’s PIN: try again."),
    "accounts.no_pin": N_("{name} has no PIN: sign in with the password."),
    "accounts.pin_closed": N_(
        "{name}’s PIN was wrong too often and opens nothing any more: sign in with the password."
    ),
    "accounts.no_password": N_("{name} has no password any more: a manager has to give a new one."),
    "accounts.closed": N_("This account is closed: ask a manager."),
    "accounts.wait": NN_(
        "Too many failures: {name} can try again in {seconds} second.",
        "Too many failures: {name} can try again in {seconds} seconds.",
        by="seconds",
    ),
    "accounts.wait_minutes": NN_(
        "Too many failures: {name} can try again in {minutes} minute.",
        "Too many failures: {name} can try again in {minutes} minutes.",
        by="minutes",
    ),
    "accounts.none": N_("This store has no staff accounts yet: set up the first manager."),
    "accounts.exist": N_("This store has staff accounts already: sign in."),
    "accounts.no_account": N_("This takes an account of one’s own: sign in first."),
    "accounts.bad_name": N_("Nobody can have this name here: choose another one, without special signs."),
    "restore.other_accounts": N_(
        "This backup lets other people in than the store does now: to restore it takes the right “{right}” too."
    ),
    "accounts.managers_only": N_("Only a manager may do this."),
    "accounts.has_one": N_("{name} has an account already."),
    "accounts.has_closed_one": N_("{name} has an account that is closed: reopen that one."),
    "accounts.name_taken": N_("Somebody at the store is called {name} already: choose another name."),
    "accounts.last_manager": N_(
        "This is the last manager: make somebody else a manager first, or end the accounts of the store."
    ),
    "accounts.beyond_own": N_("Only who has these rights can give them or change such an account: {rights}."),
    "accounts.name_missing": N_("This store has staff accounts: say who works with --user NAME."),
    "accounts.password_missing": N_("{name}’s password is missing: put it into DEALERDESK_PASSWORD."),
    "recovery.wrong_group": N_("Group {group} of the recovery code is mistyped: compare it with the paper."),
    "recovery.wrong_groups": N_(
        "These groups of the recovery code are mistyped: {wrong}. Compare them with the paper."
    ),
    "recovery.wrong_length": N_("A recovery code is {groups} groups of {length} characters: type all of it."),
    "recovery.wrong_code": N_("This is not the store’s recovery code: only the one printed last holds."),
    "recovery.none": N_("This store has no recovery code: another manager can give a new password."),
    "recovery.managers_only": N_("The recovery code is for managers: a manager gives {name} a new password."),
    "cli.staff.account": N_("{name}: {role}"),
    "cli.staff.closed": N_("{name}: {role}, closed since {day}"),
    "cli.staff.none": N_("This store has no staff accounts: it has one owner, who may do everything."),
}
