"""The truth of a world as rows of text: every person with all attributes, and what happened to whom."""

from __future__ import annotations

from typing import Final

import numpy as np

from antigone.simulation import words
from antigone.simulation.looks import BLOOD_GROUPS
from antigone.simulation.page import ISO, SERVICE_LETTERS, Ints
from antigone.simulation.people import EASTERN_PATRONYMIC, NO_PATRONYMIC, ROLES
from antigone.simulation.places import COUNTRIES
from antigone.simulation.stock import CULTURES
from antigone.simulation.war import Body, Fate
from antigone.simulation.world import World

PERSONS_HEADER: Final = (
    "person_id", "side", "culture", "sex", "family_id", "role", "father_id", "mother_id", "spouse_id", "surname_ru",
    "given_ru", "patronymic_ru", "surname_uk", "given_uk", "patronymic_uk", "maiden_ru", "maiden_uk", "father_given_ru",
    "father_given_uk", "birth_date", "death_date", "birthplace", "home", "soldier", "enlisted", "unit", "unit_code",
    "battalion", "rank", "service_number", "call_sign", "height_cm", "build", "hair", "eyes", "blood_group",
    "left_handed", "shoe_size", "tattoo", "second_tattoo", "scar", "missing_tooth", "crowned_tooth", "fate", "body",
    "begetter_id",
)  # fmt: skip
EVENTS_HEADER: Final = ("person_id", "event", "date", "settlement", "x_km", "y_km", "by_side", "detail")

_ENGLISH: Final = 2
_FATES: Final = {fate.value: fate.name.lower().replace("_", " ") for fate in Fate}
_BODIES: Final = {body.value: body.name.lower().replace("_", " ") for body in Body}


def person_id(row: int) -> str:
    """The identifier of a person in every file of the truth; empty for nobody."""
    return f"P{row:08}" if row >= 0 else ""


def _words(table: tuple[words.Row, ...]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """English words of a table, with an empty one at -1."""
    return np.array([row[_ENGLISH] for row in table] + [""], dtype=object)


def _ids(rows: Ints) -> list[str]:
    return [person_id(row) for row in rows.tolist()]


def persons(world: World, who: Ints) -> list[tuple[str, ...]]:
    """Rows of ``persons.csv``, in the order of `PERSONS_HEADER`.

    Dates are ISO 8601. What was never so is empty: a civilian has no rank, the living no date of death.
    """
    people, book, land, units, looks = world.people, world.book, world.land, world.units, world.people.looks
    female = people.female[who].astype(np.int64)
    patronymic = people.patronymic[who]
    father = people.father_given[who]
    forms = []
    for column in (0, 2):
        usual, eastern = book.patronymics[father, column + female], book.eastern[father, column + female]
        text = np.where(patronymic == EASTERN_PATRONYMIC, eastern, usual)
        text[patronymic == NO_PATRONYMIC] = ""
        forms.append(text.tolist())
    soldier = people.soldier[who]
    unit = people.unit[who]
    codes = np.array([*units.code, ""], dtype=object)
    numbers = np.array([str(number) for number in units.number.tolist()] + [""], dtype=object)
    signs = np.array([*words.CALL_SIGNS, ""], dtype=object)
    service = [
        "" if number < 0 else f"{SERVICE_LETTERS[side][0]}-{number}"
        for side, number in zip(people.side[who].tolist(), people.service_number[who].tolist(), strict=True)
    ]
    places = _words(words.BODY_PLACES)
    motifs = _words(words.MOTIFS)

    def tattoos(motif: Ints, place: Ints) -> list[str]:
        return [
            f"{what} {where}" if what else ""
            for what, where in zip(motifs[motif].tolist(), places[place].tolist(), strict=True)
        ]

    fate, body = np.full(len(people), -1), np.full(len(people), -1)
    fate[world.war.who], body[world.war.who] = world.war.fate, world.war.body
    battalion = [str(number) if number > 0 else "" for number in people.battalion[who].tolist()]
    columns: list[list[str]] = [
        _ids(who),
        [COUNTRIES[side][_ENGLISH] for side in people.side[who].tolist()],
        [CULTURES[code] for code in people.culture[who].tolist()],
        ["female" if is_female else "male" for is_female in people.female[who].tolist()],
        [f"F{family:07}" if family >= 0 else "" for family in people.family[who].tolist()],
        [ROLES[role] for role in people.role[who].tolist()],
        _ids(people.father[who]),
        _ids(people.mother[who]),
        _ids(people.spouse[who]),
        book.surnames[people.surname[who], female].tolist(),
        book.given[people.given[who], 0].tolist(),
        forms[0],
        book.surnames[people.surname[who], 2 + female].tolist(),
        book.given[people.given[who], 1].tolist(),
        forms[1],
        book.surnames[people.maiden[who], female].tolist(),
        book.surnames[people.maiden[who], 2 + female].tolist(),
        book.given[father, 0].tolist(),
        book.given[father, 1].tolist(),
        ISO[people.born[who]].tolist(),
        ISO[world.died_on[who]].tolist(),
        land.names[people.birthplace[who], 0].tolist(),
        land.names[people.home[who], 0].tolist(),
        ["yes" if serves else "" for serves in soldier.tolist()],
        ISO[people.enlisted[who]].tolist(),
        numbers[unit].tolist(),
        codes[unit].tolist(),
        battalion,
        _words(words.RANKS)[people.rank[who]].tolist(),
        service,
        signs[people.call_sign[who]].tolist(),
        [str(cm) for cm in looks.height_cm[who].tolist()],
        _words(words.BUILDS)[looks.build[who]].tolist(),
        _words(words.HAIR)[looks.hair[who]].tolist(),
        _words(words.EYES)[looks.eyes[who]].tolist(),
        [BLOOD_GROUPS[group] for group in looks.blood_group()[who].tolist()],
        ["yes" if left else "" for left in looks.left_handed[who].tolist()],
        [str(size) for size in looks.shoe[who].tolist()],
        tattoos(looks.tattoo[who], looks.tattoo_place[who]),
        tattoos(looks.second_tattoo[who], looks.second_place[who]),
        _words(words.SCARS)[looks.scar[who]].tolist(),
        [str(tooth) if tooth > 0 else "" for tooth in looks.missing_tooth[who].tolist()],
        [str(tooth) if tooth > 0 else "" for tooth in looks.crowned_tooth[who].tolist()],
        [_FATES.get(code, "") for code in fate[who].tolist()],
        [_BODIES.get(code, "") for code in body[who].tolist()],
        _ids(world.genes.begetter[who]),
    ]
    return list(zip(*columns, strict=True))


def events(world: World, rows: Ints) -> list[tuple[str, ...]]:
    """Rows of ``events.csv`` for some rows of the war, each person's in the order of time.

    Events: captured, exchanged, died in captivity, killed, recovered (the body). `by_side` is who captured, held
    or recovered.
    """
    war, people, land = world.war, world.people, world.land
    died = war.died_on()
    written: list[tuple[str, ...]] = []
    for row in rows.tolist():
        fate = Fate(int(war.fate[row]))
        if fate is Fate.UNHARMED:
            continue
        person = int(war.who[row])
        own = int(people.side[person])
        identity = person_id(person)
        here = (str(land.names[war.place[row], 0]), f"{war.x[row]:.1f}", f"{war.y[row]:.1f}")
        sides = [COUNTRIES[own][_ENGLISH], COUNTRIES[1 - own][_ENGLISH]]
        if fate is Fate.KILLED:
            cause = words.CAUSES[war.cause[row]][_ENGLISH]
            written.append((identity, "killed", str(ISO[died[row]]), *here, "", cause))
        else:
            detail = "wounded" if war.wounded[row] else ""
            written.append((identity, "captured", str(ISO[war.struck[row]]), *here, sides[1], detail))
            camp_place = int(war.camp_place[row])
            camp = (str(land.names[camp_place, 0]), f"{land.x[camp_place]:.1f}", f"{land.y[camp_place]:.1f}")
            if fate is Fate.DIED_IN_CAPTIVITY:
                cause = words.CAUSES[war.cause[row]][_ENGLISH]
                written.append((identity, "died in captivity", str(ISO[war.ended[row]]), *camp, sides[1], cause))
                here = camp
            elif fate is Fate.EXCHANGED:
                written.append((identity, "exchanged", str(ISO[war.ended[row]]), "", "", "", sides[1], ""))
        if war.found[row] >= 0:
            by = sides[0] if war.body[row] in (Body.NAMED_BY_OWN, Body.UNNAMED_WITH_OWN) else sides[1]
            state = words.BODY_STATES[war.state[row]][_ENGLISH]
            written.append((identity, "recovered", str(ISO[war.found[row]]), *here, by, state))
    return written
