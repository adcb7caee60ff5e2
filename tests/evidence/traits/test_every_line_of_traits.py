"""What holds of every line: silence, symmetry, words that agree with numbers, independence of the batch."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.traits.crowd import records

from antigone.evidence import traits
from antigone.evidence.linkage import FIELDS, Line, Particulars, as_columns

LINES = traits.lines()
of_every_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)


def weights(line: Line, left: list[Particulars], right: list[Particulars]) -> np.ndarray:
    """Weights of all pairs, [left, right]."""
    i, j = (index.ravel() for index in np.meshgrid(np.arange(len(left)), np.arange(len(right)), indexing="ij"))
    found = line.weigh(line.encode(as_columns(left)), line.encode(as_columns(right)), i, j)
    assert found.dtype == np.float64
    return found.reshape(len(left), len(right))


def test_names_are_told_apart_and_fields_exist() -> None:
    assert len({line.name for line in LINES}) == len(LINES)
    assert all(set(line.fields) <= set(FIELDS) for line in LINES)


@of_every_line
@settings(max_examples=15, deadline=None)
@given(left=st.lists(records, min_size=1, max_size=4), right=st.lists(records, min_size=1, max_size=4))
def test_words_and_bulk_give_one_number(line: Line, left: list[Particulars], right: list[Particulars]) -> None:
    bulk = weights(line, left, right)
    assert np.isfinite(bulk).all()
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            explained = line.explain(one, other)
            assert explained.log10_lr == pytest.approx(bulk[i, j], abs=1e-9)
            assert explained.line == line.name
            assert explained.reason


@of_every_line
@settings(max_examples=15, deadline=None)
@given(one=records, other=records)
def test_sides_may_be_exchanged(line: Line, one: Particulars, other: Particulars) -> None:
    assert weights(line, [one], [other])[0, 0] == pytest.approx(weights(line, [other], [one])[0, 0], abs=1e-9)


@of_every_line
@settings(max_examples=15, deadline=None)
@given(left=st.lists(records, min_size=2, max_size=5), right=st.lists(records, min_size=2, max_size=5))
def test_the_batch_changes_nothing(line: Line, left: list[Particulars], right: list[Particulars]) -> None:
    together = weights(line, left, right)
    alone = [[weights(line, [one], [other])[0, 0] for other in right] for one in left]
    assert together == pytest.approx(np.array(alone), abs=1e-9)


@of_every_line
@settings(max_examples=15, deadline=None)
@given(record=records)
def test_silence_says_nothing(line: Line, record: Particulars) -> None:
    for kind in ("missing", "remains"):
        silent = Particulars(kind=kind)
        assert weights(line, [record], [silent])[0, 0] == 0
        assert weights(line, [silent], [record])[0, 0] == 0
        assert line.explain(record, silent).log10_lr == 0


@of_every_line
def test_no_records_are_no_trouble(line: Line) -> None:
    nothing = line.encode(as_columns([]))
    none = np.zeros(0, dtype=np.int64)
    assert line.weigh(nothing, nothing, none, none).shape == (0,)


@of_every_line
def test_parameters_are_plain_and_come_back_from_json(line: Line) -> None:
    assert dataclasses.is_dataclass(line)
    plain = dataclasses.asdict(line)  # type: ignore[call-overload]
    again = type(line)(**json.loads(json.dumps(plain)))
    assert again == line
    assert hash(again) == hash(line)


@settings(max_examples=50, deadline=None)
@given(record=records, other=records)
def test_an_explanation_names_the_sides_in_plain_words(record: Particulars, other: Particulars) -> None:
    for line in LINES:
        reason = line.explain(record, other).reason
        assert reason[0].islower() or reason[0].isdigit()
        assert not any(sign in reason for sign in "{}[]_")
        assert "nan" not in reason.lower().split()
