"""A synthetic corpus of names: invented people drawn by frequency, each written down the way sources write.

Surnames, given names and patronymics are drawn independently from the counts of `frequencies`; a writing
chooses a language, a script, a romanisation, an order, what to leave out, and makes the errors of clerks,
relatives and OCR. Nobody in it is real.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from antigone.evidence.names.reading.lexicon import GivenName, given_names
from antigone.evidence.names.reading.phones import common_gender, readings, skeleton
from antigone.evidence.names.reading.romanisation import RomanisationScheme, romanise
from antigone.evidence.names.reading.vocabulary import word_facts
from benchmarks.names.frequencies import NameCounts

Rng = random.Random
_CYRILLIC = re.compile("[а-яёіїєґў'’]+", re.IGNORECASE)
_VOWELS = "аеёиоуыэюяіїє"


@dataclass(frozen=True)
class Someone:
    """An invented person: Russian spellings and the groups of the given-name table where they are known."""

    sex: str
    family: str
    given: str
    father: str
    given_group: int = -1
    father_group: int = -1


_Draws = tuple[list[str], list[int], list[int]]


def _draws(table: dict[str, int]) -> _Draws:
    """Words, cumulated counts and cumulated squares of counts."""
    return list(table), list(accumulate(table.values())), list(accumulate(n * n for n in table.values()))


def _drawn(rng: Rng, draws: _Draws, *, shared: bool) -> str:
    words, counts, squares = draws
    return rng.choices(words, cum_weights=squares if shared else counts)[0]


@dataclass
class Population:
    """Draws people, and neighbours of people, by frequency."""

    counts: NameCounts
    _surnames: dict[str, _Draws] = field(default_factory=dict)
    _given: dict[str, _Draws] = field(default_factory=dict)
    _fathers: _Draws = field(default_factory=lambda: ([], [], []))
    women: set[str] = field(default_factory=set)
    everybody: list[str] = field(default_factory=list)
    _near: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        male: dict[str, int] = {}
        female: dict[str, int] = {}
        for text, count in self.counts.surnames.items():
            (female if text.endswith(("ва", "на", "ая")) else male)[text] = count
        for sex, table in (("m", male), ("f", {**female, **_unchanging(male)})):
            self._surnames[sex] = _draws(table)
        for sex in "mf":
            table = {t: c for t, (c, s) in self.counts.given.items() if s == sex and c >= 5}
            self._given[sex] = _draws(table)
        fathers = {t: c for t, (c, s) in self.counts.given.items() if s == "m" and c >= 5}
        self._fathers = _draws(fathers)
        self.women = set(self._given["f"][0])
        self.everybody = [t for t, (c, s) in self.counts.given.items() if s == "m" and c >= 30]
        for text in male:
            bones = skeleton(readings(text)[0])
            self._near[bones[:3]].append(text)

    def surname(self, rng: Rng, sex: str, *, shared: bool = False) -> str:
        """A surname by frequency; one that two strangers share by chance is drawn by the square of it."""
        return _drawn(rng, self._surnames[sex], shared=shared)

    def near_surname(self, rng: Rng, family: str, sex: str) -> str:
        """Another surname that begins like this one."""
        near = self._near.get(skeleton(readings(family)[0])[:3], [])
        own = common_gender(readings(family)[0])
        for _ in range(8):
            if near:
                other = rng.choice(near)
                if common_gender(readings(other)[0]) != own:
                    return feminine(other) if sex == "f" else other
        return self.surname(rng, sex)

    def given(self, rng: Rng, sex: str, *, shared: bool = False) -> str:
        return _drawn(rng, self._given[sex], shared=shared)

    def father(self, rng: Rng, *, shared: bool = False) -> str:
        return _drawn(rng, self._fathers, shared=shared)

    def coincidence(self, difference: Difference) -> float:
        """How likely two random people of one sex share exactly these parts; 0 for kin and near names."""
        if difference.kin or "n" in difference.shares:
            return 0.0
        share = 1.0
        for letter, draws in (("f", self._surnames["m"]), ("g", self._given["m"]), ("p", self._fathers)):
            squares = draws[2][-1] / draws[1][-1] ** 2
            share *= squares if letter in difference.shares else 1 - squares
        return share

    def someone(self, rng: Rng, *, men: float = 0.75) -> Someone:
        sex = "m" if rng.random() < men else "f"
        return grouped(Someone(sex, self.surname(rng, sex), self.given(rng, sex), self.father(rng)))


def _unchanging(male: dict[str, int]) -> dict[str, int]:
    return {t: c for t, c in male.items() if not t.endswith(("ов", "ев", "ёв", "ин", "ын", "ий", "ый", "ой"))}


def grouped(person: Someone) -> Someone:
    """The person with the groups of the given-name table filled in."""

    def group(word: str) -> int:
        formal = word_facts(word).formal
        return formal[0] if formal else -1

    return Someone(person.sex, person.family, person.given, person.father, group(person.given), group(person.father))


def feminine(family: str) -> str:
    """The feminine of a masculine Russian surname; unchanged where it has none."""
    if family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return family + "а"
    if family.endswith(("ский", "цкий")):
        return family[:-2] + "ая"
    if family.endswith(("ый", "ой")):
        return family[:-2] + "ая"
    return family


def spoken_forms(group: GivenName, language: str) -> list[str]:
    """Formal Cyrillic spellings of a given name that fit a language."""
    forms = [form for form in group.formal if _CYRILLIC.fullmatch(form)]
    if not forms:
        return [group.name]
    if language == "uk":
        fit = [f for f in forms[1:] if not re.search("[ыэўё]", f) and not re.search("дз[іья]|ц[іян]", f)]
        return fit[:2] or forms[:1]
    if language == "be":
        fit = [f for f in forms[1:] if not re.search("[иїєґщ]", f)]
        return fit[-2:] or forms[:1]
    return forms[:1]


def patronymic(father: str, sex: str, language: str) -> str:
    """A patronymic from a father's name as it is spelt in the language."""
    male = sex == "m"
    lower = father.lower()
    if language == "ru":
        special = {
            "илья": ("Ильич", "Ильинична"), "никита": ("Никитич", "Никитична"), "лука": ("Лукич", "Лукинична"),
            "фома": ("Фомич", "Фоминична"), "кузьма": ("Кузьмич", "Кузьминична"), "лев": ("Львович", "Львовна"),
            "павел": ("Павлович", "Павловна"), "пётр": ("Петрович", "Петровна"), "петр": ("Петрович", "Петровна"),
            "яков": ("Яковлевич", "Яковлевна"), "михаил": ("Михайлович", "Михайловна"),
        }  # fmt: skip
        if lower in special:
            return special[lower][0 if male else 1]
        if lower.endswith("ий"):
            soft = "ь" if re.search("[вдлнт]ий$", lower) and not lower.endswith(("ртий", "рнтий")) else "и"
            return father[:-2] + soft + ("евич" if male else "евна")
        if lower[-1] in "йь":
            return father[:-1] + ("евич" if male else "евна")
        if lower[-1] in "ая":
            return father[:-1] + ("ич" if male else "ична")
        if lower[-1] in "оеиуюэ":
            return father.rstrip("оеиуюэ") + ("ович" if male else "овна")
        return father + ("ович" if male else "овна")
    if language == "uk":
        if lower.endswith("й"):
            return father + "ович" if male else father[:-1] + "ївна"
        if lower.endswith(("о", "ь")):
            return father[:-1] + ("ович" if male else "івна")
        if lower.endswith(("а", "я")):
            return father[:-1] + ("ич" if male else "івна")
        return father + ("ович" if male else "івна")
    if lower.endswith(("й", "ь", "ы")):
        return (
            father.rstrip("йьы") + ("евіч" if male else "еўна")
            if lower[-2:-1] not in "ыэ"
            else father[:-1] + ("евіч" if male else "еўна")
        )
    if lower.endswith(("а", "я", "о")):
        return father[:-1] + ("авіч" if male else "аўна")
    return father + ("авіч" if male else "аўна")


def ukrainian(word: str) -> str:
    """A Russian surname as Ukrainian papers write it."""
    text = re.sub("ск(ий|ая)$", lambda m: "ськ" + ("ий" if m[1] == "ий" else "а"), word)
    ending = ""
    if text.endswith(("ський", "цький", "ий")):
        text, ending = text[:-2], "ий"
    text = text.translate(str.maketrans("иИэЭъ", "іІеЕ'")).replace("ы", "и")
    text = re.sub("(?<![а-яёіїє'ь])е|(?<=[аеиіоуюяь'])е", "є", text)
    return re.sub("(?<=[бвгджзклмнпрстфхцчшщ])ё", "ьо", text).replace("ё", "йо") + ending


def belarusian(word: str, rng: Rng) -> str:
    """A Russian surname as Belarusian papers write it; akanie falls where the stress may be missing."""
    text = word.replace("щ", "шч").replace("Щ", "Шч").replace("и", "і").replace("И", "І").replace("ъ", "'")
    text = re.sub("скій$|скі$", "скі", text)
    text = re.sub("([рчшжц])і", lambda m: m[1] + "ы", text)
    text = re.sub("([рчшж])е", lambda m: m[1] + ("э" if rng.random() < 0.7 else "а"), text)
    text = re.sub("т(?=[іеяёюь])", "ц", text)
    text = re.sub("д(?=[іеяёюь])", "дз", text)
    text = re.sub("(?<!^)о", lambda m: "а" if rng.random() < 0.7 else "о", text)
    text = re.sub("(?<=[бвзклмнс])е(?=[бвгджзклмнпрст])", lambda m: "я" if rng.random() < 0.35 else "е", text)
    return re.sub("(?<=[аеёіоуыэюя])в(?=[бвгджзклмнпрстфхцчш]|$)", "ў", text)


_SCHEMES = {
    "ru": [
        (RomanisationScheme.RU_BGN, 16), (RomanisationScheme.RU_ICAO, 20), (RomanisationScheme.RU_PASSPORT_1997, 14),
        (RomanisationScheme.RU_PRESS, 22), (RomanisationScheme.RU_ALA_LC, 6), (RomanisationScheme.RU_SCHOLARLY, 4),
        (RomanisationScheme.RU_ISO9, 3), (RomanisationScheme.RU_GOST, 2), (RomanisationScheme.RU_GERMAN, 5),
        (RomanisationScheme.RU_FRENCH, 4), (RomanisationScheme.RU_POLISH, 2), (RomanisationScheme.RU_PASSPORT_USSR, 2),
    ],
    "uk": [
        (RomanisationScheme.UK_2010, 45), (RomanisationScheme.UK_BGN, 25), (RomanisationScheme.UK_2007, 10),
        (RomanisationScheme.UK_SCHOLARLY, 5), (RomanisationScheme.UK_GERMAN, 5), (RomanisationScheme.UK_FRENCH, 4),
        (RomanisationScheme.UK_POLISH, 4), (RomanisationScheme.UK_ISO9, 2),
    ],
    "be": [
        (RomanisationScheme.BE_2008, 55), (RomanisationScheme.BE_BGN, 20), (RomanisationScheme.BE_LACINKA, 15),
        (RomanisationScheme.BE_ISO9, 10),
    ],
}  # fmt: skip

_TWINS = dict(zip("асеіорхуАВСЕНІКМОРТХ", "aceiopxyABCEHIKMOPTX", strict=True))
_LATIN_KEYS = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC_KEYS = "абвгдежзийклмнопрстуфхцчшщыьэюя"
_BACK = [("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("iu", "ю"),
         ("ya", "я"), ("ia", "я"), ("ye", "е"), ("yo", "ё")]  # fmt: skip
_BACK_LETTERS = dict(zip("abvgdeziyklmnoprstufhcjw", "абвгдезийклмнопрстуфхкйв", strict=True))


def typo(word: str, rng: Rng) -> str:
    """One slip: a letter lost, doubled, exchanged with its neighbour, or another one struck."""
    if len(word) < 3:
        return word
    at = rng.randrange(len(word))
    keys = _CYRILLIC_KEYS if _CYRILLIC.match(word) else _LATIN_KEYS
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + rng.choice(keys) + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice(keys) + word[at + 1 :]


def back_to_cyrillic(word: str) -> str:
    """What somebody who knows only the Latin spelling writes in Russian."""
    text = word.lower()
    for latin, letter in _BACK:
        text = text.replace(latin, letter)
    text = "".join(_BACK_LETTERS.get(letter, letter) for letter in text)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Habits:
    """How often a source does what; shares from 0 to 1."""

    latin: float = 0.5
    ukrainian: float = 0.2
    belarusian: float = 0.12
    no_patronymic: float = 0.18
    pet_name: float = 0.06
    initials: float = 0.04
    typo: float = 0.02
    twins: float = 0.05
    no_yo: float = 0.7
    back: float = 0.02
    table_spelling: float = 0.15
    other_surname_woman: float = 0.02
    other_surname_man: float = 0.003
    wrong_patronymic: float = 0.004
    surname_only: float = 0.0


@dataclass(frozen=True)
class Writing:
    """One source's spelling: the whole, and its words by role (empty where left out)."""

    text: str
    family: str
    given: str
    patronymic: str


def write(person: Someone, population: Population, rng: Rng, habits: Habits) -> Writing:
    """Write a person's name down once."""
    draw = rng.random()
    language = "uk" if draw < habits.ukrainian else "be" if draw < habits.ukrainian + habits.belarusian else "ru"
    groups = given_names()
    family, given, father = person.family, person.given, person.father
    married = habits.other_surname_woman if person.sex == "f" else habits.other_surname_man
    if rng.random() < married:
        family = population.surname(rng, person.sex)
    if rng.random() < habits.wrong_patronymic:
        father = population.father(rng)
        person = grouped(Someone(person.sex, family, given, father))
    if language == "uk":
        family = ukrainian(family)
    elif language == "be":
        family = belarusian(family, rng)
    pet = False
    if person.given_group >= 0:
        group = groups[person.given_group]
        if group.pet and rng.random() < habits.pet_name:
            given, pet = rng.choice(group.pet), True
        elif language != "ru":
            given = rng.choice(spoken_forms(group, language))
    elif language == "uk":
        given = ukrainian(given)
    elif language == "be":
        given = belarusian(given, rng)
    if person.father_group >= 0 and language != "ru":
        father = rng.choice(spoken_forms(groups[person.father_group], language))
    middle = patronymic(father, person.sex, language)
    if pet or rng.random() < habits.no_patronymic:
        middle = ""
    parts = [family, given, middle]
    if rng.random() < habits.no_yo:
        parts = [part.replace("ё", "е").replace("Ё", "Е") for part in parts]
    latin = rng.random() < habits.latin
    if latin:
        schemes, weights = zip(*_SCHEMES[language], strict=True)
        scheme = rng.choices(schemes, weights=weights)[0]
        parts = [romanise(part, scheme) for part in parts]
        if person.given_group >= 0 and not pet and rng.random() < habits.table_spelling:
            spellings = [form for form in groups[person.given_group].formal if form.isascii()]
            if spellings:
                parts[1] = rng.choice(spellings)
        if rng.random() < habits.back:
            parts = [back_to_cyrillic(part) for part in parts]
    else:
        parts = [
            "".join(_TWINS.get(letter, letter) if rng.random() < 0.5 else letter for letter in part)
            if rng.random() < habits.twins
            else part
            for part in parts
        ]
    parts = [typo(part, rng) if part and rng.random() < habits.typo else part for part in parts]
    if rng.random() < habits.initials:
        parts = [parts[0], parts[1][:1] + ".", parts[2][:1] + "." if parts[2] else ""]
    family, given, middle = parts
    if rng.random() < 0.4:
        family = family.upper()
    first_part = f"{given} {middle}".strip()
    order = rng.random()
    if order < 0.45:
        text = f"{first_part} {family}"
    elif order < 0.88:
        text = f"{family} {first_part}"
    elif order < 0.96:
        text = f"{family}, {first_part}"
    else:
        text = f"{given} {family} {middle}".strip()
    return Writing(text, family, given, middle)


@dataclass(frozen=True)
class Difference:
    """A kind of stranger: which parts he shares, in what share of the training pairs, and by what right.

    Attributes:
        shares: letters of the parts he shares: f(amily), g(iven), p(atronymic); n: a family name that begins alike.
        among_alike: share among the people whom a search or a list puts beside somebody.
        among_anybody: how likely two people drawn at random are of this kind; None: computed from the
            frequencies (coincidence); 0: a relative or a near name, not part of that population.
        kin: relatives share a surname whatever its frequency; strangers share it by coincidence, which makes the
            shared name a common one (it is drawn by the square of its share).
    """

    name: str
    shares: str
    among_alike: float
    kin: bool = False


DIFFERENCES = (
    Difference("same surname", "f", 0.14),
    Difference("same surname, kin", "f", 0.06, kin=True),
    Difference("same given and patronymic, other surname", "gp", 0.28),
    Difference("near surname, same given", "ng", 0.12),
    Difference("same surname and patronymic, other given", "fp", 0.03),
    Difference("same surname and patronymic, siblings", "fp", 0.04, kin=True),
    Difference("same surname and given, other patronymic", "fg", 0.14),
    Difference("same given", "g", 0.05),
    Difference("near surname", "n", 0.04),
    Difference("namesakes", "fgp", 0.002),
    Difference("anybody", "", 0.098),
)
"""The strangers of the training pairs."""


_SISTERS = {
    "Александр": "Александра", "Евгений": "Евгения", "Валерий": "Валерия", "Виктор": "Виктория",
    "Валентин": "Валентина",
    "Владислав": "Владислава", "Станислав": "Станислава",
    "Василий": "Василиса", "Иван": "Иванна", "Павел": "Павла",
    "Виталий": "Виталия", "Ярослав": "Ярослава", "Богдан": "Богдана", "Даниил": "Даниэла", "Юлиан": "Юлиана",
}  # fmt: skip


def stranger_pair(difference: Difference, population: Population, rng: Rng) -> tuple[Someone, Someone]:
    """Two people of whom the second shares with the first what the difference says."""
    shares, chance = difference.shares, not difference.kin
    sex = "m" if rng.random() < 0.75 else "f"
    family = population.surname(rng, sex, shared="f" in shares and chance)
    given = population.given(rng, sex, shared="g" in shares)
    father = population.father(rng, shared="p" in shares and chance)
    person = grouped(Someone(sex, family, given, father))
    other = population.someone(rng, men=1.0 if sex == "m" else 0.0)
    sex2, family2, given2, father2 = sex, other.family, other.given, other.father
    if "f" in shares:
        family2 = family
    elif "n" in shares:
        family2 = population.near_surname(rng, family, sex)
    if "g" in shares:
        given2 = given
    if "p" in shares:
        father2 = father
    if difference.kin and sex == "m" and rng.random() < 0.5:
        sex2, family2 = "f", feminine(family)
        # A sister Евгения beside a brother Евгений.
        given2 = _SISTERS.get(given, given2) if rng.random() < 0.5 else population.given(rng, "f")
        given2 = given2 if given2 in population.women else population.given(rng, "f")
    return person, grouped(Someone(sex2, family2, given2, father2))


_LOOSE_VOWELS = str.maketrans("oeiu", "ueio")


def chain(population: Population, rng: Rng) -> list[str]:
    """A name in the manner of peoples without a Slavic patronymic: given name, forefathers, family; 2 to 5 words."""
    names = population.everybody
    size = rng.choices((2, 3, 4, 5), weights=(25, 35, 25, 15))[0]
    words = [rng.choice(names) for _ in range(size - 1)]
    return [*words, rng.choice(names) if rng.random() < 0.5 else population.surname(rng, "m")]


def another_chain(words: list[str], population: Population, rng: Rng) -> list[str]:
    """Somebody else with a name of this kind: one or two words are others, at least one is the same."""
    out = list(words)
    fresh = chain(population, rng)
    draw = rng.random()
    places = [len(words) - 1] if draw < 0.4 else [0] if draw < 0.6 else [rng.randrange(len(words))]
    if rng.random() < 0.25 and len(words) > 2:
        places.append(rng.randrange(len(words)))
    for place in places:
        out[place] = fresh[-1] if place == len(words) - 1 else fresh[0]
    return out


def write_chain(words: list[str], rng: Rng, habits: Habits) -> str:
    """Write a chain of names down once: loose vowels, doubled letters, a forefather left out, an article."""
    kept = [word for at, word in enumerate(words) if at in (0, len(words) - 1) or rng.random() > 0.15]
    latin = rng.random() < 0.8
    if latin:
        schemes, weights = zip(*_SCHEMES["ru"], strict=True)
        kept = [romanise(word, rng.choices(schemes[:5], weights=weights[:5])[0]) for word in kept]
        kept = [
            re.sub("[oeiu]", lambda m: m[0].translate(_LOOSE_VOWELS) if rng.random() < 0.25 else m[0], word)
            if rng.random() < 0.5
            else word
            for word in kept
        ]
        kept = [re.sub("([a-z])(?=[aeiou])", r"\1\1", word, count=1) if rng.random() < 0.08 else word for word in kept]
        if rng.random() < 0.2:
            kept[-1] = rng.choice(("al-", "Al ", "el ")) + kept[-1]
    kept = [typo(word, rng) if rng.random() < 2 * habits.typo else word for word in kept]
    if rng.random() < habits.initials and len(kept) > 2:
        kept[1] = kept[1][:1] + "."
    text = " ".join(kept)
    if rng.random() < 0.15:
        text = f"{kept[-1]}, {' '.join(kept[:-1])}"
    return text.upper() if rng.random() < 0.3 else text
