"""The lists of the war: who keeps each, whom it holds, and which columns it has.

Both sides keep the same kinds of lists with the same coverage and the same errors; only languages differ. Velmaria
(side 0) writes Russian, Dorvania (side 1) Ukrainian, the neutral agency English.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from antigone.simulation import contents, slips, words
from antigone.simulation.page import Ints, Page
from antigone.simulation.places import COUNTRIES
from antigone.simulation.slips import SourceErrors
from antigone.simulation.war import Body, Fate, War
from antigone.simulation.words import Language
from antigone.simulation.world import World

Write = Callable[[Page], list[str]]
Row3 = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its header, what a record calls it (a word of mapping files), how its cells are written."""

    header: str
    field: str
    write: Write


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which share of the people of each fate a list holds; the dead by what became of their bodies."""

    captive: dict[Fate, float]
    killed: dict[Body, float]
    wounded_only: bool = False

    def draw(self, rng: np.random.Generator, war: War, candidates: Ints) -> Ints:
        """Rows of the war that are in the list, once each."""
        share = np.zeros(len(candidates))
        fate, body = war.fate[candidates], war.body[candidates]
        for code, rate in self.captive.items():
            share[fate == code] = rate
        for state, rate in self.killed.items():
            share[(fate == Fate.KILLED) & (body == state)] = rate
        if self.wounded_only:
            share *= war.wounded[candidates]
        return candidates[rng.random(len(candidates)) < share]


@dataclass(frozen=True, slots=True)
class SourceList:
    """One list of one source.

    Attributes:
        file: name of the file, without folder.
        name: what the source is called.
        kind: a word of the registry's kinds of source.
        keeper: side that keeps the list, or -1 for the neutral agency.
        about: side whose people it holds, or -1 for both.
        record_kind: missing, prisoner, dead or remains.
        language: in which it is written.
        delimiter: between columns.
        reliability, credibility: A to F and 1 to 6, the Admiralty grades.
        publication: ``open`` where the source itself published the list, else ``private``.
        errors: how it goes wrong.
        coverage: whom it holds; None for the mortuary, which holds bodies.
        columns: in the order of the file; the first is the record's id.
        prefix: of its record ids.
        surname_first: how it orders names within one cell.
    """

    file: str
    name: str
    kind: str
    keeper: int
    about: int
    record_kind: str
    language: Language
    delimiter: str
    reliability: str
    credibility: int
    publication: str
    errors: SourceErrors
    coverage: Coverage | None
    columns: tuple[Column, ...]
    prefix: str
    surname_first: bool = True

    def draw(self, rng: np.random.Generator, world: World) -> tuple[Ints, Ints]:
        """Rows of the war in the order of the file, and which of them repeat an earlier record of the same person.

        Returns two arrays of one length: rows of `world.war`, and 0 for a first record, 1 for a repeated one.
        """
        war = world.war
        side = world.people.side[war.who]
        if self.coverage is None:
            own = (side == self.keeper) & (war.body == Body.UNNAMED_WITH_OWN)
            other = (side != self.keeper) & ((war.body == Body.UNNAMED_WITH_OTHER) | (war.body == Body.NAMED_BY_OTHER))
            found = np.flatnonzero(own | other)
            found = found[rng.random(len(found)) < 0.97]
            rows = np.repeat(found, np.maximum(war.parts[found], 1))
            rows = rng.permutation(rows)
            return rows, np.zeros(len(rows), dtype=np.int64)
        candidates = np.flatnonzero(side == self.about) if self.about >= 0 else np.arange(len(side))
        first = self.coverage.draw(rng, war, candidates)
        again = np.repeat(first, rng.poisson(self.errors.duplicates, len(first)))
        rows = np.concatenate([first, again])
        repeated = np.concatenate([np.zeros(len(first), dtype=np.int64), np.ones(len(again), dtype=np.int64)])
        order = rng.permutation(len(rows))
        return rows[order], repeated[order]


def _struck(page: Page) -> Ints:
    return page.world.war.struck[page.fate]


def _dead_on(page: Page) -> Ints:
    day = page.world.war.died_on()[page.fate]
    return np.where(day >= 0, day, _struck(page))


def _event_place(page: Page) -> list[str]:
    return page.place(page.world.war.place[page.fate])


def _hometown(page: Page) -> list[str]:
    return page.home(page.world.people.home[page.who])


def _birthplace(page: Page) -> list[str]:
    return page.home(page.world.people.birthplace[page.who])


def _cause(page: Page) -> list[str]:
    return page.one_of(words.CAUSES, page.world.war.cause[page.fate])


def _power(page: Page) -> list[str]:
    return [COUNTRIES[side][2] for side in page.world.people.side[page.who].tolist()]


def _sex(page: Page) -> list[str]:
    return page.one_of(words.SEX, page.world.people.female[page.who].astype(np.int64))


def _columns(language: Language, *columns: tuple[str, Row3, Write | None]) -> tuple[Column, ...]:
    at = words.LANGUAGES.index(language)
    return tuple(Column(headers[at], field, write or _no_cells) for field, headers, write in columns)


def _no_cells(page: Page) -> list[str]:
    """The id column is numbered by whoever writes the file."""
    return [""] * len(page)


_ID: Final[Row3] = ("Номер записи", "Номер запису", "Record ID")
_FULL_NAME: Final[Row3] = ("ФИО", "ПІБ", "Name")
_SURNAME: Final[Row3] = ("Фамилия", "Прізвище", "Surname")
_GIVEN: Final[Row3] = ("Имя", "Ім'я", "Given name")
_PATRONYMIC: Final[Row3] = ("Отчество", "По батькові", "Patronymic")
_BORN: Final[Row3] = ("Дата рождения", "Дата народження", "Date of birth")
_RANK: Final[Row3] = ("Звание", "Звання", "Rank")
_UNIT: Final[Row3] = ("Воинская часть", "Військова частина", "Unit")
_NUMBER: Final[Row3] = ("Личный номер", "Особистий номер", "Service number")
_CALL_SIGN: Final[Row3] = ("Позывной", "Позивний", "Call sign")
_STATUS: Final[Row3] = ("Статус", "Статус", "Status")
_UPDATED: Final[Row3] = ("Дата записи", "Дата запису", "Last updated")


def _missing(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", ("Номер заявки", "Номер звернення", "Record ID"), None),
        ("name", ("ФИО пропавшего", "ПІБ зниклого", "Name"), Page.name),
        ("birth_date", _BORN, Page.birth),
        ("residence", ("Место жительства", "Місце проживання", "Residence"), _hometown),
        ("unit", _UNIT, Page.unit),
        ("rank", _RANK, Page.rank),
        ("call_sign", _CALL_SIGN, Page.call_sign),
        ("service_number", _NUMBER, Page.service_number),
        ("last_seen_date", ("Дата последней связи", "Дата останнього зв'язку", "Last contact"),
         lambda page: page.event_day(_struck(page))),
        ("last_seen_place", ("Последнее место", "Останнє місце", "Last known place"), _event_place),
        ("circumstances", ("Обстоятельства", "Обставини", "Circumstances"),
         lambda page: page.one_of(words.CIRCUMSTANCES)),
        ("description", ("Приметы", "Прикмети", "Description"), contents.recalled_looks),
        ("informant", ("Заявитель", "Заявник", "Informant"), contents.informant),
        ("status", _STATUS, contents.sought_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _struck(page), 25)),
    )  # fmt: skip


def _prisoners(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", _ID, None),
        ("surname", _SURNAME, Page.surname),
        ("given", _GIVEN, Page.given),
        ("patronymic", _PATRONYMIC, Page.patronymic),
        ("birth_date", _BORN, Page.birth),
        ("rank", _RANK, Page.rank),
        ("service_number", _NUMBER, Page.service_number),
        ("father_name", ("Имя отца", "Ім'я батька", "Father's name"), contents.fathers_given_name),
        ("mother_maiden_name", ("Девичья фамилия матери", "Дівоче прізвище матері", "Mother's maiden name"),
         contents.mothers_maiden_name),
        ("occurred_date", ("Дата пленения", "Дата полонення", "Date of capture"),
         lambda page: page.event_day(_struck(page))),
        ("occurred_place", ("Место пленения", "Місце полонення", "Place of capture"), _event_place),
        ("status", ("Состояние", "Стан", "Status"), contents.captive_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _struck(page), 90)),
    )  # fmt: skip


def _agency(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", _ID, None),
        ("name", ("", "", "Full name"), Page.name),
        ("sex", ("", "", "Sex"), _sex),
        ("birth_date", _BORN, Page.birth),
        ("birthplace", ("", "", "Place of birth"), _birthplace),
        ("father_name", ("", "", "Father's name"), contents.fathers_given_name),
        ("force", ("", "", "Force"), _power),
        ("rank", _RANK, Page.rank),
        ("service_number", _NUMBER, Page.service_number),
        ("status", _STATUS, contents.captive_status),
        ("occurred_date", ("", "", "Date of capture"), lambda page: page.event_day(_struck(page))),
        ("occurred_place", ("", "", "Place of capture"), _event_place),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _struck(page), 120)),
    )


def _named_dead(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", _ID, None),
        ("rank", ("Воинское звание", "Військове звання", "Rank"), Page.rank),
        ("name", _FULL_NAME, Page.name),
        ("birth_date", _BORN, Page.birth),
        ("unit", ("Подразделение", "Підрозділ", "Unit"), Page.unit),
        ("occurred_date", ("Дата гибели", "Дата загибелі", "Date of death"),
         lambda page: page.event_day(_dead_on(page))),
        ("occurred_place", ("Место гибели", "Місце загибелі", "Place of death"), _event_place),
        ("cause", ("Причина гибели", "Причина загибелі", "Cause of death"), _cause),
        ("residence", ("Место жительства", "Місце проживання", "Residence"), _hometown),
        ("status", _STATUS, contents.killed_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _dead_on(page), 60)),
    )  # fmt: skip


def _obituaries(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", ("ID", "ID", "ID"), None),
        ("name", ("Имя и фамилия", "Ім'я та прізвище", "Name"), Page.name),
        ("age", ("Возраст", "Вік", "Age"), contents.age_at_death),
        ("birth_date", ("Год рождения", "Рік народження", "Year of birth"), Page.birth),
        ("residence", ("Откуда родом", "Звідки родом", "Home town"), _hometown),
        ("rank", _RANK, Page.rank),
        ("unit", _UNIT, Page.unit),
        ("call_sign", _CALL_SIGN, Page.call_sign),
        ("occurred_date", ("Погиб", "Загинув", "Died"), lambda page: page.event_day(_dead_on(page))),
        ("occurred_place", ("Место гибели", "Місце загибелі", "Place of death"), _event_place),
        ("burial_place", ("Похоронен", "Похований", "Buried"), contents.grave),
        ("status", _STATUS, contents.killed_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _dead_on(page), 40)),
    )


def _remains(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", ("Номер тела", "Номер тіла", "Body number"), None),
        ("occurred_date", ("Дата обнаружения", "Дата виявлення", "Date of recovery"),
         lambda page: page.event_day(page.world.war.found[page.fate])),
        ("occurred_place", ("Место обнаружения", "Місце виявлення", "Place of recovery"), _event_place),
        ("note", ("Сохранность", "Збереженість", "Condition"), contents.body_state),
        ("sex", ("Пол", "Стать", "Sex"), contents.examined_sex),
        ("age", ("Возраст (лет)", "Вік (років)", "Age"), contents.examined_age),
        ("description", ("Особые приметы", "Особливі прикмети", "Marks"), contents.examined_marks),
        ("description", ("Одежда и вещи", "Одяг і речі", "Clothes and effects"), contents.clothes_and_effects),
        ("name", ("Имя по документам", "Ім'я за документами", "Name on papers"), contents.name_on_papers),
        ("service_number", ("Номер жетона", "Номер жетона", "Tag number"), contents.tag_number),
        ("documents", ("Номер образца ДНК", "Номер зразка ДНК", "DNA sample"), contents.sample_number),
        ("status", _STATUS, contents.remains_status),
        ("source_date", _UPDATED,
         lambda page: contents.written_after(page, page.world.war.found[page.fate], 15)),
    )  # fmt: skip


def _hospital(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", ("История болезни", "Історія хвороби", "Case"), None),
        ("name", ("Пациент", "Пацієнт", "Patient"), Page.name),
        ("birth_date", ("Год рождения", "Рік народження", "Year of birth"), Page.birth),
        ("rank", _RANK, Page.rank),
        ("circumstances", ("Диагноз", "Діагноз", "Diagnosis"),
         lambda page: page.one_of(words.CAUSES[:4])),
        ("occurred_date", ("Поступил", "Надійшов", "Admitted"), lambda page: page.event_day(_struck(page))),
        ("status", _STATUS, contents.hospital_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _struck(page), 4)),
    )  # fmt: skip


def _returned(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", _ID, None),
        ("name", _FULL_NAME, Page.name),
        ("birth_date", _BORN, Page.birth),
        ("rank", _RANK, Page.rank),
        ("unit", _UNIT, Page.unit),
        ("service_number", _NUMBER, Page.service_number),
        ("occurred_date", ("Дата обмена", "Дата обміну", "Date of exchange"),
         lambda page: page.written_day(page.world.war.ended[page.fate])),
        ("status", _STATUS, contents.returned_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, page.world.war.ended[page.fate], 2)),
    )  # fmt: skip


def _witnesses(language: Language) -> tuple[Column, ...]:
    return _columns(
        language,
        ("id", ("Номер опроса", "Номер опитування", "Interview"), None),
        ("call_sign", _CALL_SIGN, Page.call_sign),
        ("name", ("Кого видел", "Кого бачив", "Whom he saw"), Page.name),
        ("birth_date", ("Возраст или год рождения", "Вік або рік народження", "Born"), Page.birth),
        ("unit", _UNIT, Page.unit),
        ("last_seen_date", ("Когда видел", "Коли бачив", "When"),
         lambda page: page.event_day(_struck(page))),
        ("last_seen_place", ("Где видел", "Де бачив", "Where"), contents.camp),
        ("status", ("Слова свидетеля", "Слова свідка", "What he says"), contents.witnessed_status),
        ("source_date", _UPDATED, lambda page: contents.written_after(page, _struck(page), 200)),
    )  # fmt: skip


# Who is in which list. Families stop seeking when the person is home or buried, but not all tell the hotline.
FAMILIES_COVER: Final = Coverage(
    {Fate.PRISONER: 0.80, Fate.EXCHANGED: 0.40, Fate.DIED_IN_CAPTIVITY: 0.75},
    {Body.NAMED_BY_OWN: 0.08, Body.UNNAMED_WITH_OWN: 0.88, Body.NAMED_BY_OTHER: 0.88, Body.UNNAMED_WITH_OTHER: 0.88,
     Body.NOT_RECOVERED: 0.88},
)  # fmt: skip
DETAINING_POWER_COVERS: Final = Coverage({Fate.PRISONER: 0.66, Fate.EXCHANGED: 0.75, Fate.DIED_IN_CAPTIVITY: 0.6}, {})
AGENCY_COVERS: Final = Coverage({Fate.PRISONER: 0.55, Fate.EXCHANGED: 0.65, Fate.DIED_IN_CAPTIVITY: 0.5}, {})
OFFICIAL_DEAD_COVER: Final = Coverage(
    {Fate.PRISONER: 0.004, Fate.DIED_IN_CAPTIVITY: 0.45}, {Body.NAMED_BY_OWN: 0.94, Body.NAMED_BY_OTHER: 0.4}
)
PRESS_COVERS: Final = Coverage(
    {Fate.PRISONER: 0.002, Fate.DIED_IN_CAPTIVITY: 0.25},
    {Body.NAMED_BY_OWN: 0.62, Body.UNNAMED_WITH_OWN: 0.06, Body.UNNAMED_WITH_OTHER: 0.05, Body.NOT_RECOVERED: 0.12},
)
HOSPITAL_COVERS: Final = Coverage(
    {Fate.PRISONER: 0.55, Fate.EXCHANGED: 0.55, Fate.DIED_IN_CAPTIVITY: 0.75}, {}, wounded_only=True
)
EXCHANGE_COVERS: Final = Coverage({Fate.EXCHANGED: 0.98}, {})
WITNESSES_COVER: Final = Coverage(
    {Fate.PRISONER: 0.15, Fate.EXCHANGED: 0.05, Fate.DIED_IN_CAPTIVITY: 0.25}, {Body.NOT_RECOVERED: 0.12}
)
_LANGUAGE: Final[tuple[Language, Language]] = ("ru", "uk")
_FILES: Final = ("velmaria", "dorvania")


def _lists_of(side: int) -> tuple[SourceList, ...]:
    """The eight lists that a side keeps; the other side keeps the like."""
    language, country, file, other = _LANGUAGE[side], COUNTRIES[side][2], _FILES[side], 1 - side
    letter = "VD"[side]

    def kept(
        stem: str, name: str, kind: str, about: int, record_kind: str, delimiter: str, grade: tuple[str, int],
        publication: str, errors: SourceErrors, coverage: Coverage | None, columns: tuple[Column, ...], prefix: str,
        *, surname_first: bool = True,
    ) -> SourceList:  # fmt: skip
        return SourceList(
            f"{stem}_{file}.csv", name, kind, side, about, record_kind, language, delimiter, *grade, publication,
            errors, coverage, columns, prefix + letter + "-", surname_first,
        )  # fmt: skip

    return (
        kept("missing", f"Families' hotline of {country}", "family", side, "missing", ",", ("C", 3), "private",
             slips.FAMILIES, FAMILIES_COVER, _missing(language), "M"),
        kept("prisoners_held_by", f"Commission for prisoners of {country}", "authority", other, "prisoner", ",",
             ("B", 3), "private", slips.DETAINING_POWER, DETAINING_POWER_COVERS, _prisoners(language), "P"),
        kept("named_dead", f"Ministry of Defence of {country}, the fallen", "authority", side, "dead", ",", ("B", 2),
             "open", slips.OFFICIAL_DEAD, OFFICIAL_DEAD_COVER, _named_dead(language), "K"),
        kept("obituaries", f"Volunteers' archive of obituaries of {country}", "press", side, "dead", ";", ("C", 3),
             "open", slips.PRESS, PRESS_COVERS, _obituaries(language), "O", surname_first=False),
        kept("remains", f"Forensic bureau of {country}", "authority", -1, "remains", ";", ("A", 2), "private",
             slips.MORTUARY, None, _remains(language), "B"),
        kept("hospital", f"Military hospital of {country}, prisoners", "organisation", other, "prisoner", ",",
             ("B", 3), "private", slips.HOSPITAL, HOSPITAL_COVERS, _hospital(language), "H"),
        kept("returned", f"Headquarters for exchanges of {country}", "authority", side, "prisoner", ",", ("A", 2),
             "open", slips.EXCHANGE, EXCHANGE_COVERS, _returned(language), "R"),
        kept("witnesses", f"Interviews with released prisoners of {country}", "organisation", side, "prisoner", ",",
             ("D", 4), "private", slips.WITNESSES, WITNESSES_COVER, _witnesses(language), "W"),
    )  # fmt: skip


LISTS: Final[tuple[SourceList, ...]] = (
    *_lists_of(0),
    *_lists_of(1),
    SourceList(
        "agency_prisoners.csv", "Neutral agency, register of prisoners", "agency", -1, -1, "prisoner", "en", ",", "A",
        2, "private", slips.NEUTRAL_AGENCY, AGENCY_COVERS, _agency("en"), "NA-", surname_first=False,
    ),
)  # fmt: skip
"""Every list of the world, in the order in which they are written."""
