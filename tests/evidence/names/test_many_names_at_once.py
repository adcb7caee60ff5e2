"""Names cut all together are cut as each by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.names.reading.many import cut
from antigone.evidence.names.reading.text import scan

AWKWARD = (
    "", "  ", "Иван  Петров", "ИВАН Петров", "иван", "ИВАН ПЕТРОВ", "Mr Ivan Petrov", "Ivan Petrov ", " Ivan",
    "Ivan Петров", "I Petrov", "а б в", "Кiт Іван", "Jr", "мл", "A" * 50, "Ab " * 9, "Іван Ґ", "ІванПетров", "é Ivan",
    "Ivan\u00a0Petrov", "Петров, Иван", "Попов Д. Г.", "Дрозд Іван Лукич", "DROZD IVAN", "Ab" * 30, "X", "-", "Ів Ан",
)  # fmt: skip


def assert_as_each_by_itself(names: list[str]) -> None:
    found = cut(names)
    each = [scan(name) for name in names]
    words = np.empty(len(found.words), dtype=np.object_)
    words[found.order] = found.words
    assert words.tolist() == [word for _, lowers, _ in each for word in lowers]
    assert found.flags.tolist() == [flag for *_, flags in each for flag in flags]
    assert found.sizes.tolist() == [len(flags) for *_, flags in each]


#: Names enough for all to be looked at together.
MANY = ["Дрозд Иван Лукич"] * 60


@pytest.mark.parametrize("name", [*AWKWARD, "Иван\nПетров"])
def test_each_awkward_name_by_itself(name: str) -> None:
    assert_as_each_by_itself([name])
    assert_as_each_by_itself([*MANY, name])


def test_awkward_names_among_each_other() -> None:
    assert_as_each_by_itself([*AWKWARD, *reversed(AWKWARD)])
    assert_as_each_by_itself([*AWKWARD, "Иван\nПетров", *AWKWARD])
    assert_as_each_by_itself([])


LETTERS = "ІваАнПетровIvanDЁё .,-'éß\n"


@given(st.lists(st.one_of(st.text(LETTERS, max_size=12), st.text(max_size=6)), max_size=8))
def test_any_names(names: list[str]) -> None:
    assert_as_each_by_itself(names)
    assert_as_each_by_itself([*names, *MANY, *names])
