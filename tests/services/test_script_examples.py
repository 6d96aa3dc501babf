"""Calls led by the shipped scripts, from the first word to the result that a good agent would enter."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.questionnaire import (
    Cause,
    Choice,
    Day,
    Kind,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    begin,
    causes,
    current,
    effects,
    is_complete,
    misfit,
    proposed,
    talking_points,
)
from dealerdesk.domain.reason import Reason
from dealerdesk.services.scripts import opening_answers, shipped_scripts

DAY = date(2026, 11, 23)
SCRIPTS = shipped_scripts()
FACTS = {"offer", "advisor", "next_maintenance", "ends", "product", "solution"}


def single(step, code):
    if step.kind is Kind.YES_NO:
        return YesNo(code == "yes")
    return Choice((code,))


def led(name, *told, known=frozenset(FACTS)):
    """A call led by a script: what was told, in its order; what stands between is passed or answered by the way."""
    interview, wanted = begin(SCRIPTS[name], known, DAY), list(told)
    while (step := current(interview)) is not None:
        value = _next(step, wanted)
        interview = answer(interview, step.code, value)
    assert not wanted, wanted
    assert is_complete(interview)
    return interview


def _next(step, wanted):
    if wanted and wanted[0].partition("=")[0] == step.code:
        code = wanted.pop(0).partition("=")[2]
        if step.kind is Kind.SEVERAL:
            return Choice(tuple(code.split(",")))
        return {Kind.NUMBER: Number(48_000), Kind.TEXT: Text("原话"), Kind.DATE: Day(DAY)}.get(step.kind) or single(
            step, code
        )
    if misfit(step, Passed(), DAY) is None:
        return Passed()
    if step.kind.chooses:
        raise AssertionError(f"{step.code} is asked and not told")
    return Day(DAY) if step.kind is Kind.DATE else Text("原话")


ENDS = [
    # at the door, in every script that has it
    *[(name, ["convenient=later", "later=day"], "call-later", {"callback"}) for name in ("at-risk", "maintenance")],
    ("at-risk", ["convenient=no", "refused=this-time"], "refused", set()),
    ("at-risk", ["convenient=no", "refused=never"], "refused", {"do-not-call"}),
    ("at-risk", ["convenient=upset"], "complaint", {"complaint"}),
    ("at-risk", ["convenient=wechat"], "interested", {"wechat"}),
    ("at-risk", ["convenient=wrong-person", "wrong-person=knows"], "wrong-person", set()),
    ("at-risk", ["convenient=gone", "gone=sold", "new-owner=words"], "car-sold", {"departed"}),
    ("at-risk", ["convenient=gone", "gone=scrapped"], "car-sold", {"departed"}),
    ("at-risk", ["convenient=gone", "gone=moved"], "used-elsewhere", {"departed"}),
    (
        "at-risk",
        ["convenient=gone", "gone=family", "odometer=km", "serviced=not-yet", "invite=no"],
        "completed",
        {"reading"},
    ),
    # the survey
    (
        "lost-customer",
        ["opener=festival", "convenient=yes", "odometer=km", "regular=sometimes", "where=repair-shop", "done-on=day",
         "why=price,waiting", "invite=books", "day=day"],
        "appointment-made",
        {"reading", "outside-maintenance", "appointment"},
    ),
    (
        "lost-customer",
        ["opener=maintenance", "convenient=yes", "regular=regularly", "where=same-brand", "why=distance",
         "invite=interested", "send=wechat"],
        "interested",
        {"wechat"},
    ),
    (
        "lost-customer",
        ["opener=activity", "convenient=yes", "regular=regularly", "where=other", "why=other", "invite=think",
         "send=message"],
        "completed",
        {"message"},
    ),
    (
        "lost-customer",
        ["opener=birthday", "convenient=yes", "regular=sometimes", "where=other-brand", "why=attitude",
         "behind=high-handed", "invite=no", "wishes=service-quality", "grievance=yes"],
        "complaint",
        {"complaint"},
    ),
    (
        "lost-customer",
        ["opener=birthday", "convenient=yes", "regular=sometimes", "where=other-brand", "why=attitude", "invite=no",
         "wishes=product", "grievance=no"],
        "completed",
        set(),
    ),
    (
        "lost-customer",
        ["opener=maintenance", "convenient=yes", "odometer=km", "regular=never", "why-regular=books", "day=day"],
        "appointment-made",
        {"reading", "appointment"},
    ),
    ("lost-customer", ["opener=maintenance", "convenient=yes", "regular=never", "why-regular=no"], "completed", set()),
    # invitations
    (
        "at-risk",
        ["convenient=yes", "odometer=km", "serviced=elsewhere", "outside-on=day", "invite=no"],
        "serviced-elsewhere",
        {"reading", "outside-maintenance"},
    ),
    ("at-risk", ["convenient=yes", "odometer=km", "serviced=little", "invite=think", "send=nothing"], "not-due",
     {"reading"}),
    ("at-risk", ["convenient=yes", "serviced=not-yet", "invite=price", "send=wechat"], "interested", {"wechat"}),
    ("second-visit", ["convenient=yes", "last-time=satisfied", "serviced=not-yet", "invite=books", "day=day"],
     "appointment-made", {"appointment"}),
    ("second-visit", ["convenient=yes", "last-time=dissatisfied", "serviced=not-yet", "invite=no"], "complaint",
     {"complaint"}),
    ("maintenance", ["convenient=yes", "odometer=km", "serviced=little", "next-time=remind"], "not-due", {"reading"}),
    ("maintenance", ["convenient=yes", "serviced=elsewhere", "outside-on=day", "next-time=message"],
     "serviced-elsewhere", {"outside-maintenance"}),
    ("maintenance", ["convenient=yes", "serviced=not-yet", "invite=books", "day=day"], "appointment-made",
     {"appointment"}),
    ("first-maintenance", ["convenient=yes", "odometer=km", "serviced=little", "invite=no"], "not-due", {"reading"}),
    ("first-maintenance", ["convenient=yes", "serviced=elsewhere"], "serviced-elsewhere", {"outside-maintenance"}),
    # care
    ("care-after-service", ["convenient=yes", "result=fine", "service=satisfied", "again=yes"], "completed", set()),
    ("care-after-service", ["convenient=yes", "result=not-fixed", "trouble=words", "come-back=books", "day=day",
                            "service=neutral"], "appointment-made", {"appointment"}),
    ("care-after-service", ["convenient=yes", "result=small", "trouble=words", "come-back=advisor",
                            "service=satisfied"], "interested", set()),
    ("care-after-service", ["convenient=yes", "result=fine", "service=dissatisfied"], "complaint", {"complaint"}),
    ("care-after-service", ["convenient=yes", "result=no-work", "still-wanted=price", "service=satisfied"],
     "interested", set()),
    ("new-owner-care", ["occasion=step-1", "convenient=yes", "enjoying=well", "functions=screen,phone",
                        "delivery=satisfied", "odometer=km", "first-service=later", "advisor=yes"], "completed",
     {"reading", "wechat"}),
    ("new-owner-care", ["occasion=step-4", "convenient=yes", "enjoying=well", "first-service=books", "day=day",
                        "advisor=added"], "appointment-made", {"appointment"}),
    ("new-owner-care", ["occasion=step-1", "convenient=yes", "enjoying=fault", "fault=words", "fault-check=complaint",
                        "delivery=neutral", "first-service=later", "advisor=no"], "complaint", {"complaint"}),
    # complaints and satisfaction
    ("complaint-follow-up", ["stage=solved", "convenient=yes", "solved=yes", "satisfied=satisfied"], "completed",
     set()),
    ("complaint-follow-up", ["stage=solved", "convenient=yes", "solved=no", "wanted=words"], "complaint",
     {"complaint"}),
    ("complaint-follow-up", ["stage=handling", "convenient=yes", "patience=hurry", "again=day"], "call-later",
     {"callback"}),
    ("complaint-follow-up", ["stage=proposed", "convenient=yes", "agreed=books", "day=day"], "appointment-made",
     {"appointment"}),
    ("satisfaction", ["convenient=yes", "overall=satisfied", "car=fine"], "completed", set()),
    ("satisfaction", ["convenient=yes", "overall=neutral", "better=waiting,price", "car=fine"], "completed", set()),
    ("satisfaction", ["convenient=yes", "overall=dissatisfied", "why-dissatisfied=quality", "car=trouble",
                      "check=books", "day=day"], "complaint", {"complaint", "appointment"}),
    # all else
    ("general", ["occasion=insurance", "convenient=yes", "matter=done", "car=fine"], "completed", set()),
    ("general", ["occasion=insurance", "convenient=yes", "matter=quote", "send=wechat"], "interested", {"wechat"}),
    ("general", ["occasion=warranty", "convenient=yes", "matter=open", "invite=books", "day=day"], "appointment-made",
     {"appointment"}),
    ("general", ["occasion=birthday", "convenient=yes", "car=fine"], "completed", set()),
    ("general", ["occasion=campaign", "convenient=yes", "invite=interested", "send=message"], "interested",
     {"message"}),
    ("general", ["occasion=callback", "convenient=yes", "asked=words", "answered=settled"], "completed", set()),
    ("general", ["occasion=callback", "convenient=yes", "asked=words", "answered=again", "again=day"], "call-later",
     {"callback"}),
    ("general", ["occasion=no-show", "convenient=yes", "missed=busy", "invite=books", "day=day"], "appointment-made",
     {"appointment"}),
    ("general", ["occasion=no-show", "convenient=yes", "missed=elsewhere", "outside-on=day"], "serviced-elsewhere",
     {"outside-maintenance"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "told", "disposition", "wanted"), ENDS)
def test_a_call_comes_to_what_a_good_agent_would_enter(name, told, disposition, wanted):
    interview = led(name, *told)
    assert proposed(interview).disposition == disposition
    assert {str(one.effect) for one in effects(interview)} == wanted


# --- the survey in particular (Rulebook 7) -----------------------------------------------------------------------

SURVEY = SCRIPTS["lost-customer"]


def test_the_survey_asks_what_the_rulebook_asks():
    asked = {step.number: step for step in SURVEY.steps if step.number}
    assert {number: len(step.options) for number, step in asked.items()} == {
        "1": 0, "2": 3, "3": 4, "4": 7, "5": 4, "6": 5,
    }  # fmt: skip
    assert [number for number, step in asked.items() if step.kind is Kind.SEVERAL] == ["4"]
    assert asked["1"].kind is Kind.NUMBER


def test_four_ways_to_begin_each_have_their_words():
    opener, convenient = SURVEY.steps[:2]
    assert [option.code for option in opener.options] == ["maintenance", "activity", "festival", "birthday"]
    for option in opener.options:
        interview = answer(begin(SURVEY, (), DAY), "opener", Choice((option.code,)))
        assert len(talking_points(interview, convenient)) == 1


@pytest.mark.parametrize("reason", [option.code for option in SURVEY.by_code["why"].options])
def test_every_reason_has_its_own_talking_point(reason):
    interview = led(
        "lost-customer", "opener=maintenance", "convenient=yes", "regular=sometimes", "where=repair-shop",
        f"why={reason}", "invite=no", known=frozenset(),
    )  # fmt: skip
    (point,) = talking_points(interview, SURVEY.by_code["invite"])
    assert point.title == SURVEY.by_code["why"].by_code[reason].text


def test_an_offer_is_named_only_where_the_store_has_one():
    told = ("opener=maintenance", "convenient=yes", "regular=sometimes", "where=repair-shop", "why=price", "invite=no")
    with_offer, without = led("lost-customer", *told), led("lost-customer", *told, known=frozenset())
    step = SURVEY.by_code["invite"]
    assert len(talking_points(with_offer, step)) == len(talking_points(without, step)) + 1


def test_every_cause_of_analysis_can_be_named():
    assert {option.cause for option in SURVEY.by_code["behind"].options} == set(Cause)
    interview = led(
        "lost-customer", "opener=maintenance", "convenient=yes", "regular=sometimes", "where=repair-shop",
        "why=attitude", "behind=staff-left", "invite=no",
    )  # fmt: skip
    assert causes(interview) == (Cause.HIGH_HANDED, Cause.STAFF_LEFT)


def test_a_grievance_is_handed_on_with_its_kind_and_words():
    interview = led(
        "lost-customer", "opener=maintenance", "convenient=yes", "regular=never", "why-regular=no",
    )  # fmt: skip
    assert effects(interview) == ()
    complained = led(
        "lost-customer", "opener=maintenance", "convenient=yes", "regular=sometimes", "where=repair-shop",
        "why=price", "invite=no", "wishes=price", "grievance=yes",
    )  # fmt: skip
    (named,) = effects(complained)
    assert named.given["category"] == Choice(("price",))


# --- what is known before the call -------------------------------------------------------------------------------


def test_the_occasion_of_a_task_is_chosen_for_the_agent():
    general = SCRIPTS["general"]
    for reason in general.reasons:
        assert opening_answers(general, reason) == {"occasion": Choice((reason.value,))}
    care = SCRIPTS["new-owner-care"]
    assert opening_answers(care, Reason.NEW_OWNER, 3) == {"occasion": Choice(("step-3",))}
    assert opening_answers(SURVEY, Reason.SURVEY) == {}
    assert opening_answers(SCRIPTS["at-risk"], Reason.AT_RISK) == {}
