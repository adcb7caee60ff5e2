"""Whatever the engine can say of two records it says in Russian and Ukrainian, and quotes the records as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from antigone.evidence import Dependence, Weight, combined
from antigone.evidence.coded_words import coded_words
from antigone.evidence.dna.haplotypes import Lineage, lineage_weight
from antigone.evidence.linkage import (
    DateParts,
    Equality,
    LevelLine,
    NumericDifference,
    Particulars,
    TextLikeness,
    starting_model,
)
from antigone.evidence.traits.marks import in_words
from antigone.evidence.traits.values import Mark, MarkKind
from antigone.evidence.wording import Day, code_word, figure, joined, phrase, phrases
from antigone.interfaces.catalogue import INTERFACES, REASONS, stored
from antigone.interfaces.desk.templatetags.desk_words import why
from antigone.interfaces.reasons import in_language

SOUGHT = Particulars(
    kind="missing",
    source_kind="family",
    names=("Дрозд Гнат Петрович", "Дрозд Г. П."),
    father_name="Петро",
    sex="m",
    birth_date="1990-05-12",
    birthplace="с. Іванівка, Полтавська область",
    residence="Полтава",
    force="ЗСУ",
    unit="3 батальйон 72 омбр",
    rank="солдат",
    service_number="АА-123456",
    call_sign="Сокіл",
    last_seen_date="2022-03-05",
    last_seen_place="Бахмут",
    description=(
        "зріст 178 см; міцна статура; волосся темне; очі сірі; група крові 1+; правша; взуття 43; борода; без окулярів;"
        " татуювання: якір на лівому передпліччі, напис «Мама» на грудях; шрам після апендициту;"
        " перелом правої гомілки; коронка на зубі 16, зуби 26, 36 відсутні; пластина, серійний номер АК44517;"
        " мав каблучку, хрестик, годинник;"
        " шеврон з позивним «Сокіл»; одягнений у тільняшку, берці"
    ),
)
FOUND = (
    Particulars(
        kind="remains",
        source_kind="authority",
        names=("Дрозд Гнат", "Дроздов Игнат Петрович"),
        sex="m",
        birth_date="1990-12-05",
        birthplace="Полтава",
        force="ЗСУ",
        unit="72 омбр",
        rank="старший сержант",
        service_number="АА-123465",
        call_sign="Сокол",
        occurred_date="2022-04",
        occurred_place="Бахмутський район",
        description=(
            "тіло збережене, довжина тіла 174-180 см; статура середня; волосся чорне; очі сіро-блакитні; група крові 1;"
            " взуття 44; татуювання: якір на лівому передпліччі; родимка на шиї зліва; пломба на зубі 16;"
            " зуб 26 відсутній; пластина, серійний номер АК44518; хрестик, годинник; тільняшка, окуляри"
        ),
    ),
    Particulars(
        kind="dead",
        source_kind="press",
        names=("Ковальчук Марія",),
        sex="f",
        age_low=25,
        age_high=30,
        age_date="2022",
        birthplace="Харків",
        residence="Харків",
        force="НГУ",
        unit="1 батальйон 93 омбр",
        rank="майор",
        service_number="987654",
        call_sign="Мамай",
        occurred_date="2022-03-01",
        occurred_place="Харків",
        description=(
            "без татуювань; зріст 160; худорлява; руде волосся; карі очі; група крові 4-; шульга; взуття 37; окуляри;"
            " всі зуби цілі; серійний номер ВВ9912; телефон; джинси; перстень з гравіюванням «Марія»"
        ),
    ),
)
#: Signs and abbreviations that are written so in every language.
_ANY_LANGUAGE = re.compile(r"«[^»]*»|\b(?:O|A|B|AB)\b[+-]?|Y-STR|mtDNA|DYS\d+|S-\d+|[A-Z]{2}\d{4,}")


def _all(weights: tuple[Weight, ...]) -> Iterator[Weight]:
    for weight in weights:
        yield weight
        yield from _all(weight.parts)


@pytest.fixture(scope="module")
def reasons() -> list[str]:
    """Reasons of every line of the model, for a pair that agrees nearly and one that does not, and the silent ones."""
    model = starting_model()
    silent = Particulars(kind="missing")
    pairs = [(SOUGHT, other) for other in (*FOUND, SOUGHT, silent)]
    return [weight.reason for one, other in pairs for weight in _all(model.explain(one, other))]


def test_every_line_speaks_of_such_a_pair() -> None:
    model = starting_model()
    weights = [weight for other in (SOUGHT, *FOUND) for weight in model.explain(SOUGHT, other)]
    assert {weight.line for weight in weights if weight.log10_lr} == {*model.names, "dependence"}


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_no_reason_of_the_engine_is_left_in_english(language: str, reasons: list[str]) -> None:
    english = []
    for reason in reasons:
        told = in_language(reason, language)
        if told is None or re.search("[A-Za-z]{2,}", _ANY_LANGUAGE.sub("", told)):
            english.append((reason, told))
    assert english == []


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_nor_are_those_of_models_that_a_bureau_makes_itself(language: str) -> None:
    lines = [
        LevelLine("birth date", comparison, (0.5,) * count, (0.5,) * count)
        for comparison in (DateParts("birth_date"), Equality("birth_date"), TextLikeness("birth_date"))
        for count in [len(comparison.levels)]
    ]
    lines.append(LevelLine("age", NumericDifference("age_low", (2.0,)), (0.5,) * 3, (0.5,) * 3))
    for line in lines:
        for other in (SOUGHT, *FOUND, Particulars()):
            assert in_language(line.explain(SOUGHT, other).reason, language) is not None
        assert [str(level) for level in line.comparison.levels if in_language(level, language) is None] == []


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_nor_those_of_haplotypes(language: str) -> None:
    database = [{"DYS19": "14"}, {"DYS19": "15"}]
    for left, right in (("14", "14"), ("14", "15")):
        weight = lineage_weight({"DYS19": left}, {"DYS19": right}, database, lineage=Lineage.Y, rates=0.002)
        told = in_language(weight.reason, language)
        assert told is not None
        assert not re.search("[a-z]{2,}", told), told


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_every_word_of_the_vocabulary_is_said(language: str) -> None:
    spoken = [in_language(code_word(context, word), language) for context, word in coded_words()]
    assert [word for word in spoken if word is None or re.search("[A-Za-z]", word)] == []


def test_whatever_the_vocabulary_knows_of_marks_is_among_the_words() -> None:
    for kind, what in ((MarkKind.TATTOO, "wolf"), (MarkKind.SKIN, "burn"), (MarkKind.SKIN, "hernia"),
                       (MarkKind.BONE, "plate"), (MarkKind.LOSS, "phalanx"), (MarkKind.LOSS, "")):  # fmt: skip
        for side in ("left", ""):
            for place in ("forearm", "chest", "arm", ""):
                assert in_language(in_words(Mark(kind, what, place, side)), "uk") is not None


def test_a_reason_reads_as_a_person_would_say_it() -> None:
    marks = next(weight for weight in starting_model().explain(SOUGHT, SOUGHT) if weight.line == "marks")
    said = {language: str(in_language(marks.reason, language)).partition(";")[0] for language in ("en", "ru", "uk")}
    assert said == {
        "en": "both tell of a tattoo (mother «mama») on the chest, a tattoo (anchor) on the left forearm",
        "ru": "в обеих записях: татуировка «мама» с текстом «mama» (грудь), татуировка «якорь» (предплечье слева)",
        "uk": "в обох записах: татуювання «мама» з текстом «mama» (груди), татуювання «якір» (передпліччя ліворуч)",
    }


@pytest.mark.parametrize(("count", "said"), [(1, "1 день"), (3, "3 дня"), (11, "11 дней"), (234, "234 дня")])
def test_numbers_govern_nouns_as_the_language_wants(count: int, said: str) -> None:
    assert in_language(phrases("{count} days apart", "{count} days apart", count=count), "ru") == f"разница {said}"


def test_what_has_no_translation_is_said_in_english_and_marked_so() -> None:
    unknown = joined("; ", (phrase("the same place"), phrase("written by a version to come <{x}>", x="«я»")))
    assert in_language(unknown, "ru") is None
    assert in_language("a plain sentence of old", "uk") is None
    assert in_language(unknown, "en") == str(unknown)
    with translation.override("uk"):
        assert why(unknown) == '<span lang="en">the same place; written by a version to come &lt;«я»&gt;</span>'
        assert why(phrase("the same place")) == "те саме місце"


def test_a_plain_reason_among_others_leaves_all_of_them_in_english() -> None:
    weights = [Weight("sex", 1.0, phrase("the same place")), Weight("sex", 1.0, "the laboratory {says} so")]
    together = combined("sex", weights, Dependence.ONE_FACT).reason
    assert together == "told 2 times, counted once: the same place; the laboratory {says} so"
    assert in_language(together, "ru") is None


def test_dates_are_said_as_on_the_rest_of_the_desk() -> None:
    dates = phrase("birth dates agree: {one} and {two}", one=Day("1990-05-12"), two=Day("1990-05~"))
    with translation.override("uk"):
        assert why(dates) == "дати народження збігаються: 12 травня 1990 і травень 1990 (приблизно)"
    assert in_language(dates, "uk") == "дати народження збігаються: 1990-05-12 і 1990-05~"


def test_figures_are_written_as_on_the_rest_of_the_desk() -> None:
    said = phrase("likelihood ratio {ratio} at {locus}", ratio=figure(2.5e7, ".4g"), locus="FGA")
    assert in_language(said, "ru") == "отношение правдоподобия 2.5·10⁷ в локусе FGA"
    many = phrase("about 1 person in {people}", people=figure(12_000))
    assert in_language(many, "uk") == "приблизно в 1 людини з 12\u202f000"


def test_one_english_word_is_two_where_its_context_differs() -> None:
    said = stored(INTERFACES / REASONS, "ru")
    assert str(said.get("grey", "hair").string) == "седые"  # type: ignore[union-attr]
    assert str(said.get("grey", "eyes").string) == "серые"  # type: ignore[union-attr]
