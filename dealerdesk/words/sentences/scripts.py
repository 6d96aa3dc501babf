"""What is said of scripts and interviews: where a script's document is wrong, and which answer does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "script.at.top": N_("the script itself"),
    "script.at.step": N_("step {number} “{name}”"),
    "script.at.nameless_step": N_("step {number}"),
    "script.at.option": N_("option {number}"),
    "script.at.title": N_("the title"),
    "script.at.short": N_("the short name"),
    "script.at.hint": N_("the hint"),
    "script.at.unit": N_("the unit"),
    "script.at.talk": N_("the talking point"),
    "script.at.talk_number": N_("talking point {number}"),
    "script.at.write": N_("the name of what is written beside it"),
    "script.at.when": N_("the condition"),
    "script.at.part": N_("part {number}"),
    "script.at.to": N_("the jump"),
    "script.at.jump": N_("jump {number}"),
    "script.at.effect": N_("effect {number}"),
    "script.at.proposal": N_("proposal {number}"),
    "script.at.english": N_("English text"),
    "script.at.chinese": N_("Chinese text"),
    "script.too_large": N_("The script is larger than {most:size}: choose the file of a script."),
    "script.not_utf8": N_("The script is not saved as UTF-8: save it once more with that encoding."),
    "script.not_json": N_(
        "The script cannot be read from line {line}, sign {column} on: a bracket, quote or comma is wrong."
    ),
    "script.too_deep": N_("The script cannot be read: brackets lie too deep in each other, or a number is endless."),
    "script.other_format": N_("The script has format {format} and this program reads format 1: update the program."),
    "script.no_format": N_("This is no script: it does not begin with “format”."),
    "script.no_version": N_("At {place}: “version” must be a whole number from 1."),
    "script.no_object": N_("At {place}: something between braces is wanted here."),
    "script.double_key": N_("At {place}: “{key}” stands here twice; leave one."),
    "script.unknown_key": N_("At {place}: “{key}” means nothing here; possible are {keys}."),
    "script.key_not_here": N_("At {place}: “{key}” does not go with the kind {kind}."),
    "script.missing_key": N_("At {place}: “{key}” is missing."),
    "script.no_string": N_("At {place}: “{key}” must be a word in quotes."),
    "script.no_whole": N_("At {place}: “{key}” must be a whole number."),
    "script.no_flag": N_("At {place}: “{key}” must be true or false."),
    "script.no_list": N_("At {place}: “{key}” must be a list in square brackets."),
    "script.empty_list": N_("At {place}: “{key}” is empty; it needs one entry at least."),
    "script.too_many": N_("At {place}: “{key}” has more than {most} entries."),
    "script.unknown_value": N_("At {place}: “{value}” is not known as {key}; possible are {values}."),
    "script.bad_code": N_(
        "At {place}: “{value}” cannot be used as {key}: use up to 40 small letters, digits and hyphens, and not “end”."
    ),
    "script.bad_number": N_("At {place}: “number” must have 1 to {most} signs."),
    "script.twice": N_("At {place}: “{value}” is used twice."),
    "script.number_twice": N_("At {place}: another step has the number “{number}” as well."),
    "script.yes_or_no": N_("At {place}: only yes and no can be answered here, not “{value}”."),
    "script.limits": N_("At {place}: the least, {least}, is more than the most, {most}."),
    "script.limits_days": N_("At {place}: a limit lies more than {most} days away."),
    "script.missing_text": N_("At {place}: the translation is missing."),
    "script.no_text": N_("At {place}: a text in quotes is wanted here."),
    "script.empty_text": N_("At {place}: the text is empty."),
    "script.text_too_long": N_("At {place}: the text has more than {most} signs."),
    "script.bad_sign": N_("At {place}: the text has a sign that cannot be shown."),
    "script.unknown_field": N_("At {place}: there is no field “{field}”."),
    "script.field_here": N_("At {place}: a field such as “{field}” cannot stand here."),
    "script.stray_brace": N_("At {place}: a brace stands alone; fields are written with one on each side."),
    "script.condition_shape": N_(
        "At {place}: a condition is a question with is, has, at_least, at_most or answered, a field with"
        " known, or all, any or not."
    ),
    "script.condition_deep": N_("At {place}: conditions lie more than {most} deep in each other."),
    "script.condition_kind": N_("At {place}: “{key}” cannot be asked of “{question}”; it goes with {kinds}."),
    "script.unknown_question": N_("At {place}: there is no question “{question}”."),
    "script.later_question": N_(
        "At {place}: “{question}” comes later in the script; only earlier answers can be read."
    ),
    "script.unknown_option": N_("At {place}: “{question}” has no option “{option}”; it has {options}."),
    "script.unknown_target": N_("At {place}: it leads to “{to}”, and there is no such step."),
    "script.jump_never": N_("At {place}: it is never taken, since the jump before it has no condition."),
    "script.effect_kind": N_("At {place}: the effect “{effect}” goes with a number alone."),
    "script.effect_given": N_("At {place}: “{value}” cannot be given as {key}."),
    "script.not_reached": N_(
        "At {place}: “{value}” is for customers who were not reached, and cannot be proposed here."
    ),
    "script.unreachable": N_("At {place}: no answer leads to this step."),
    "script.circle": N_(
        "At {place}: {steps} go round in a circle: one of them needs an answer of its own that always leads out."
    ),
    "interview.required": N_("This question needs an answer."),
    "interview.other_kind": N_("This answer does not go with the question."),
    "interview.too_small": N_("It must be {least} or more."),
    "interview.too_large": N_("It must be {most} or less."),
    "interview.no_words": N_("Nothing is written here: write something, or go on without an answer."),
    "interview.too_long": N_("This is longer than {most} signs: shorten it."),
    "interview.too_early": N_("It must be {first} or later."),
    "interview.too_late": N_("It must be {last} or earlier."),
    "interview.nothing_chosen": N_("Nothing is chosen: choose something, or go on without an answer."),
    "interview.no_such_option": N_("There is no such answer to choose, or it was chosen twice."),
    "interview.one_only": N_("Only one of these can be chosen."),
    "interview.words_nowhere": N_("Something is written beside an answer that asks for no words."),
}
