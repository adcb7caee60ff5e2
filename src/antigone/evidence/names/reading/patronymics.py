"""Patronymics from the father's given name, in Russian and in Ukrainian.

The rules are those of the school grammars (Russian: Rosenthal's handbook, "Отчества"; Ukrainian: the orthography
of 2019, paragraph 32 on patronymics); the lists below are the names that leave the rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from antigone.evidence.names.reading.lexicon import given_names
from antigone.evidence.names.reading.roles import read

Sex = Literal["m", "f"]

_HUSHING: Final = "жчшщц"
_VOWELS: Final = "аеёиоуыэюяіїє"

# Father's name -> (son, daughter), where the stem changes.
_RUSSIAN_EXCEPTIONS: Final = {
    "Лев": ("Львович", "Львовна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Яков": ("Яковлевич", "Яковлевна"),
    "Илья": ("Ильич", "Ильинична"),
    "Лука": ("Лукич", "Лукинична"),
    "Фома": ("Фомич", "Фоминична"),
    "Кузьма": ("Кузьмич", "Кузьминична"),
    "Фока": ("Фокич", "Фокинична"),
}
_UKRAINIAN_EXCEPTIONS: Final = {
    "Лев": ("Львович", "Львівна"),
    "Микола": ("Миколайович", "Миколаївна"),
    "Григорій": ("Григорович", "Григорівна"),
    "Яків": ("Якович", "Яківна"),
    "Ілля": ("Ілліч", "Іллівна"),
    "Лука": ("Лукич", "Луківна"),
    "Хома": ("Хомич", "Хомівна"),
    "Кузьма": ("Кузьмич", "Кузьмівна"),
    "Сава": ("Савич", "Савівна"),
    "Федір": ("Федорович", "Федорівна"),
    "Прокіп": ("Прокопович", "Прокопівна"),
    "Антін": ("Антонович", "Антонівна"),
}
# Names of eastern origin that end in a stressed vowel keep it: Муса -> Мусаевич.
_EASTERN_NAMES: Final = """
Муса Иса Мустафа Важа Заза Лаша Шота Али Апти Лечи Гиви Доржи Дашинима Бато Баярто Зорикто Бэлигто
Іса Апті Лечі Гіві Алі Доржі Дашиніма Зорікто Белігто
"""
_KEEPS_ITS_VOWEL: Final = frozenset(_EASTERN_NAMES.split())


def russian_patronymic(father: str, sex: Sex) -> str:
    """The Russian patronymic of a son (``"m"``) or daughter (``"f"``) of `father`, his given name in Russian.

    Covers names in a consonant, -й, -ь, -а/-я and -о, the irregular names, and eastern names in a stressed
    vowel. A name with a hyphen is declined at its last part. Raises ValueError for an empty name.
    """
    if not father:
        raise ValueError("a patronymic needs the father's given name, and it is empty")
    if father in _RUSSIAN_EXCEPTIONS:
        son, daughter = _RUSSIAN_EXCEPTIONS[father]
        return son if sex == "m" else daughter
    if father in _KEEPS_ITS_VOWEL:
        return father + ("евич" if sex == "m" else "евна")
    last = father[-1].lower()
    stem = father[:-1]
    if last == "й":
        if stem.endswith("и"):
            stem = stem[:-1]
            # Дмитрий -> Дмитриевич, but Юрий -> Юрьевич and Терентий -> Терентьевич.
            clustered = (
                len(stem) >= 2
                and stem[-1].lower() not in _VOWELS
                and stem[-2].lower() not in _VOWELS
                and not stem.endswith("нт")
            )
            stem += "и" if clustered or stem[-1:].lower() in ("к", "г", "х", "ц") else "ь"
        return stem + ("евич" if sex == "m" else "евна")
    if last == "ь":
        return stem + ("евич" if sex == "m" else "евна")
    if last in "ая":
        return stem + ("ич" if sex == "m" else "ична")
    if last == "о":
        return stem + ("ович" if sex == "m" else "овна")
    if last in _VOWELS:
        return father + ("евич" if sex == "m" else "евна")
    if last in _HUSHING:
        return father + ("евич" if sex == "m" else "евна")
    return father + ("ович" if sex == "m" else "овна")


def ukrainian_patronymic(father: str, sex: Sex) -> str:
    """The Ukrainian patronymic of a son (``"m"``) or daughter (``"f"``) of `father`, his given name in Ukrainian.

    Covers the same kinds of names as `russian_patronymic`. Raises ValueError for an empty name.
    """
    if not father:
        raise ValueError("a patronymic needs the father's given name, and it is empty")
    if father in _UKRAINIAN_EXCEPTIONS:
        son, daughter = _UKRAINIAN_EXCEPTIONS[father]
        return son if sex == "m" else daughter
    if father in _KEEPS_ITS_VOWEL:
        return father + ("йович" if sex == "m" else "ївна")
    last = father[-1].lower()
    stem = father[:-1]
    if last == "й":
        return father + "ович" if sex == "m" else stem + "ївна"
    if last == "ь":
        return stem + ("ьович" if sex == "m" else "івна")
    if last in "аяо":
        return stem + ("ович" if sex == "m" else "івна")
    if last in _VOWELS:
        return father + ("йович" if sex == "m" else "ївна")
    return father + ("ович" if sex == "m" else "івна")


def eastern_patronymic(father: str, sex: Sex, language: Literal["ru", "uk"]) -> str:
    """The Azerbaijani form with *oglu* or *qızı*, as Russian and Ukrainian documents write it."""
    words = {"ru": ("оглы", "кызы"), "uk": ("огли", "кизи")}[language]
    return f"{father} {words[0] if sex == 'm' else words[1]}"


@lru_cache(maxsize=4096)
def patronymic_of(father: str, sex: Sex = "m") -> str:
    """A child's patronymic in Russian from the father's name as a person writes it, to be compared with others.

    `father` may be in any script and language, a pet name, or already a patronymic, which is given back as it is
    where it fits the sex; of several words the given name counts. A name that is not known is given back unchanged.

    >>> patronymic_of("Сергій"), patronymic_of("Sergey"), patronymic_of("Сергеевич"), patronymic_of("Serhii", "f")
    ('Сергеевич', 'Сергеевич', 'Сергеевич', 'Сергеевна')
    """
    for word in read(father):
        facts = word.facts
        is_patronymic = bool(facts.patronymic and not facts.formal)
        if is_patronymic and (facts.sex == sex or not facts.fathers):
            return word.token.text
        for number in (*facts.formal, *facts.pet, *(facts.fathers if is_patronymic else ()))[:1]:
            known = given_names()[number]
            if known.sex != "f":
                return russian_patronymic(known.name[:1].upper() + known.name[1:], sex)
    return father.strip()
