"""What lists hold besides names and dates: looks as relatives recall them, bodies as mortuaries find them, statuses."""

from __future__ import annotations

from typing import Final

import numpy as np

from antigone.simulation import words
from antigone.simulation.looks import BLOOD_GROUPS, NOTHING
from antigone.simulation.page import Bools, Ints, Page
from antigone.simulation.people import AS_OF, YEAR
from antigone.simulation.war import Body, Fate

WELL_PRESERVED, DECOMPOSED, SKELETON, PART = range(4)
# Rows of words.RELATIONS.
_MOTHER, _FATHER, _WIFE, _HUSBAND, _COMRADE = 0, 1, 2, 3, 8
# How far a recalled stature is off (cm, s.d.), and how often each trait is told at all.
_RECALLED_HEIGHT_SD: Final = 2.5
_TOLD: Final = {"height": 0.75, "build": 0.4, "hair": 0.55, "eyes": 0.55, "tattoo": 0.85, "scar": 0.6, "shoe": 0.4,
                "blood": 0.35, "left-handed": 0.5, "tooth": 0.25}  # fmt: skip
# What can still be seen of a trait, by the state of the body: preserved, decomposed, skeleton, part.
_SEEN: Final[dict[str, tuple[float, float, float, float]]] = {
    "sex": (1.0, 0.97, 0.85, 0.6),
    "age": (0.97, 0.9, 0.8, 0.3),
    "height": (0.97, 0.9, 0.75, 0.1),
    "build": (0.8, 0.2, 0.0, 0.0),
    "hair": (0.95, 0.7, 0.15, 0.1),
    "eyes": (0.8, 0.05, 0.0, 0.0),
    "tattoo": (0.95, 0.6, 0.0, 0.25),
    "scar": (0.7, 0.2, 0.0, 0.1),
    "bone": (0.5, 0.4, 0.8, 0.1),
    "teeth": (0.85, 0.8, 0.8, 0.1),
    "blood": (0.6, 0.25, 0.0, 0.2),
    "shoe": (0.7, 0.7, 0.6, 0.15),
    "clothes": (0.95, 0.9, 0.75, 0.4),
    "effects": (0.6, 0.55, 0.4, 0.1),
    "papers": (0.10, 0.10, 0.08, 0.02),
}
# Half the width of an age range and the s.d. of a stature, by the state of the body.
_AGE_SPREAD: Final = (5, 5, 8, 10)
_HEIGHT_SD: Final = (2.0, 3.0, 4.0, 5.0)


def _joined(columns: list[list[str]]) -> list[str]:
    return ["; ".join(part for part in row if part) for row in zip(*columns, strict=True)]


def _named(label: str, values: list[str], shown: Bools, unit: str = "") -> list[str]:
    return [
        f"{label} {value}{unit}" if show and value else "" for value, show in zip(values, shown.tolist(), strict=True)
    ]


def _tattoos(page: Page, motif: Ints, place: Ints, shown: Bools) -> list[str]:
    label = page.word("tattoo")
    return [
        f"{label}: {words.MOTIFS[what][page.column]} {words.BODY_PLACES[where][page.column]}"
        if what >= 0 and show
        else ""
        for what, where, show in zip(motif.tolist(), place.tolist(), shown.tolist(), strict=True)
    ]


def recalled_looks(page: Page) -> list[str]:
    """A relative's words about looks: some traits, stature a little off, marks mostly told."""
    looks, who = page.world.people.looks, page.who
    told = {trait: page.chance(rate) for trait, rate in _TOLD.items()}
    height = (looks.height_cm[who] + page.rng.normal(0, _RECALLED_HEIGHT_SD, len(page))).round().astype(np.int64)
    lefty = page.word("left-handed")
    return _joined(
        [
            _named(page.word("height"), [str(cm) for cm in height.tolist()], told["height"]),
            _named(page.word("build"), page.one_of(words.BUILDS, looks.build[who]), told["build"]),
            _named(page.word("hair"), page.one_of(words.HAIR, looks.hair[who]), told["hair"]),
            _named(page.word("eyes"), page.one_of(words.EYES, looks.eyes[who]), told["eyes"]),
            _tattoos(page, looks.tattoo[who], looks.tattoo_place[who], told["tattoo"]),
            _tattoos(page, looks.second_tattoo[who], looks.second_place[who], told["tattoo"]),
            page.one_of(words.SCARS, np.where(told["scar"], looks.scar[who], NOTHING)),
            _named(page.word("no tooth"), _tooth(looks.missing_tooth[who]), told["tooth"]),
            _named(page.word("shoe"), [str(size) for size in looks.shoe[who].tolist()], told["shoe"]),
            _named(page.word("blood"), _blood(looks.blood_group()[who]), told["blood"]),
            [lefty if left else "" for left in (looks.left_handed[who] & told["left-handed"]).tolist()],
        ]
    )


def _tooth(number: Ints) -> list[str]:
    return ["" if tooth == NOTHING else str(tooth) for tooth in number.tolist()]


def _blood(group: Ints) -> list[str]:
    return [BLOOD_GROUPS[code] for code in group.tolist()]


def _seen(page: Page, trait: str) -> Bools:
    state = page.world.war.state[page.fate]
    return page.rng.random(len(page)) < np.array(_SEEN[trait])[state]


def examined_sex(page: Page) -> list[str]:
    """Sex of a body where it can be told; never wrong."""
    female = page.world.people.female[page.who].astype(np.int64)
    return page.one_of(words.SEX, np.where(_seen(page, "sex"), female, NOTHING))


def examined_age(page: Page) -> list[str]:
    """Age at death as a range in whole years, centred a few years off the truth; it holds the truth mostly."""
    state = page.world.war.state[page.fate]
    true_age = (page.world.war.died_on()[page.fate] - page.world.people.born[page.who]) / YEAR
    spread = np.array(_AGE_SPREAD)[state]
    centre = true_age + page.rng.normal(0, 0.5, len(page)) * spread
    low, high = (centre - spread).clip(15).astype(np.int64), (centre + spread).astype(np.int64)
    seen = _seen(page, "age").tolist()
    return [f"{a}-{b}" if s else "" for a, b, s in zip(low.tolist(), high.tolist(), seen, strict=True)]


def examined_marks(page: Page) -> list[str]:
    """What the pathologist writes of the body: stature, hair, eyes, marks, teeth, blood."""
    looks, who = page.world.people.looks, page.who
    state = page.world.war.state[page.fate]
    height = (looks.height_cm[who] + page.rng.normal(0, 1, len(page)) * np.array(_HEIGHT_SD)[state]).round()
    durable = np.isin(looks.scar[who], sorted(words.DURABLE_SCARS))
    scar_seen = np.where(durable, _seen(page, "bone"), _seen(page, "scar"))
    tattoo_seen, teeth_seen = _seen(page, "tattoo"), _seen(page, "teeth")
    return _joined(
        [
            _named(page.word("height"), [str(int(cm)) for cm in height.tolist()], _seen(page, "height")),
            _named(page.word("build"), page.one_of(words.BUILDS, looks.build[who]), _seen(page, "build")),
            _named(page.word("hair"), page.one_of(words.HAIR, looks.hair[who]), _seen(page, "hair")),
            _named(page.word("eyes"), page.one_of(words.EYES, looks.eyes[who]), _seen(page, "eyes")),
            _tattoos(page, looks.tattoo[who], looks.tattoo_place[who], tattoo_seen),
            _tattoos(page, looks.second_tattoo[who], looks.second_place[who], tattoo_seen),
            page.one_of(words.SCARS, np.where(scar_seen, looks.scar[who], NOTHING)),
            _named(page.word("no tooth"), _tooth(looks.missing_tooth[who]), teeth_seen),
            _named(page.word("crown"), _tooth(looks.crowned_tooth[who]), teeth_seen),
            _named(page.word("blood"), _blood(looks.blood_group()[who]), _seen(page, "blood")),
            _named(page.word("shoe"), [str(size) for size in looks.shoe[who].tolist()], _seen(page, "shoe")),
        ]
    )


def clothes_and_effects(page: Page) -> list[str]:
    """Clothing, belongings, and a patch with the call-sign where the mortuary reads one."""
    some = [page.rng.integers(0, len(words.EFFECTS), len(page)) for _ in range(2)]
    shown = [_seen(page, "effects"), _seen(page, "effects") & page.chance(0.4)]
    clothes = page.rng.integers(0, len(words.CLOTHES), len(page))
    sign = page.call_sign()
    return _joined(
        [
            page.one_of(words.CLOTHES, np.where(_seen(page, "clothes"), clothes, NOTHING)),
            *(
                page.one_of(words.EFFECTS, np.where(show, what, NOTHING))
                for what, show in zip(some, shown, strict=True)
            ),
            [f"{page.word('patch')} «{text}»" if text else "" for text in sign],
        ]
    )


def body_state(page: Page) -> list[str]:
    """Whole body, decomposed, skeleton or part."""
    return page.one_of(words.BODY_STATES, page.world.war.state[page.fate])


def name_on_papers(page: Page) -> list[str]:
    """The whole name from papers on bodies that the other side can name; scraps of a few names else; mostly nothing."""
    surnames, given, _ = page.name_parts
    whole = page.world.war.body[page.fate] == Body.NAMED_BY_OTHER
    scrap = _seen(page, "papers") & ~whole
    kind = page.rng.integers(0, 3, len(page)).tolist()
    written = []
    rows = zip(page.name(), surnames, given, whole.tolist(), scrap.tolist(), kind, strict=True)
    for name, surname, first, named, torn, how in rows:
        if named:
            written.append(name)
        elif not torn:
            written.append("")
        elif how == 0:
            written.append(f"{surname[:4]}…")
        elif how == 1:
            written.append(first)
        else:
            written.append(f"{surname} {first[0]}.")
    return written


def tag_number(page: Page) -> list[str]:
    """The number on an identity disc: whole for half of the named, with lost digits for a few of the unnamed."""
    named = page.world.war.body[page.fate] == Body.NAMED_BY_OTHER
    shown = page.chance(0.5) & named
    broken = page.chance(0.05) & ~named
    lost = page.rng.integers(3, 9, (len(page), 3)).tolist()
    written = []
    for number, whole, torn, places in zip(page.service_number(), shown.tolist(), broken.tolist(), lost, strict=True):
        scrap = "".join("?" if at in places else sign for at, sign in enumerate(number))
        written.append(number if whole else scrap if torn else "")
    return written


def remains_status(page: Page) -> list[str]:
    """Unidentified, or named by the papers found on the body."""
    named = page.world.war.body[page.fate] == Body.NAMED_BY_OTHER
    return page.said(lambda row: "named by papers" if named[row] else "unidentified")


def sample_number(page: Page) -> list[str]:
    """The number of the bone or tissue sample taken for DNA; about one body in ten has none yet."""
    taken = page.chance(0.9).tolist()
    numbers = page.rng.integers(100_000, 10_000_000, len(page)).tolist()
    page.samples = [f"S-{number:07}" if has else "" for number, has in zip(numbers, taken, strict=True)]
    return page.samples


def informant(page: Page) -> list[str]:
    """The relative who reports, by relation and name; a comrade where no near relative lives."""
    people, who = page.world.people, page.who
    dice = page.rng.random(len(page))
    mother, father, spouse = people.mother[who], people.father[who], people.spouse[who]
    died = page.world.died_on
    chosen, relation = np.full(len(page), -1), np.full(len(page), _COMRADE)
    # Later choices win: the mother reports most often, then the wife, then the father.
    order = ((father, 1.0, _FATHER), (spouse, 0.85, _WIFE), (mother, 0.5, _MOTHER))
    for relative, share, code in order:
        living = (relative >= 0) & (died[relative] < 0) & (dice < share)
        chosen = np.where(living, relative, chosen)
        relation = np.where(living, code, relation)
    relation = np.where((relation == _WIFE) & people.female[who], _HUSBAND, relation)
    known = chosen.clip(min=0)
    sex = people.female[known].astype(np.int64)
    names = zip(
        page.one_of(words.RELATIONS, relation),
        page.world.book.surnames[people.surname[known], 2 * page.column + sex].tolist(),
        page.world.book.given[people.given[known], page.column].tolist(),
        chosen.tolist(),
        strict=True,
    )
    page.informants = chosen.tolist()
    return [relation if person < 0 else f"{relation} {surname} {given}" for relation, surname, given, person in names]


def sought_status(page: Page) -> list[str]:
    """Families still seek; the request is stale when the person has come back or lies named with his own side."""
    war, fate = page.world.war, page.fate
    page.slip("stale", (war.fate[fate] == Fate.EXCHANGED) | (war.body[fate] == Body.NAMED_BY_OWN))
    return page.said(lambda _: "sought")


def captive_status(page: Page) -> list[str]:
    """What the detaining power or the agency says of a prisoner: stale for some who died or were exchanged."""
    fate = page.world.war.fate[page.fate]
    moved = (fate == Fate.EXCHANGED) | (fate == Fate.DIED_IN_CAPTIVITY)
    stale = page.slip("stale", moved)
    hearsay = page.slip("hearsay", fate == Fate.PRISONER)
    unsure = page.chance(0.15)

    def key(row: int) -> str:
        if hearsay[row]:
            return "released"
        if moved[row] and not stale[row]:
            return "released" if fate[row] == Fate.EXCHANGED else "died captive"
        return "unconfirmed" if unsure[row] and page.language == "en" else "held"

    return page.said(key)


def hospital_status(page: Page) -> list[str]:
    """In hospital; stale for those who have died or gone home since."""
    page.slip("stale", page.world.war.ended[page.fate] >= 0)
    return page.said(lambda _: "in hospital")


def killed_status(page: Page) -> list[str]:
    """Killed; hearsay where the person lives."""
    fate = page.world.war.fate[page.fate]
    for row in np.flatnonzero((fate != Fate.KILLED) & (fate != Fate.DIED_IN_CAPTIVITY)).tolist():
        page.slips[row].append("hearsay")
    return page.said(lambda _: "killed")


def returned_status(page: Page) -> list[str]:
    """Came back in an exchange."""
    return page.said(lambda _: "came back")


def witnessed_status(page: Page) -> list[str]:
    """Seen alive, or said to be dead; the reverse of the truth where it is hearsay."""
    fate = page.world.war.fate[page.fate]
    dead = (fate == Fate.KILLED) | (fate == Fate.DIED_IN_CAPTIVITY)
    said_dead = dead ^ page.slip("hearsay")
    return page.said(lambda row: "said dead" if said_dead[row] else "seen alive")


def fathers_given_name(page: Page) -> list[str]:
    """The father's first given name (GC III, art. 122); every fifth is not recorded."""
    known = page.chance(0.8) & (page.world.people.patronymic[page.who] > 0)
    names = page.plain_words(page.world.people.father_given[page.who], female=False, kind="given")
    return [name if there else "" for name, there in zip(names, known.tolist(), strict=True)]


def mothers_maiden_name(page: Page) -> list[str]:
    """The mother's maiden name (GC III, art. 122), where the mother is in the world and it was recorded."""
    people = page.world.people
    mother = people.mother[page.who]
    known = (mother >= 0) & page.chance(0.7)
    names = page.plain_words(people.maiden[mother.clip(min=0)], female=True, kind="surname")
    return [name if there else "" for name, there in zip(names, known.tolist(), strict=True)]


def age_at_death(page: Page) -> list[str]:
    """Age in whole years as newspapers give it: there for two thirds, a year off for one in ten."""
    days = page.world.war.died_on()[page.fate]
    days = np.where(days >= 0, days, page.world.war.struck[page.fate])
    age = ((days - page.world.people.born[page.who]) / YEAR).astype(np.int64)
    age = age + page.rng.choice((-1, 0, 1), len(page), p=(0.05, 0.9, 0.05))
    shown = page.chance(0.66).tolist()
    return [str(years) if show else "" for years, show in zip(age.tolist(), shown, strict=True)]


def grave(page: Page) -> list[str]:
    """Cemetery of the home settlement, where the obituary says so."""
    land = page.world.land
    names = land.names[page.world.people.home[page.who], page.column].tolist()
    shown = page.chance(0.5).tolist()
    return [f"{page.word('buried')} {name}" if show else "" for name, show in zip(names, shown, strict=True)]


def camp(page: Page) -> list[str]:
    """The camp where a witness saw him, for prisoners; the place of the fight for the rest."""
    war, fate = page.world.war, page.fate
    fought = page.place(war.place[fate])
    numbers = war.camp[fate].tolist()
    return [
        f"{page.word('camp')} № {number}" if number else where for number, where in zip(numbers, fought, strict=True)
    ]


def written_after(page: Page, day: Ints, mean_days: float) -> list[str]:
    """Day on which a record was made: some days after the event, never after the lists are closed."""
    wait = page.rng.exponential(mean_days, len(page)).astype(np.int64) + 1
    return page.written_day(np.minimum(np.maximum(day, 0) + wait, AS_OF))
