"""Learn the numbers of the name engine: ``python -m benchmarks.names.learn FOLDER``.

FOLDER holds ``names.parquet``, ``midnames.parquet`` and ``surnames.parquet`` of the package russiannames.
Writes ``frequency.tsv`` and ``parameters.json`` beside the engine. Steps: count frequencies; draw invented
people and write each down twice (`corpus`); count how alike two spellings of one word are and two words of two people
(the likeness tables, Fellegi and Sunter 1969 with one cell a level); fit the final sum by logistic
regression, so that its value is a log10 likelihood ratio against the people a search would put beside this one.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import antigone.evidence.names as names_package
from antigone.evidence.names.reading import lexicon
from antigone.evidence.names.reading.text import tokens
from antigone.evidence.names.reading.vocabulary import known_word
from antigone.evidence.names.weighing import model
from antigone.evidence.names.weighing.alignment import word_arrays, word_cells
from antigone.evidence.names.weighing.comparison import aligned_batch, features
from benchmarks.names.corpus import (
    DIFFERENCES,
    Habits,
    Population,
    another_chain,
    chain,
    stranger_pair,
    write,
    write_chain,
)
from benchmarks.names.frequencies import load_counts, write_frequencies

Floats = NDArray[np.float64]
_DATA = Path(names_package.__file__).parent / "data"
_EVERY_CHAIN = 6
_MOST_WEIGHT = 12.0
"""Beyond one in a million million, parts of a name are not independent enough to multiply on."""
_ROLES = ("family", "given", "patronymic")


def _cells(left: list[str], right: list[str], role: int) -> NDArray[np.int16]:
    """Cells of pairs of single words in one role."""
    facts = [known_word(found[0].text if (found := tokens(spelling)) else "?") for spelling in (*left, *right)]
    numbers = np.arange(len(facts))
    return word_cells(word_arrays(facts), numbers[: len(left)], numbers[len(left) :])[:, role]


def _table(same: NDArray[np.int16], different: NDArray[np.int16]) -> Floats:
    """log10 ratio of cell shares, with half a count added so that an empty cell says little."""
    m = np.bincount(same, minlength=model.CELLS) + 0.0
    u = np.bincount(different, minlength=model.CELLS) + 0.0
    m_share = (m + 0.5 * (m + u > 0) + 0.02) / (m.sum() + 10)
    u_share = (u + 0.5 * (m + u > 0) + 0.02) / (u.sum() + 10)
    return np.clip(np.log10(m_share / u_share), -3.5, 4.5)


def learn_likeness(population: Population, rng: random.Random, people: int) -> tuple[Floats, Floats, Floats]:
    """Likeness tables, initials and typical rarity from words whose part in the name is known."""
    habits = Habits(
        initials=0.0, no_patronymic=0.0, other_surname_woman=0.0, other_surname_man=0.0, wrong_patronymic=0.0
    )
    same: dict[str, tuple[list[str], list[str]]] = {role: ([], []) for role in _ROLES}
    other: dict[str, tuple[list[str], list[str]]] = {role: ([], []) for role in _ROLES}
    for _ in range(people):
        person = population.someone(rng)
        stranger = population.someone(rng, men=1.0 if person.sex == "m" else 0.0)
        if rng.random() < 0.2:
            stranger = replace(stranger, family=population.near_surname(rng, person.family, person.sex))
        one, two = write(person, population, rng, habits), write(person, population, rng, habits)
        three = write(stranger, population, rng, habits)
        for role in _ROLES:
            first, second, third = (getattr(writing, role) for writing in (one, two, three))
            if first and second:
                same[role][0].append(first)
                same[role][1].append(second)
            if first and third and not _one_part(person, stranger, role):
                other[role][0].append(first)
                other[role][1].append(third)
    tables = [_table(_cells(*same[role], at), _cells(*other[role], at)) for at, role in enumerate(_ROLES)]
    initials = np.zeros((4, 2))
    for at, role in enumerate(_ROLES):
        shares = []
        for words in (same[role], other[role]):
            masks = [[known_word(w).initial_letters for w in side] for side in words]
            firsts = [known_word(w[:1]).initial_letters for w in words[0]]
            shares.append(np.mean([(a & b) != 0 for a, b in zip(firsts, masks[1], strict=True)]))
        initials[at, 1] = np.log10(shares[0] / shares[1])
        initials[at, 0] = np.log10(max(1 - shares[0], 0.002) / (1 - shares[1]))
    initials[3] = initials[2]
    rarity = np.zeros(4)
    table = lexicon.frequencies()
    rarity[0] = np.mean([-table.surname.get(known_word(w).sounds[0], table.rare_surname) for w in same["family"][0]])
    rarity[1] = 1.6
    rarity[2] = 1.6
    rarity[3] = 2.0
    return np.vstack([*tables, np.maximum(tables[0], tables[1])]), initials, rarity


def _one_part(person: object, stranger: object, role: str) -> bool:
    """Whether two people share this part by chance."""
    attribute = {"family": "family", "given": "given", "patronymic": "father"}[role]
    groups = {"given": "given_group", "patronymic": "father_group"}.get(role)
    if getattr(person, attribute) == getattr(stranger, attribute):
        return True
    return groups is not None and getattr(person, groups) == getattr(stranger, groups) >= 0


def training_pairs(
    population: Population, rng: random.Random, count: int, habits: Habits
) -> tuple[list[str], list[str], NDArray[np.bool_], list[str]]:
    """Pairs of writings, half of one person, half of two; with the kind of the pair."""
    left: list[str] = []
    right: list[str] = []
    same: list[bool] = []
    kinds: list[str] = []
    shares = [difference.among_alike for difference in DIFFERENCES]
    for number in range(count):
        if number % _EVERY_CHAIN == 0:
            words = chain(population, rng)
            left.append(write_chain(words, rng, habits))
            right.append(write_chain(words, rng, habits))
            left.append(write_chain(words, rng, habits))
            right.append(write_chain(another_chain(words, population, rng), rng, habits))
            same += [True, False]
            kinds += ["same person", "chain"]
            continue
        person = population.someone(rng)
        one, two = write(person, population, rng, habits), write(person, population, rng, habits)
        if one.text != two.text:
            left.append(one.text)
            right.append(two.text)
            same.append(True)
            kinds.append("same person")
        difference = rng.choices(DIFFERENCES, weights=shares)[0]
        person, stranger = stranger_pair(difference, population, rng)
        left.append(write(person, population, rng, habits).text)
        right.append(write(stranger, population, rng, habits).text)
        same.append(False)
        kinds.append(difference.name)
    return left, right, np.array(same), kinds


def _importance(kinds: list[str], same: NDArray[np.bool_], population: Population, *, alike: bool) -> Floats:
    """Weights that make the drawn strangers stand for a population; both sides sum to one half of the rows."""
    weights = np.ones(len(kinds))
    if not alike:
        counts = {d.name: kinds.count(d.name) for d in DIFFERENCES}
        # The chains drawn here share all words but one or two, which chance hardly ever brings about: a word of
        # one given name and one of a surname agree in one pair of ten million, three words in far fewer.
        share = {"chain": 1e-6 / max(1, kinds.count("chain"))}
        share |= {d.name: population.coincidence(d) / max(1, counts[d.name]) for d in DIFFERENCES}
        weights = np.array([1.0 if kind == "same person" else share[kind] for kind in kinds])
    weights[same] *= 0.5 * len(kinds) / weights[same].sum()
    weights[~same] *= 0.5 * len(kinds) / weights[~same].sum()
    return weights


def logistic(x: Floats, y: NDArray[np.bool_], balance: Floats, ridge: Floats) -> Floats:
    """Weighted ridge logistic regression by Newton's method; coefficients in natural-log units."""
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (balance * (p - y)) + ridge * weights
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def fit(population: Population, seed: int, people: int) -> dict[str, object]:
    """Everything that goes into ``parameters.json``."""
    rng = random.Random(seed)
    likeness, initial, rarity = learn_likeness(population, rng, people)
    data: dict[str, object] = {
        "likeness": likeness.round(3).tolist(),
        "initial": initial.round(3).tolist(),
        "typical_rarity": rarity.round(3).tolist(),
        "role_doubt": 0.5,
        "alike": {"weights": {}, "bounds": [-8.0, 8.0]},
        "anybody": {"weights": {}, "bounds": [-8.0, 8.0]},
    }
    left, right, same, kinds = training_pairs(population, rng, people, Habits())
    draft = model.from_json(data)
    x = features(aligned_batch(left, right, draft), draft)
    ridge = np.full(x.shape[1], 1.0)
    ridge[0] = 0.01
    contradicted = model.FEATURES.index("middle unlikeness")
    learned = np.zeros(x.shape[1])
    for alike, key in ((True, "alike"), (False, "anybody")):
        # Against anybody the telling strangers weigh next to nothing, and a heavy ridge would outweigh them.
        strength = ridge if alike else 0.002 * ridge
        weights = logistic(x, same, _importance(kinds, same, population, alike=alike), strength) / np.log(10)
        if not alike:
            # Strangers with the same chain but one word are too rare among anybody to learn what a differing
            # forefather says; that hardly depends on who the strangers are, so it is taken from the alike.
            weights[contradicted] = learned[contradicted]
        learned = weights
        score = x @ weights
        least, most = (round(float(np.quantile(score, q)), 2) for q in (0.0005, 0.9999))
        data[key] = {
            "weights": {name: round(float(w), 4) for name, w in zip(model.FEATURES, weights, strict=True)},
            "bounds": [least, min(most, _MOST_WEIGHT)],
        }
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where names.parquet, midnames.parquet, surnames.parquet lie")
    parser.add_argument("--people", type=int, default=60_000, help="invented people to draw (default 60,000)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts = load_counts(options.folder)
    write_frequencies(counts, _DATA / "frequency.tsv")
    lexicon.frequencies.cache_clear()
    data = fit(Population(counts), options.seed, options.people)
    (_DATA / "parameters.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {_DATA / 'frequency.tsv'} and {_DATA / 'parameters.json'}")


if __name__ == "__main__":
    main()
