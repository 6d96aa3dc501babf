"""Scripts that are taken as they stand, and every kind of bad one: refused with its place named, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire import Kind, read_script, script_from_bytes, script_from_text
from dealerdesk.words import Words
from tests.questionnaires import both, document, option, step

EN, ZH = Words("en"), Words("zh_CN")
IS_A = {"question": "a", "is": "x"}
A = step("a", options=["x", "y"])
MANY = step("m", "several", options=["x", "y"])
KM = step("km", "number")


def refused(read, data):
    """The sentence of a refusal; it can be said in both languages."""
    with pytest.raises(WrongUse) as caught:
        read(data)
    said = caught.value.said
    assert ZH.say(said)
    return said.code.removeprefix("script."), EN.say(said)


BAD = [
    (document(A, name="Lost Customer"), "bad_code", "At the script itself: “Lost Customer”"),
    (document(A, version=0), "no_version", "At the script itself"),
    (document(A, version=True), "no_whole", "“version”"),
    (document(A, format=2), "other_format", "format 2"),
    (document(A, author="x"), "unknown_key", "“author”"),
    (document(A, title="x"), "no_object", "the title"),
    (document(A, title={"en": "x"}), "missing_text", "At the title, Chinese text"),
    (document(A, title={**both("x"), "fr": "x"}), "unknown_key", "“fr”"),
    (document(A, title=both("{name}")), "field_here", "“name”"),
    (document(A, reasons=["nothing"]), "unknown_value", "“nothing” is not known as reasons"),
    (document(A, reasons=["survey", "survey"]), "twice", "“survey”"),
    (document(A, reasons="survey"), "no_list", "“reasons”"),
    (document(), "empty_list", "“steps”"),
    (document(*(step(f"s{n}", "say") for n in range(201))), "too_many", "more than 200"),
    (document("x"), "no_object", "At step 1:"),
    (document({**A, "code": "A B"}), "bad_code", "step 1 “A B”"),
    (document({**A, "code": "end"}), "bad_code", "“end”"),
    (document({**A, "code": 4}), "no_string", "“code”"),
    (document({key: A[key] for key in A if key != "code"}), "missing_key", "At step 1: “code” is missing"),
    (document({**A, "kind": "slider"}), "unknown_value", "“slider” is not known as kind"),
    (document({**A, "colour": "red"}), "unknown_key", "step 1 “a”: “colour”"),
    (document({**A, "unit": both("km")}), "key_not_here", "“unit” does not go with the kind single"),
    (document(step("hello", "say", required=True)), "key_not_here", "“required”"),
    (document({**KM, "min": 5, "max": 4}), "limits", "step 1 “km”"),
    (document({**KM, "min": 1.5}), "no_whole", "“min”"),
    (document({**KM, "min": float("nan")}), "no_whole", "“min”"),
    (document(step("d", "date", max=10**6)), "limits_days", "36,500"),
    (document({**KM, "required": "yes"}), "no_flag", "“required”"),
    (document({**KM, "number": ""}), "bad_number", "step 1"),
    (document({**KM, "number": "1"}, {**A, "number": "1"}), "number_twice", "step 2 “a”"),
    (document(A, A), "twice", "step 2 “a”"),
    (document(step("a", options=["x", "x"])), "twice", "“x”"),
    (document(step("a")), "missing_key", "“options”"),
    (document({**A, "options": []}), "empty_list", "“options”"),
    (document({**A, "text": {"en": "x", "zh_CN": " "}}), "empty_text", "step 1 “a”, Chinese text"),
    (document({**A, "text": {"en": 5, "zh_CN": "x"}}), "no_text", "step 1 “a”, English text"),
    (document({**A, "text": both("x" * 2_001)}), "text_too_long", "2,000"),
    (document({**A, "text": both("a\x00b")}), "bad_sign", "English text"),
    (document({**A, "text": both("a\ud800b")}), "bad_sign", "English text"),
    (document({**A, "text": both("{nobody}")}), "unknown_field", "“nobody”"),
    (document({**A, "text": both("{name")}), "stray_brace", "English text"),
    (
        document(KM, step("a", options=["x", {**option("y"), "text": {"en": "y"}}])),
        "missing_text",
        "At step 2 “a”, option 2, Chinese text: the translation is missing.",
    ),
    (
        document(step("a", options=[option("x", talk={"en": "x"})])),
        "missing_text",
        "option 1, the talking point, Chinese",
    ),
    (document(step("a", options=[option("x", cause="weather")])), "unknown_value", "“weather”"),
    (document(step("a", "several", options=[option("x", to="end")])), "key_not_here", "option 1: “to”"),
    (document(step("a", "yes-no", options=["maybe"])), "yes_or_no", "“maybe”"),
    (
        document(step("a", options=[option("x", effects=[{"effect": "explode"}])])),
        "unknown_value",
        "option 1, effect 1",
    ),
    (document({**A, "effects": [{"effect": "reading"}]}), "effect_kind", "effect 1"),
    (document({**KM, "effects": [{"effect": "reading", "with": {"x": "y"}}]}), "unknown_key", "“x”"),
    (
        document({**A, "effects": [{"effect": "complaint", "with": {"category": "noise"}}]}),
        "effect_given",
        "“noise” cannot be given as category",
    ),
    (
        document({**A, "effects": [{"effect": "callback", "with": {"day": {"answer": "a"}}}]}),
        "effect_given",
        "“a” cannot be given as day",
    ),
    (
        document({**A, "effects": [{"effect": "callback", "with": {"day": {"answer": "b"}}}]}),
        "unknown_question",
        "“b”",
    ),
    (document(A, {**KM, "when": {}}), "condition_shape", "step 2 “km”, the condition"),
    (document(A, {**KM, "when": {**IS_A, "has": "x"}}), "condition_shape", "step 2"),
    (document(A, {**KM, "when": [IS_A]}), "no_object", "step 2"),
    (document(A, {**KM, "when": {"all": []}}), "empty_list", "“all”"),
    (document(A, {**KM, "when": {"all": [IS_A, {"question": "b", "is": "x"}]}}), "unknown_question", "“b”"),
    (document({**KM, "when": IS_A}, A), "later_question", "“a” comes later"),
    (document({**A, "when": IS_A}), "later_question", "step 1"),
    (document({**A, "talks": [{"when": IS_A, "text": both("x")}]}), "later_question", "talking point 1"),
    (document({**A, "to": [{"when": {"question": "km", "at_least": 1}, "to": "end"}]}, KM), "later_question", "jump 1"),
    (document(A, {**KM, "when": {"question": "a", "is": "z"}}), "unknown_option", "has no option “z”; it has x, y"),
    (document(A, {**KM, "when": {"question": "a", "has": "x"}}), "condition_kind", "“has” cannot be asked of “a”"),
    (document(MANY, {**KM, "when": {"question": "m", "is": "x"}}), "condition_kind", "goes with single, yes-no"),
    (document(A, {**KM, "when": {"question": "a", "at_least": 1}}), "condition_kind", "number"),
    (
        document(step("hi", "say"), {**KM, "when": {"question": "hi", "answered": True}}),
        "condition_kind",
        "“answered” cannot be asked of “hi”",
    ),
    (document(A, {**KM, "when": {"field": "mood", "known": True}}), "unknown_field", "“mood”"),
    (document(KM, {**A, "when": {"question": "km", "at_least": 5, "at_most": 4}}), "limits", "step 2"),
    (document({**A, "to": "nowhere"}), "unknown_target", "it leads to “nowhere”"),
    (document(step("a", options=[option("x", to="b")])), "unknown_target", "step 1 “a”, option 1, the jump"),
    (document({**A, "to": ["end", {"when": IS_A, "to": "end"}]}), "jump_never", "jump 2"),
    (document({**A, "to": []}), "empty_list", "“to”"),
    (document({**A, "to": 3}), "no_string", "“to”"),
    (document({**A, "to": "end"}, KM), "unreachable", "At step 2 “km”"),
    (document(A, step("b", "say", to="a")), "circle", "At step 2 “b”: a, b go round in a circle"),
    (document({**A, "to": "a"}), "circle", "a go round"),
    (document(A, step("b", "yes-no", options=[option("yes", to="a"), option("no", to="a")])), "circle", "step 2"),
    (document(A, step("b", "say", to=[{"when": IS_A, "to": "a"}])), "circle", "step 2"),
    (document(A, proposals=[{"disposition": "completed"}]), "missing_key", "proposal 1: “when”"),
    (document(A, proposals=[{"when": IS_A, "disposition": "rich"}]), "unknown_value", "“rich” is not known"),
    (document(A, proposals=[{"when": IS_A, "disposition": "busy"}]), "not_reached", "“busy”"),
    (
        document(A, proposals=[{"when": {"question": "b", "is": "x"}, "disposition": "refused"}]),
        "unknown_question",
        "“b”",
    ),
    ([], "no_object", "the script itself"),
    ({"title": "x"}, "no_format", "no script"),
]


@pytest.mark.parametrize(("data", "code", "told"), BAD, ids=[f"{n}-{code}" for n, (_, code, _) in enumerate(BAD)])
def test_a_bad_script_is_refused_with_its_place_named(data, code, told):
    found, sentence = refused(read_script, data)
    assert found == code
    assert told in sentence


def deep(depth):
    return IS_A if depth == 1 else {"not": deep(depth - 1)}


def test_conditions_may_lie_in_each_other_but_not_without_end():
    read_script(document(A, {**KM, "when": deep(8)}))
    assert refused(read_script, document(A, {**KM, "when": deep(9)}))[0] == "condition_deep"


GOOD = json.dumps(document(A), ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (GOOD.encode()[:-5], "not_json"),
        (GOOD.encode("gb18030"), "not_utf8"),
        (GOOD.encode("utf-16"), "not_utf8"),
        (b"\x89PNG\r\n\x1a\n", "not_utf8"),
        (b" " * 1_000_001, "too_large"),
        (b"[" * 100_000, "too_deep"),
        (b"1" * 10_000, "too_deep"),
        (b"NaN", "no_object"),
        (b"null", "no_object"),
        (GOOD.replace('"version": 1', '"version": NaN').encode(), "no_whole"),
        (GOOD.replace('"version": 1', '"version": 1, "version": 2').encode(), "double_key"),
        (GOOD.replace('"code": "y"', '"code": "y", "code": "z"').encode(), "double_key"),
    ],
)
def test_a_file_that_is_no_script_is_refused(content, code):
    assert refused(script_from_bytes, content)[0] == code


def test_the_place_of_a_mistake_in_the_brackets_is_named():
    assert "line 2, sign 10" in refused(script_from_text, '{"format": 1,\n "name": x}')[1]
    assert "option 2" in refused(script_from_text, GOOD.replace('"code": "y"', '"code": "y", "code": "z"'))[1]


def test_a_file_saved_by_notepad_is_read():
    assert script_from_bytes(b"\xef\xbb\xbf" + GOOD.encode()) == read_script(document(A))


def test_a_script_is_what_its_document_says():
    said = step("hi", "say", talks=[{"text": both("psst")}], hint=both("{agent}"))
    asked = read_script(document(said, {**KM, "number": "1", "unit": both("km")}, step("b", "yes-no", options=["no"])))
    assert [one.kind for one in asked.steps] == [Kind.SAY, Kind.NUMBER, Kind.YES_NO]
    assert [one.code for one in asked.questions] == ["km", "b"]
    assert [one.required for one in asked.steps] == [False, False, True]
    assert [(one.code, one.number) for one in asked.by_code["b"].options] == [("yes", 1), ("no", 2)]
    assert asked.fields == {"agent"}
    assert (asked.name, asked.version, asked.reasons) == ("invented", 1, ("survey",))


def test_a_circle_is_taken_when_an_answer_of_its_own_always_leads_out():
    read_script(document(A, step("b", "yes-no", options=[option("no", to="a")])))
    read_script(document(KM, {**MANY, "to": [{"when": {"question": "m", "has": "x"}, "to": "km"}]}))
    read_script(document(A, {**KM, "to": [{"when": {"question": "km", "at_least": 100}, "to": "a"}]}))


def test_an_excursion_at_the_end_of_the_document_may_lead_back_into_it():
    read_script(
        document(step("a", options=["x", option("y", to="why")]), {**KM, "to": "end"}, step("why", "say", to="km"))
    )


def test_the_largest_script_is_read():
    options = [option(f"o{n}") for n in range(40)]
    read = read_script(
        document(*({**step(f"s{n}", "several"), "options": options} for n in range(100)), *_singles(100))
    )
    assert len(read.steps) == 200


def _singles(count):
    before = {"question": "s0", "has": "o1"}
    return [step(f"t{n}", options=["x", option("y", to="end")], when=before) for n in range(count)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _places(node, path=()):
    yield path
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from _places(inner, (*path, key))


WHOLE = document(
    A,
    {**MANY, "to": [{"when": {"question": "m", "has": "x"}, "to": "km"}, "km"]},
    {**KM, "effects": [{"effect": "reading"}], "when": {"any": [IS_A, {"field": "offer", "known": True}]}},
    step(
        "b",
        "yes-no",
        options=[option("no", talk=both("{offer|}"), to="end")],
        talks=[{"when": IS_A, "text": both("x")}],
    ),
    proposals=[{"when": {"question": "b", "is": "yes"}, "disposition": "interested"}],
)


@settings(max_examples=300)
@given(st.sampled_from(list(_places(WHOLE))), JSON)
def test_whatever_stands_anywhere_is_read_or_refused_with_a_sentence(place, odd):
    spoilt = json.loads(json.dumps(WHOLE))
    node = {"whole": spoilt}
    *way, last = ("whole", *place)
    for key in way:
        node = node[key]
    node[last] = odd
    data = odd if not place else spoilt
    said = refusal(data)
    if said is not None:
        assert EN.say(said)
        assert ZH.say(said)


def refusal(data):
    try:
        read_script(data)
    except WrongUse as caught:
        return caught.said
    return None


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parents[3] / "resources" / "scripts").glob("*.json")), ids=lambda file: file.stem
)
def test_the_scripts_that_are_shipped_are_taken(file):
    assert script_from_bytes(file.read_bytes()).name == file.stem
