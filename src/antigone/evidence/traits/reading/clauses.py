"""Free words about looks, in Russian, Ukrainian and English, read into `Traits`.

A description is cut into clauses at commas, semicolons, full stops and line ends. A clause speaks of what its words
name ("волосы", "tattoo"), or goes on about what the clause before it named ("tattoos: anchor on the left forearm, wolf
on the chest"); a semicolon or full stop ends that. Each clause is read by itself and remembered, as lists repeat their
clauses. Nothing is guessed: a clause with a word that no table knows is kept in `Traits.unread`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from antigone.evidence import names
from antigone.evidence.traits.reading import measures
from antigone.evidence.traits.reading.vocabulary import meanings, places
from antigone.evidence.traits.values import NOTHING_SAID, BodyState, Mark, MarkKind, Tooth, ToothState, Traits

_LONGEST: Final = 4_000
_LONGEST_CLAUSE: Final = 300
_MOST = 32

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’ʼ`´‘](?=[^\W\d_])")
# Every alternative begins with a sign of its own, which lets the search leap from sign to sign.
_BREAK = re.compile(r"(;|\n|\r|,(?!\d)|\.(?<!\bлев\.)(?<!\bправ\.)(?<!\bлів\.)(?<!\bок\.)(?=\s|\Z)|!|\?(?!\w))")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[^\w\s]")
_QUOTED = re.compile(r"«([^»]{1,60})»|\"([^\"]{1,60})\"|“([^”]{1,60})”|„([^“”]{1,60})[“”]")
_FOLDED = str.maketrans({"ё": "е", "́": None, "\x00": " ", "″": '"', "′": "'", "×": "x", "\xa0": " "})
_NAMED = re.compile(
    r"(?:\bимя|\bимени|\bім['’ʼ]?я|\bname|позывн\w*|позивн\w*|call-?\s?sign)\s*:?\s+([^\W\d_][\w'’-]{1,30})", re.I
)

_BONES = frozenset(("fracture", "plate", "rod", "screw", "endoprosthesis", "pacemaker"))
_LOST = frozenset(("finger", "index finger", "thumb", "middle finger", "ring finger", "little finger", "hand", "arm",
                   "leg", "foot", "toe", "ear", "eye", "nose", "forearm", "shin", "hip"))  # fmt: skip
_CAUSE_PLACE = {"appendectomy": ("abdomen", "right"), "hernia": ("groin", ""), "caesarean": ("abdomen", "")}
# The more exact of two places named together ("on the fingers of the left hand").
_EXACTNESS = {"arm": 0, "leg": 0, "head": 0, "face": 1, "hand": 2, "foot": 2, "back": 2, "side": 0, "finger": 4,
              "index finger": 5, "thumb": 5, "middle finger": 5, "ring finger": 5, "little finger": 5,
              "toe": 4}  # fmt: skip
_REGION = {place.code: place.region for place in places()}
_HAIR = {"black", "brown", "chestnut", "light brown", "fair", "red", "grey", "bald", "dark", "light", "ash"}
_EYES = {"brown": "brown", "black": "brown", "chestnut": "brown", "blue": "blue", "grey": "grey", "ash": "grey",
         "green": "green", "dark": "dark", "light": "light"}  # fmt: skip
_LOOKS = ("stature", "build", "hair", "eyes", "blood", "shoe", "hand")

Said = tuple[str, Any]


class _Carried(NamedTuple):
    """What a clause leaves to the next: its topic, and a detail of it: the state of teeth, or numbers of teeth whose
    state has not been named yet; the sort of mark."""

    topic: str = ""
    detail: str = ""
    ended: bool = False

    @property
    def waiting(self) -> bool:
        """Whether teeth are numbered whose state has not been named."""
        return self.topic == "tooth" and self.detail[:1].isdigit()


_NEW: Final = _Carried()
# After a full stop only a tattoo's place and subject together still belong to the heading "tattoos".
_ENDED_TATTOO: Final = _Carried("tattoo", ended=True)


class _Clause(NamedTuple):
    raw: str
    tokens: tuple[str, ...]
    senses: tuple[Mapping[str, str], ...]

    def first(self, group: str) -> str:
        return next((sense[group] for sense in self.senses if group in sense), "")

    def every(self, group: str) -> list[str]:
        return list(dict.fromkeys(sense[group] for sense in self.senses if group in sense))

    def at(self, group: str) -> list[int]:
        return [at for at, sense in enumerate(self.senses) if group in sense]

    def topics(self) -> list[tuple[int, str]]:
        return [(at, sense["topic"]) for at, sense in enumerate(self.senses) if "topic" in sense]


def read(description: str) -> Traits:
    """What a description of looks, marks, teeth, clothing and effects says.

    Any text is accepted; the first 4,000 signs are read, in time proportional to them. "No tattoos" is a statement
    too (`Traits.denied`); words that no table knows are kept in `Traits.unread` and change nothing else.
    """
    return read_all([description])[0]


def read_all(descriptions: Sequence[str]) -> list[Traits]:
    """`read` of many descriptions."""
    return [_read(text) if text else NOTHING_SAID for text in descriptions]


def _read(text: str) -> Traits:
    carried = _NEW
    once: dict[str, Any] = {}
    many: dict[str, dict[Any, None]] = {}
    pieces = _BREAK.split(text[:_LONGEST])
    for at in range(0, len(pieces), 2):
        clause = pieces[at].strip()
        if clause:
            before = carried
            found, carried = _clause(clause[:_LONGEST_CLAUSE], carried)
            if before.waiting and not carried.waiting and all(what != "teeth" for what, _ in found):
                many.setdefault("unread", {})[f"teeth {before.detail}"] = None
            for what, value in found:
                if what in _MANY:
                    many.setdefault(what, {})[value] = None
                else:
                    once.setdefault(what, value)
        if carried is not _NEW and (at + 1 == len(pieces) or pieces[at + 1] != ","):
            if carried.waiting:
                many.setdefault("unread", {})[f"teeth {carried.detail}"] = None
            carried = _ENDED_TATTOO if carried.topic == "tattoo" else _NEW
    if len(many.get("marks", ())) > 1:
        many["marks"] = dict.fromkeys(_joined(list(many["marks"])))
    if "denied" in many and "marks" in many:
        for mark in many["marks"]:
            many["denied"].pop(mark.kind.value, None)
    for what, values in many.items():
        once[what] = tuple(values)[:_MOST]
    return Traits(**once)


def _joined(marks: list[Mark]) -> list[Mark]:
    """Marks whose subject and place stood in two clauses made one: "anchor tattoo, left forearm"."""
    found = marks[:1]
    for mark in marks[1:]:
        last = found[-1]
        if last.kind is mark.kind and not last.place and mark.place and mark.what in ("", last.what):
            found[-1] = Mark(last.kind, last.what, mark.place, mark.side, last.words or mark.words)
        elif last.kind is mark.kind and last.place and not last.what and mark.what and not mark.place:
            found[-1] = Mark(last.kind, mark.what, last.place, last.side, mark.words)
        else:
            found.append(mark)
    return found


_MANY = frozenset(("marks", "teeth", "features", "effects", "inscriptions", "serials", "denied", "unread"))


def _normal(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("№", " номер "))
    return _APOSTROPHE.sub("", text.lower().translate(_FOLDED))


@lru_cache(maxsize=200_000)
def _clause(raw: str, carried: _Carried) -> tuple[tuple[Said, ...], _Carried]:
    """What one clause says, and what it leaves to the next."""
    tokens = tuple(_TOKEN.findall(_normal(raw)))
    clause = _Clause(raw, tokens, tuple(meanings(token) for token in tokens))
    found: list[Said] = []
    after = _read_clause(clause, carried, found)
    if any(
        not sense and len(token) > 2 and token.isalpha() for token, sense in zip(tokens, clause.senses, strict=True)
    ):
        quoted = any(what in ("inscriptions", "marks") for what, _ in found) and _inscription(raw)
        if not quoted:
            found.append(("unread", " ".join(tokens)))
    elif not found and not after.waiting and any(token.isalnum() for token in tokens):
        found.append(("unread", " ".join(tokens)))
    return tuple(found), after


def _read_clause(clause: _Clause, carried: _Carried, found: list[Said]) -> _Carried:
    topics = [topic for _, topic in clause.topics()]
    denies = bool(clause.first("no"))
    placed = bool(clause.first("place"))
    of_bones = clause.first("mark") in _BONES or (carried.topic == "mark" and carried.detail in _BONES)
    if "serial" in topics or ("number" in topics and of_bones):
        found += [("serials", serial) for serial in measures.serial_numbers(clause.raw)]
    if clause.first("callsign"):
        if clause.first("effect"):
            found.append(("effects", clause.first("effect")))
        text = _inscription(clause.raw)
        if text:
            found.append(("inscriptions", text))
        return _NEW
    if "tattoo" in topics:
        return _read_tattoos(clause, found)
    own = bool(set(topics) & {*_LOOKS, "tooth"}) or bool(clause.first("mark")) or bool(clause.first("tooth"))
    own = own or bool(clause.first("phalanx")) or denies
    goes_on = placed or (not carried.ended and bool(clause.first("motif") or clause.first("vague")))
    if carried.topic == "tattoo" and not own and goes_on:
        return _read_tattoos(clause, found)
    if _speaks_of_teeth(clause, topics, carried):
        return _read_teeth(clause, carried, found, denies)
    if clause.first("mark") or clause.first("phalanx") or (clause.first("cause") and placed):
        return _read_marks(clause, found, denies)
    if clause.first("cause") and "scar" in carried.detail:
        return _read_marks(clause, found, denies)
    lost = [code for code in clause.every("place") if code in _LOST]
    if denies and lost and not set(topics) - {"eyes", "foot length"}:
        _add_marks(clause, found, MarkKind.LOSS, "")
        return _NEW
    if carried.topic == "mark" and placed and not own and not carried.ended:
        return _read_marks(clause, found, denies, carried.detail)
    _read_looks(clause, carried, found)
    _read_things(clause, topics, found, denies)
    state = clause.first("state")
    if state and state != "burned":
        found.append(("state", BodyState(state)))
    looks = [topic for topic in topics if topic in _LOOKS]
    return _Carried(looks[-1]) if looks else _NEW


def _inscription(raw: str) -> str:
    """Quoted or named text, folded so that both alphabets give one spelling; empty where there is none."""
    match = _QUOTED.search(raw)
    text = next((group for group in match.groups() if group), "") if match else ""
    if not text:
        named = _NAMED.search(raw)
        text = named[1] if named else ""
    return " ".join(word.folded for word in names.words(text)) if text else ""


def _is_side(clause: _Clause, at: int) -> bool:
    """Whether a word is a side; «лев» is one only as an abbreviation or before a place, and a lion else."""
    sense = clause.senses[at]
    if "side" not in sense or "motif" not in sense:
        return "side" in sense
    return clause.tokens[at + 1 : at + 2] == (".",) or "place" in (*clause.senses[at + 1 : at + 2], {})[0]


def _placed(clause: _Clause) -> list[tuple[int, str, str]]:
    """Places of the body in a clause, with their sides: (where it stands, place, side), the most exact of a group."""
    sides = [(at, sense["side"]) for at, sense in enumerate(clause.senses) if _is_side(clause, at)]
    found: list[tuple[int, str, str]] = []
    for at, sense in enumerate(clause.senses):
        code = sense.get("place")
        if code is None:
            continue
        if found and at - found[-1][0] <= 4 and _REGION[found[-1][1]] == _REGION[code]:
            before = found[-1][1]
            if before == code or _EXACTNESS.get(before, 3) != _EXACTNESS.get(code, 3):
                better = before if _EXACTNESS.get(before, 3) >= _EXACTNESS.get(code, 3) else code
                found[-1] = (at, better, "")
                continue
        found.append((at, code, ""))
    if len(found) == 1:
        side = sides[0][1] if sides else ""
        return [(found[0][0], found[0][1], "" if side == "both" else side)]
    placed = []
    for at, code, _ in found:
        near = min(sides, key=lambda item: abs(item[0] - at) - (item[0] < at) * 0.5, default=None)
        side = near[1] if near is not None and abs(near[0] - at) <= 3 else ""
        placed.append((at, code, "" if side == "both" else side))
    return placed


def _read_tattoos(clause: _Clause, found: list[Said]) -> _Carried:
    motifs = [(at, sense["motif"]) for at, sense in enumerate(clause.senses)
              if "motif" in sense and not _is_side(clause, at)]  # fmt: skip
    placed = _placed(clause)
    text = _inscription(clause.raw)
    if text:
        motifs = [(-1, "mother" if clause.first("motif") == "mother" else "name")]
    elif not motifs:
        motifs = [(at, sense["vague"]) for at, sense in enumerate(clause.senses) if "vague" in sense]
    if clause.first("no") and not motifs and not placed:
        found.append(("denied", MarkKind.TATTOO.value))
        return _NEW
    # A word that names a place is no subject as well: "tattoo on the face".
    at_places = {at for at, _, _ in placed}
    motifs = [(at, code) for at, code in motifs if at not in at_places] or ([(-1, "")] if placed else [])
    where = placed or [(0, "", "")]
    if len(motifs) == len(where) > 1:
        pairs = list(zip(motifs, where, strict=True))
    elif len(motifs) == 1:
        pairs = [(motifs[0], place) for place in where]
    else:
        pairs = [(motif, where[0]) for motif in {code: (at, code) for at, code in motifs}.values()]
    for (_, motif), (_, place, side) in pairs:
        found.append(("marks", Mark(MarkKind.TATTOO, motif, place, side, text)))
    abo, rh = measures.blood_group(clause.tokens) if any(code == "blood group" for _, code in motifs) else ("", "")
    if abo and rh:
        found += [("abo", abo), ("rh", rh)]
    return _Carried("tattoo")


def _add_marks(clause: _Clause, found: list[Said], kind: MarkKind, what: str) -> None:
    placed = _placed(clause)
    if not placed and what in _CAUSE_PLACE:
        placed = [(0, *_CAUSE_PLACE[what])]
    for _, place, side in placed or [(0, "", "")]:
        found.append(("marks", Mark(kind, what, place, side)))


def _read_marks(clause: _Clause, found: list[Said], denies: bool, sort: str = "") -> _Carried:
    mark, cause, phalanx = clause.first("mark") or sort, clause.first("cause"), clause.first("phalanx")
    placed = bool(clause.first("place"))
    if mark == "amputation" or (phalanx and denies):
        _add_marks(clause, found, MarkKind.LOSS, "phalanx" if phalanx else "")
        return _NEW
    if denies and not placed:
        kind = MarkKind.BONE if mark in _BONES else MarkKind.SKIN
        found.append(("denied", kind.value))
        return _NEW
    if mark in _BONES:
        for sort in [code for code in clause.every("mark") if code in _BONES] or [mark]:
            _add_marks(clause, found, MarkKind.BONE, sort)
        return _Carried("mark", mark)
    if not mark and not cause:
        return _NEW
    _add_marks(clause, found, MarkKind.SKIN, cause if mark in ("", "scar") and cause else mark)
    return _Carried("mark", mark or "scar")


def _speaks_of_teeth(clause: _Clause, topics: list[str], carried: _Carried) -> bool:
    if "tooth" in topics:
        return True
    if clause.first("tooth") and measures.tooth_numbers(clause.tokens) and "shoe" not in topics:
        return True
    numbers_only = all(not token.isalpha() or sense.keys() & {"filler", "tooth", "no"}
                       for token, sense in zip(clause.tokens, clause.senses, strict=True))  # fmt: skip
    return (
        carried.topic == "tooth" and not carried.ended and numbers_only and bool(measures.tooth_numbers(clause.tokens))
    )


def _read_teeth(clause: _Clause, carried: _Carried, found: list[Said], denies: bool) -> _Carried:
    """Numbers take the state named last before them, or the first named after ("26 missing", "16, 26 missing")."""
    state = carried.detail if carried.topic == "tooth" else ""
    waiting: list[int] = []
    if state[:1].isdigit():
        state, waiting = "", [int(number) for number in state.split()]
    teeth: list[Tooth] = []
    for token, sense in zip(clause.tokens, clause.senses, strict=True):
        new = "missing" if "no" in sense else sense.get("tooth", "")
        if new:
            state = new
            teeth += [Tooth(number, ToothState(state)) for number in waiting]
            waiting = []
            continue
        for number in measures.tooth_numbers((token,)):
            if state:
                teeth.append(Tooth(number, ToothState(state)))
            else:
                waiting.append(number)
    found += [("teeth", tooth) for tooth in teeth]
    whole = any(token.startswith(("все", "усі", "всі", "all", "цел", "ціл", "сохран", "збереж", "complete", "full"))
                for token in clause.tokens)  # fmt: skip
    if not teeth and whole and not denies:
        found.append(("denied", "teeth"))
    return _Carried("tooth", state or " ".join(map(str, dict.fromkeys(waiting))))


def _read_looks(clause: _Clause, carried: _Carried, found: list[Said]) -> None:
    topics = clause.topics()
    spans = _spans(clause, topics, carried)
    named = {topic for topic, _, _ in spans} | {topic for _, topic in topics}
    if not named & {"stature", "shoe", "foot length"} and measures.has_centimetres(clause.tokens):
        found.append(("stature", measures.stature_range(clause.tokens)))
    for topic, start, end in spans:
        tokens, senses = clause.tokens[start:end], clause.senses[start:end]
        if topic == "stature":
            stature = measures.stature_range(tokens)
            size = next((sense["size"] for sense in senses if "size" in sense), "")
            if stature:
                found.append(("stature", stature))
            elif size:
                found.append(("size", size))
        elif topic == "build":
            build = next((sense["build"] for sense in senses if "build" in sense), "")
            build = build or ("medium" if any(sense.get("size") == "medium" for sense in senses) else "")
            if build:
                found.append(("build", build))
        elif topic == "hair":
            hair = _hair(senses)
            if hair:
                found.append(("hair", hair))
        elif topic == "eyes":
            eyes = _eyes(senses)
            if eyes:
                found.append(("eyes", eyes))
        elif topic == "blood":
            abo, rh = measures.blood_group(tokens)
            found += [item for item in (("abo", abo), ("rh", rh)) if item[1]]
        elif topic in ("shoe", "foot length"):
            shoe = measures.shoe_range(tokens)
            if shoe:
                found.append(("shoe", shoe))
    covered = {topic for topic, _, _ in spans}
    _read_bare_words(clause, covered, found)


def _read_bare_words(clause: _Clause, covered: set[str], found: list[Said]) -> None:
    """Words that speak for themselves, with no noun beside them: tall, blue-eyed, left-handed, bearded."""
    for group in ("hair", "eyes"):
        code = clause.first(group)
        if code and group not in covered:
            found.append((group, code))
    loose = not covered and not clause.first("garment") and not clause.first("effect")
    if loose:
        for group in ("build", "size"):
            code = clause.first(group)
            alone = all(sense.keys() & {"build", "size", "filler"} or not token.isalpha()
                        for token, sense in zip(clause.tokens, clause.senses, strict=True))  # fmt: skip
            if code and alone and code != "medium":
                found.append((group, code))
    hand = clause.first("hand")
    if not hand and clause.first("handed"):
        hand = clause.first("side")
    if hand:
        found.append(("hand", hand))
    for at, sense in enumerate(clause.senses):
        feature = sense.get("feature")
        if feature:
            near = clause.senses[max(0, at - 3) : at + 2]
            denied = any("no" in other for other in near) or "not" in clause.tokens
            found.append(("features", ("-" if denied else "") + feature))


def _spans(clause: _Clause, topics: list[tuple[int, str]], carried: _Carried) -> list[tuple[str, int, int]]:
    """Which stretch of the clause belongs to which topic.

    Where the clause opens with a topic, each topic owns what follows it; where it opens with a value ("blue eyes, brown
    hair"), each owns what stands before it, and the last also what follows.
    """
    kept = [(at, topic) for at, topic in topics if topic in _LOOKS or topic == "foot length"]
    if any(topic == "shoe" for _, topic in kept):
        kept = [(at, topic) for at, topic in kept if topic != "foot length"]
    elif any(topic == "foot length" for _, topic in kept) and not any(topic == "iqr" for _, topic in topics):
        lengths = any(token.startswith(("длин", "довж", "length")) for token in clause.tokens)
        kept = [(at, topic) for at, topic in kept if topic != "foot length" or lengths]
    length = len(clause.tokens)
    if not kept:
        if carried.topic in _LOOKS and not carried.ended:
            return [(carried.topic, 0, length)]
        return []
    if len(kept) == 1:
        return [(kept[0][1], 0, length)]
    ends = [at for at, _ in kept[1:]]
    leads = any(sense.keys() & {"colour", "build", "size"} for sense in clause.senses[: kept[0][0]])
    if leads:
        starts = [0, *(at + 1 for at, _ in kept[:-1])]
        stops = [*(at + 1 for at, _ in kept[:-1]), length]
        return [(topic, start, stop) for (_, topic), start, stop in zip(kept, starts, stops, strict=True)]
    starts = [at for at, _ in kept]
    return [(topic, start, stop) for (_, topic), start, stop in zip(kept, starts, [*ends, length], strict=True)]


def _hair(senses: Sequence[Mapping[str, str]]) -> str:
    own = next((sense["hair"] for sense in senses if "hair" in sense), "")
    colours = [sense["colour"] for sense in senses if sense.get("colour") in _HAIR]
    if own == "bald" or not colours:
        return own
    if "grey" in colours or "ash" in colours:
        return "grey"
    shade = {"dark": "dark", "light": "light"}.get(colours[0], "")
    base = next((colour for colour in colours if colour not in ("dark", "light")), "")
    if not base:
        return "fair" if shade == "light" else "dark"
    if base == "chestnut":
        base = "brown"
    if shade == "dark" and base in ("light brown", "fair"):
        return "dark blond"
    if shade == "light" and base in ("light brown", "brown"):
        return "light brown"
    return base


def _eyes(senses: Sequence[Mapping[str, str]]) -> str:
    colours = [_EYES[sense["colour"]] for sense in senses if sense.get("colour") in _EYES]
    colours += [sense["eyes"] for sense in senses if "eyes" in sense]
    exact = sorted({colour for colour in colours if colour not in ("dark", "light")})
    if exact:
        return "-".join(exact[:2])
    return colours[0] if colours else ""


def _read_things(clause: _Clause, topics: list[str], found: list[Said], denies: bool) -> None:
    if denies and "shoe" in topics:
        found.append(("effects", "barefoot"))
        return
    if any(what in ("stature", "shoe", "abo") for what, _ in found):
        return
    there = [sense for at, sense in enumerate(clause.senses) if at == 0 or "no" not in clause.senses[at - 1]]
    things = list(dict.fromkeys(sense[group] for group in ("effect", "garment") for sense in there if group in sense))
    if not things:
        return
    # A garment is worth telling, its colour is not: uniforms are issued.
    if any(thing in ("summer uniform", "winter uniform") for thing in things):
        things = [thing for thing in things if thing != "uniform"]
    found += [("effects", thing) for thing in things]
    text = _inscription(clause.raw)
    if text:
        found.append(("inscriptions", text))
