"""A phrase is its English text to everybody, and can be said in another language by whoever knows one."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import antigone
from antigone.evidence import Dependence, Weight, combined
from antigone.evidence.wording import (
    Day,
    NotAPhrase,
    Phrase,
    code_word,
    figure,
    joined,
    phrase,
    phrases,
    read_back,
    sentence,
    stored,
    term,
)

_PACKAGE = Path(antigone.__file__).parent
#: How many arguments at the head of a call are words that somebody has to find and translate.
_LITERALS = {"phrase": 1, "phrases": 2, "term": 2}


class Shouted:
    """A language in which every message is its English one in capitals, and its context stands before a term."""

    def pgettext(self, context: str, message: str, /) -> str:
        return _shouted(message) if context == "reason" else f"{context}/{_shouted(message)}"

    def npgettext(self, context: str, one: str, many: str, n: int, /) -> str:
        return f"[{n}]" + self.pgettext(context, one if n == 1 else many)

    def figure(self, english: str, /) -> str:
        return f"#{english}"

    def day(self, edtf: str, /) -> str:
        return f"@{edtf}"


def _shouted(message: str) -> str:
    return "".join(part if part.startswith("{") else part.upper() for part in _parts(message))


def _parts(message: str) -> list[str]:
    return message.replace("{", "\0{").replace("}", "}\0").split("\0")


SHOUTED = Shouted()
quoted = st.text(max_size=12)


def _built(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda one, two: phrase("units differ: {one} and {two}", one=one, two=two), inner, inner),
        st.builds(
            lambda n, one: phrases("a step from {one}", "{count} steps from {one}", count=n, one=one),
            st.integers(0, 200),
            inner,
        ),
        st.builds(lambda items: joined("; ", items), st.lists(inner, max_size=3)),
        st.builds(lambda one: sentence(phrase("so says {one}", one=one)), inner),
    )


arguments = st.one_of(
    quoted,
    st.integers(-5, 10_000),
    st.floats(0, 1e6).map(lambda value: figure(value, ",.1f")),
    st.sampled_from(["1990", "1987-05~"]).map(Day),
    st.sampled_from([term("hair", "grey"), code_word("tattoo", "wolf")]),
)
any_phrase = _built(st.recursive(arguments, _built, max_leaves=6))


@given(any_phrase)
def test_a_phrase_is_kept_and_read_back_as_it_was(said: Phrase) -> None:
    kept = json.loads(json.dumps({"text": said, "said": stored(said)}, ensure_ascii=False))
    back = read_back(kept["text"], kept["said"])
    assert isinstance(back, Phrase)
    assert back == str(said)
    assert back.said == said.said
    assert back.told(SHOUTED) == said.told(SHOUTED)


@given(any_phrase)
def test_a_phrase_travels_to_another_process_and_is_copied(said: Phrase) -> None:
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert type(again) is Phrase
        assert again == said
        assert again.told(SHOUTED) == said.told(SHOUTED)


@given(any_phrase)
def test_it_is_a_text_to_everybody_who_knows_no_phrases(said: Phrase) -> None:
    plain = str(said)
    assert said == plain
    assert hash(said) == hash(plain)
    assert json.dumps(said) == json.dumps(plain)


def test_words_of_records_are_quoted_and_everything_else_is_said() -> None:
    said = phrase(
        "{name} agrees: {value}, {people} people, {day}; {hair}",
        name=term("part of a name", "surname"),
        value="«{people} drozd»",
        people=figure(12_345),
        day=Day("1990~"),
        hair=code_word("hair", "grey"),
    )
    assert said == "surname agrees: «{people} drozd», 12,345 people, 1990~; grey"
    assert said.told(SHOUTED) == "part of a name/SURNAME AGREES: «{people} drozd», #12,345 PEOPLE, @1990~; hair/GREY"


@pytest.mark.parametrize(("count", "text"), [(1, "one step"), (0, "0 steps"), (21, "21 steps")])
def test_a_number_chooses_the_form(count: int, text: str) -> None:
    said = phrases("one step", "{count} steps", count=count)
    assert said == text
    assert said.told(SHOUTED).startswith(f"[{count}]")


def test_a_plain_text_stays_one() -> None:
    assert stored("likelihood ratio 10^9") is None
    assert type(read_back("likelihood ratio 10^9", None)) is str


def test_what_does_not_say_the_text_that_was_decided_on_does_not_count() -> None:
    kept = stored(phrase("units agree: {one}", one="72"))
    assert type(read_back("units differ: 72", kept)) is str


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["say", "many", "as", "with", "join", "by", "sentence", "figure", "day", "count"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["say", "many", "with", "join", "by", "sentence"]), json_values, max_size=4))
def test_whatever_was_kept_reading_it_gives_the_text(said: dict[str, Any]) -> None:
    assert read_back("the reason", said) == "the reason"


def test_a_phrase_within_a_phrase_without_end_is_not_followed() -> None:
    said: dict[str, Any] = {"say": "x"}
    for _ in range(5_000):
        said = {"sentence": said}
    assert type(read_back("x", said)) is str


def test_a_plural_without_a_number_is_refused() -> None:
    with pytest.raises(NotAPhrase, match="whole number"):
        phrases("one", "{count}", count="two")  # type: ignore[arg-type]


def test_weights_that_become_one_keep_their_phrases() -> None:
    weights = [Weight("name", 1.0, phrase("the {name} agrees", name=term("part of a name", "surname")))] * 2
    one = combined("name", weights, Dependence.ONE_FACT)
    assert one.reason == "told 2 times, counted once: the surname agrees; the surname agrees"
    assert isinstance(one.reason, Phrase)
    assert "part of a name/SURNAME AGREES" in one.reason.told(SHOUTED)


def test_every_template_is_a_literal_that_a_translator_finds() -> None:
    hidden = []
    for path in sorted(_PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "evidence.wording import" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _LITERALS:
                words = node.args[: _LITERALS[node.func.id]]
                if not all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in words):
                    hidden.append(f"{path.relative_to(_PACKAGE)}:{node.lineno}")
    assert hidden == []
