"""Cyrillic names in Latin letters under each scheme, after the examples of the standards."""

from __future__ import annotations

import pytest

from antigone.evidence import names
from antigone.evidence.names import RomanisationScheme as Scheme


@pytest.mark.parametrize(
    ("text", "scheme", "latin"),
    [
        ("Юрий Щербаков", Scheme.RU_ICAO, "Iurii Shcherbakov"),
        ("Юрий Щербаков", Scheme.RU_BGN, "Yuriy Shcherbakov"),
        ("Юрий Щербаков", Scheme.RU_GERMAN, "Juri Schtscherbakow"),
        ("Юрий Щербаков", Scheme.RU_FRENCH, "Iouri Chtcherbakov"),
        ("Юрий Щербаков", Scheme.RU_POLISH, "Jurij Szczerbakow"),
        ("Юрий Щербаков", Scheme.RU_SCHOLARLY, "Jurij Ščerbakov"),
        ("Юрий Щербаков", Scheme.RU_ISO9, "Ûrij Ŝerbakov"),
        ("Евгений ЗАЙЦЕВ", Scheme.RU_BGN, "Yevgeniy ZAYTSEV"),
        ("Згорани", Scheme.UK_2010, "Zghorany"),
        ("Їжакевич Юрій", Scheme.UK_2010, "Yizhakevych Yurii"),
        ("Знам'янка", Scheme.UK_2010, "Znamianka"),
        ("Олексій", Scheme.UK_BGN, "Oleksiy"),
        ("Сяргей Аляксандравіч", Scheme.BE_2008, "Siarhei Aliaksandravich"),
        ("Дзмітрый", Scheme.BE_ISO9, "Dzmìtryj"),
    ],
)
def test_a_scheme_spells_as_its_standard_says(text: str, scheme: Scheme, latin: str) -> None:
    assert names.romanise(text, scheme) == latin


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_scheme_leaves_no_cyrillic_and_keeps_the_rest(scheme: Scheme) -> None:
    alphabet = "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя"
    out = names.romanise(f"{alphabet} {alphabet.upper()}, O'Neil-7", scheme)
    assert not any("\u0400" <= letter <= "\u04ff" for letter in out)
    assert out.endswith(", O'Neil-7")


@pytest.mark.parametrize("scheme", [scheme for scheme in Scheme if scheme.startswith("ru")])
def test_a_name_and_its_romanisation_speak_for_one_person(scheme: Scheme) -> None:
    for name in ("Игнат Петрович Дерябин", "Жанна Юрьевна Щукарева", "Хрисанф Цаплин"):
        assert names.compare(name, names.romanise(name, scheme)).log10_lr > 0
