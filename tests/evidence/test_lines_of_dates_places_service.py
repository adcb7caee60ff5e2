"""What every line promises: one number in bulk and in words, silence where nothing is said, no surprises."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.dates import BirthDateLine, LastSeenLine
from antigone.evidence.linkage import Line, Particulars, as_columns
from antigone.evidence.linkage.plain import as_plain, from_plain
from antigone.evidence.places import BirthplaceLine, EventPlaceLine
from antigone.evidence.service import CallSignLine, ForceLine, RankLine, ServiceNumberLine, UnitLine

LINES: tuple[Line, ...] = (
    BirthDateLine(),
    LastSeenLine(),
    BirthplaceLine(),
    EventPlaceLine(),
    UnitLine(),
    ForceLine(),
    RankLine(),
    ServiceNumberLine(),
    CallSignLine(),
)
every_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)

DATES = ("", "1990-03-04", "1990-04-03", "1991-03-04", "1990", "1990~", "1990?", "199X", "1985/1992", "../1980", "2024",
         "2024-04-10", "2024-04-12", "2024-04", "2023-11-02", "31.02", "1990-13")  # fmt: skip
PLACES = ("", "м. Полтава", "Poltava oblast", "с. Малая Виска, Кировоградская обл.", "Кропивницький", "Кировоград",
          "Іванівка, Одеська область", "Ивановка, Полтавская обл.", "Донецк", "Макеевка", "лагерь № 7", "Київ",
          "Кременчуцький район, Полтавська область", "Домрець, Нарденська область", "Нарденська область")  # fmt: skip
UNITS = ("", "в/ч А1234", "в/ч A1234", "72 ОМБр", "72 окрема механізована бригада", "2 батальон, 72 бригада",
         "1 батальйон, 72 омбр", "256 танковая бригада", "полк «Азов»", "Marine Brigade", "155")  # fmt: skip
RANKS = ("", "рядовой", "старший солдат", "ст. сержант", "captain", "лейтенант", "генерал", "не знаю")
NUMBERS = ("", "ВЛ-103057", "VL-103057", "ВЛ-103157", "ВЛ-103075", "ВЛ-10?0?7", "ВЛ-1030575", "ДР-555000", "???")
SIGNS = ("", "Сокол", "Sokol", "Сокіл", "Лис", "Ліс", "Барон, Граф")
particulars = st.builds(
    Particulars,
    kind=st.sampled_from(("", "missing", "prisoner", "dead", "remains")),
    source_kind=st.sampled_from(("", "family", "authority", "agency", "rumour")),
    birth_date=st.sampled_from(DATES),
    birthplace=st.sampled_from(PLACES),
    residence=st.sampled_from(PLACES),
    force=st.sampled_from(("", "ВСУ", "ЗСУ", "Велмария", "Velmaria", "Dorvania")),
    branch=st.sampled_from(("", "танковые войска", "marines")),
    unit=st.sampled_from(UNITS),
    rank=st.sampled_from(RANKS),
    service_number=st.sampled_from(NUMBERS),
    call_sign=st.sampled_from(SIGNS),
    last_seen_date=st.sampled_from(DATES),
    last_seen_place=st.sampled_from(PLACES),
    occurred_date=st.sampled_from(DATES),
    occurred_place=st.sampled_from(PLACES),
    description=st.sampled_from(("", "шеврон с позывным «Сокол»", "рост 180")),
)


def all_pairs(line: Line, records: list[Particulars]) -> np.ndarray[Any, np.dtype[np.float64]]:
    rows = np.arange(len(records))
    encoded = line.encode(as_columns(records))
    return line.weigh(encoded, encoded, np.repeat(rows, len(rows)), np.tile(rows, len(rows))).reshape(len(rows), -1)


@every_line
@settings(max_examples=15, deadline=None)
@given(records=st.lists(particulars, min_size=2, max_size=6))
def test_bulk_and_words_give_one_number_whichever_way_and_in_whatever_company(
    line: Line, records: list[Particulars]
) -> None:
    weights = all_pairs(line, records)
    assert np.isfinite(weights).all()
    assert np.abs(weights - weights.T).max() <= 1e-9
    for i, left in enumerate(records):
        for j, right in enumerate(records):
            weight = line.explain(left, right)
            assert weight.line == line.name
            assert weight.log10_lr == pytest.approx(weights[i, j], abs=1e-9)
            assert weight.reason
    alone = all_pairs(line, records[:2])
    assert np.abs(alone - weights[:2, :2]).max() <= 1e-9


@every_line
def test_who_says_nothing_weighs_nothing(line: Line) -> None:
    said = Particulars(
        birth_date="1990-03-04", birthplace="Полтава", force="ВСУ", unit="72 ОМБр", rank="сержант",
        service_number="ВЛ-103057", call_sign="Сокол", last_seen_date="2024-04-10",
        last_seen_place="Бахмут", kind="missing",
    )  # fmt: skip
    nothing = Particulars(kind="dead", source_kind="press")
    assert line.explain(said, nothing).log10_lr == 0
    assert line.explain(nothing, nothing).log10_lr == 0
    assert (all_pairs(line, [said, nothing])[1] == 0).all()


@every_line
def test_no_pairs_and_no_records_are_no_trouble(line: Line) -> None:
    nobody = line.encode(as_columns([]))
    nothing = np.zeros(0, dtype=np.int64)
    assert line.weigh(nobody, nobody, nothing, nothing).shape == (0,)


@every_line
def test_parameters_are_written_as_plain_values_and_read_back(line: Line) -> None:
    again = from_plain(as_plain(line))
    assert again == line
    pair = Particulars(birth_date="1990-03-04", birthplace="Київ", unit="72 ОМБр", rank="сержант")
    assert again.explain(pair, pair) == line.explain(pair, pair)


@every_line
@pytest.mark.parametrize(
    "text", ["я" * 200_000, "1" * 200_000, ", " * 100_000, "(" * 50_000, "ст. " * 50_000, "\0\u202e🪖" * 999]
)
def test_hostile_text_is_read_in_bounded_time(line: Line, text: str) -> None:
    hostile = Particulars(**{name: text for name in line.fields if name not in ("kind", "source_kind")})  # type: ignore[arg-type]
    weight = line.explain(hostile, hostile)
    assert np.isfinite(weight.log10_lr)
    assert len(weight.reason) < 2_000
