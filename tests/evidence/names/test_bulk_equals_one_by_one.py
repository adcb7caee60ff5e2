"""Names read once into a table and weighed by row: the numbers are those of `compare_many`."""

from __future__ import annotations

import multiprocessing
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence import names

_WORDS = (
    "Игнат Петрович Дрозд Ihnat DROZD Петровна Olga Ольга Соснова-Гай Шевченко Chevtchenko Szewczenko Кузнецов И. P. "
    "al-Hamid Мухаммед محمد оглы Саша Сашка Yevhen, Євген Сергiй Jean-Luc Дзмітрый Dzmitry Воўк 王 Илларионович Ю"
)
_NAME = st.lists(st.sampled_from(_WORDS.split()), max_size=7).map(" ".join) | st.text(
    st.characters(exclude_categories=("Cs",)), max_size=40
)
_RECORD = _NAME | st.lists(_NAME, max_size=3).map(tuple)
_EVERY = tuple(names.Strangers)


def _each_with_each(left: int, right: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = np.divmod(np.arange(left * right, dtype=np.int64), right)
    return rows, columns


def _names_of(record: str | tuple[str, ...]) -> list[str]:
    values = (record,) if isinstance(record, str) else record
    return [value for value in values if names.words(value)]


@settings(max_examples=60, deadline=None)
@given(st.lists(_RECORD, min_size=1, max_size=5), st.lists(_RECORD, min_size=1, max_size=5), st.sampled_from(_EVERY))
def test_rows_weigh_what_the_best_of_their_names_weighs(
    left: list[str | tuple[str, ...]], right: list[str | tuple[str, ...]], against: names.Strangers
) -> None:
    rows = _each_with_each(len(left), len(right))
    weights = names.compare_rows(names.encode(left), names.encode(right), *rows, against=against)
    assert weights.dtype == np.float64
    for weight, i, j in zip(weights, *rows, strict=True):
        pairs = [(a, b) for a in _names_of(left[i]) for b in _names_of(right[j])]
        found = names.compare_many([a for a, _ in pairs], [b for _, b in pairs], against=against)
        assert weight == pytest.approx(max(found, default=0.0), abs=1e-12)


def test_a_record_weighs_the_same_whoever_stands_beside_it() -> None:
    words = _WORDS.split()
    values = [" ".join(words[at : at + 3]) for at in range(len(words) - 2)]
    rows = _each_with_each(len(values), len(values))
    table = names.encode(values)
    together = names.compare_rows(table, table, *rows)
    turned = names.encode(values[::-1])
    assert np.array_equal(together[::-1], names.compare_rows(turned, turned, *rows))
    for i, j, weight in zip(*rows, together, strict=True):
        alone = names.compare_rows(names.encode([values[i]]), names.encode([values[j]]), *np.zeros((2, 1), np.int64))
        assert alone[0] == weight


def test_no_pairs_no_records_and_no_names_are_nothing_unusual() -> None:
    nobody, none = names.encode([]), np.zeros(0, dtype=np.int64)
    assert len(nobody) == 0
    assert names.compare_rows(nobody, nobody, none, none).shape == (0,)
    nameless = names.encode(["", "?!", (), ("", " ")])
    known = names.encode(["Игнат Дрозд"])
    rows = np.arange(4)
    assert names.compare_rows(nameless, known, rows, np.zeros(4, dtype=np.int64)).tolist() == [0, 0, 0, 0]
    assert names.compare_rows(nameless, nameless, rows, rows).tolist() == [0, 0, 0, 0]
    assert names.agreement_rows(nameless, nameless, rows, rows).chances.tolist() == [0, 0, 0, 0]


def test_rows_that_differ_in_number_are_refused() -> None:
    table = names.encode(["Игнат Дрозд"])
    with pytest.raises(ValueError, match="2 and 1"):
        names.compare_rows(table, table, np.zeros(2, dtype=np.int64), np.zeros(1, dtype=np.int64))


def _weights_of(table: names.NameTable) -> NDArray[np.float64]:
    return names.compare_rows(table, table, *_each_with_each(len(table), len(table)))


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_another_process_gives_the_same_numbers(start: str) -> None:
    table = names.encode(
        ["Игнат Петрович Дрозд", ("Ihnat Drozd", "Дрозд Гнат"), "Szewczenko Taras", "Chevtchenko Tarass"]
    )
    here = _weights_of(table)
    assert np.array_equal(_weights_of(pickle.loads(pickle.dumps(table))), here)
    with multiprocessing.get_context(start).Pool(1) as pool:
        assert np.array_equal(pool.apply(_weights_of, (table,)), here)
