"""The terms of descriptions, teeth, estimates and identifications, for papers and for the pages of the desk alike.

Each function is given what translates a phrase: into one language for a page, into two for a paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def group_words(_: Callable[[str], T]) -> dict[str, T]:
    """Groups of fields."""
    return {
        "reference": _("Reference"),
        "person": _("Who it was"),
        "state": _("State of the remains"),
        "physical": _("Looks"),
        "marks": _("Scars, tattoos, marks"),
        "effects": _("Clothing and belongings"),
        "medical": _("Medical findings"),
        "dental": _("Teeth"),
        "fingerprints": _("Fingerprints"),
        "dna": _("DNA samples"),
        "bones": _("Estimates from bones"),
    }


def field_words(_: Callable[[str], T]) -> dict[str, T]:
    """Fields of all groups, and the columns of their rows."""
    return {
        "case_number": _("number of the case"),
        "event": _("event"),
        "taken_by": _("who took this down"),
        "taken_on": _("on which day"),
        "photographs": _("numbers of photographs"),
        "other_names": _("other names, nicknames"),
        "occupation": _("occupation"),
        "informant_relation": _("who told us: relation to the person"),
        "relatives_for_dna": _("relatives who can give DNA"),
        "dentist": _("dentist"),
        "physician": _("physician"),
        "last_worn": _("worn when last seen"),
        "completeness": _("completeness"),
        "condition": _("condition"),
        "damage": _("injuries and damage"),
        "since_death": _("time since death"),
        "stature_cm": _("stature, cm"),
        "weight_kg": _("weight, kg"),
        "build": _("build"),
        "skin": _("skin"),
        "eyes": _("eyes"),
        "hair_colour": _("colour of hair"),
        "hair_length": _("length of hair"),
        "hair_style": _("hair style"),
        "baldness": _("baldness"),
        "facial_hair": _("facial hair"),
        "body_hair": _("body hair"),
        "hand": _("preferred hand"),
        "missing_limbs": _("missing limbs"),
        "marks": _("marks"),
        "effects": _("things"),
        "fractures": _("old fractures"),
        "implants": _("implants"),
        "blood_group": _("blood group"),
        "rhesus": _("rhesus"),
        "surgery": _("operations"),
        "conditions": _("illnesses"),
        "examined_by": _("examined by"),
        "examined_on": _("examined on"),
        "radiographs": _("X-rays"),
        "dental_remarks": _("remarks on the teeth"),
        "quality": _("quality of the prints"),
        "fingers": _("fingers taken"),
        "file": _("file"),
        "laboratory": _("laboratory"),
        "samples": _("labels of samples"),
        "material": _("material"),
        "kit": _("kit"),
        "loci": _("loci read"),
        "donor_relation": _("relation of the donor"),
        "kind": _("kind of mark"),
        "where": _("where on the body"),
        "side": _("side"),
        "what": _("what it is"),
        "layer": _("where worn"),
        "colour": _("colour"),
        "size": _("size"),
        "inscription": _("inscription"),
        "seal": _("seal"),
        "serial": _("serial number"),
    }


def choice_words(_: Callable[[str], T]) -> dict[str, T]:
    """What can be chosen in a field."""
    return {
        "complete": _("complete"),
        "incomplete": _("incomplete"),
        "part": _("a part"),
        "fresh": _("without decay"),
        "decomposed": _("decomposed"),
        "mummified": _("mummified"),
        "adipocere": _("adipocere"),
        "skeletonised": _("skeletonised"),
        "burned": _("burned"),
        "slim": _("slim"),
        "medium": _("medium"),
        "sturdy": _("sturdy"),
        "heavy": _("heavy"),
        "blue": _("blue"),
        "grey": _("grey"),
        "green": _("green"),
        "brown": _("brown"),
        "hazel": _("hazel"),
        "different": _("of two colours"),
        "black": _("black"),
        "dark brown": _("dark brown"),
        "fair": _("fair"),
        "red": _("red"),
        "white": _("white"),
        "dyed": _("dyed"),
        "shaved": _("shaved"),
        "short": _("short"),
        "long": _("long"),
        "none": _("none"),
        "receding": _("receding"),
        "crown": _("at the crown"),
        "bald": _("bald"),
        "stubble": _("stubble"),
        "moustache": _("moustache"),
        "beard": _("beard"),
        "moustache and beard": _("moustache and beard"),
        "left": _("left-handed"),
        "right": _("right-handed"),
        "both": _("with both hands alike"),
        "good": _("good"),
        "partial": _("partial"),
        "poor": _("poor"),
        "not possible": _("not possible"),
        "male": _("male"),
        "female": _("female"),
        "other": _("another sex"),
    }


def tooth_words(_: Callable[[str], T]) -> dict[str, T]:
    """States of teeth (`evidence.teeth.State`)."""
    return {
        "sound": _("sound"),
        "filled": _("filled"),
        "crown": _("artificial crown"),
        "decayed": _("decayed"),
        "root": _("root only"),
        "unerupted": _("not come through"),
        "missing": _("lost in life"),
        "lost after death": _("lost after death"),
        "implant": _("implant"),
        "pontic": _("tooth of a bridge"),
        "denture": _("tooth of a denture"),
    }


def material_words(_: Callable[[str], T]) -> dict[str, T]:
    """Materials of fillings and crowns."""
    return {
        "amalgam": _("amalgam"),
        "composite": _("composite"),
        "ceramic": _("ceramic"),
        "gold": _("gold"),
        "metal": _("metal"),
        "temporary": _("temporary filling"),
    }


def bone_words(_: Callable[[str], T]) -> dict[str, T]:
    """What is measured on bones (`evidence.bones`, cm), the phase of the symphysis, and a sex known otherwise."""
    return {
        "femur": _("femur, greatest length"),
        "tibia": _("tibia without malleolus"),
        "fibula": _("fibula"),
        "humerus": _("humerus"),
        "radius": _("radius"),
        "ulna": _("ulna"),
        "head": _("head of the femur, across"),
        "head vertical": _("head of the femur, upright"),
        "head circumference": _("head of the femur, around"),
        "midshaft": _("middle of the femur, greatest diameter"),
        "phase": _("pubic symphysis, phase 1 to 6"),
        "sex": _("sex, known otherwise"),
    }


def agreement_words(_: Callable[[str], T]) -> dict[str, T]:
    """How a tooth agrees on both charts (`evidence.teeth.Agreement`)."""
    return {
        "same": _("agrees"),
        "explainable": _("differs, and time explains it"),
        "incompatible": _("differs, and time cannot explain it"),
        "nothing": _("says nothing"),
    }


def reason_words(_: Callable[[str], T]) -> dict[str, T]:
    """Why a tooth is judged so (`evidence.teeth.Reason`)."""
    return {
        "as told": _("as told"),
        "untold": _("told on one side only"),
        "lost after death": _("lost after death"),
        "lost since": _("lost since"),
        "treated since": _("treated since"),
        "more since": _("filled further since"),
        "decayed since": _("decayed since"),
        "erupted since": _("came through since"),
        "replaced since": _("replaced since"),
        "other material": _("other material: renewed, or written down wrongly"),
        "less told": _("one side tells less"),
        "grew back": _("a lost tooth cannot stand again"),
        "untreated again": _("what was treated cannot be untreated"),
        "fewer surfaces": _("a filling does not become smaller"),
        "cannot return": _("this cannot follow on that"),
        "root unfilled again": _("a filled root cannot be unfilled"),
    }


def identifier_words(_: Callable[[str], T]) -> dict[str, T]:
    """What is compared."""
    return {
        "dna": _("DNA"),
        "dental": _("teeth"),
        "fingerprints": _("fingerprints"),
        "documents": _("documents and numbers"),
        "medical": _("implants, operations, old injuries"),
        "effects": _("clothing and belongings"),
        "traits": _("looks and marks"),
        "name": _("name"),
        "birth": _("birth date or age"),
        "service": _("unit, rank, service"),
        "place": _("places and dates"),
        "testimony": _("testimony"),
        "visual": _("recognised by sight"),
    }


def verdict_words(_: Callable[[str], T]) -> dict[str, T]:
    """What a comparison came to."""
    return {
        "consistent": _("consistent"),
        "inconsistent-explicable": _("inconsistent, explained"),
        "inconsistent-inexplicable": _("inconsistent, unexplained"),
        "insufficient": _("not enough to compare"),
    }


def standing_words(_: Callable[[str], T]) -> dict[str, T]:
    """How far all comparisons together carry."""
    return {
        "open": _("nothing agrees yet"),
        "possible": _("possible; not enough for an identification"),
        "established": _("enough for an identification"),
        "excluded": _("excluded: something speaks against it that nothing explains"),
    }


def packet_words(_: Callable[[str], T]) -> dict[str, T]:
    """What became of a packet."""
    return {
        "sealed": _("sealed, with the remains"),
        "opened": _("opened, sealed anew"),
        "out": _("handed over by itself"),
    }
