"""What somebody in a family tree is to somebody else, as people say it."""

from __future__ import annotations

from enum import StrEnum

from antigone.evidence.dna.pedigrees import Pedigree


class Kin(StrEnum):
    """A relative, where the sex is known."""

    SELF = "self"
    FATHER = "father"
    MOTHER = "mother"
    PARENT = "parent"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD = "child"
    BROTHER = "brother"
    SISTER = "sister"
    SIBLING = "sibling"
    HALF_BROTHER = "half brother"
    HALF_SISTER = "half sister"
    HALF_SIBLING = "half sibling"
    GRANDFATHER = "grandfather"
    GRANDMOTHER = "grandmother"
    GRANDPARENT = "grandparent"
    GRANDSON = "grandson"
    GRANDDAUGHTER = "granddaughter"
    GRANDCHILD = "grandchild"
    UNCLE = "uncle"
    AUNT = "aunt"
    PARENTS_SIBLING = "parent's sibling"
    NEPHEW = "nephew"
    NIECE = "niece"
    SIBLINGS_CHILD = "sibling's child"
    PARTNER = "partner"
    OTHER = "other relative"


_SEXED = {
    "parent": (Kin.FATHER, Kin.MOTHER, Kin.PARENT),
    "child": (Kin.SON, Kin.DAUGHTER, Kin.CHILD),
    "sibling": (Kin.BROTHER, Kin.SISTER, Kin.SIBLING),
    "half": (Kin.HALF_BROTHER, Kin.HALF_SISTER, Kin.HALF_SIBLING),
    "grandparent": (Kin.GRANDFATHER, Kin.GRANDMOTHER, Kin.GRANDPARENT),
    "grandchild": (Kin.GRANDSON, Kin.GRANDDAUGHTER, Kin.GRANDCHILD),
    "aunt": (Kin.UNCLE, Kin.AUNT, Kin.PARENTS_SIBLING),
    "nephew": (Kin.NEPHEW, Kin.NIECE, Kin.SIBLINGS_CHILD),
}


def kin_of(tree: Pedigree, member: str, person: str) -> Kin:
    """What a member of the tree is to a person in it; the nearest word where several fit.

    >>> from antigone.evidence.dna import Member, pedigree
    >>> tree = pedigree([Member("f", sex="M"), Member("m", sex="F"), Member("a", "f", "m", "M"), Member("b", "f", "m")])
    >>> kin_of(tree, "f", "b"), kin_of(tree, "a", "b"), kin_of(tree, "f", "m")
    (<Kin.FATHER: 'father'>, <Kin.BROTHER: 'brother'>, <Kin.PARTNER: 'partner'>)
    """
    one, other = tree.place(member), tree.place(person)
    if one == other:
        return Kin.SELF
    sort = _sort(tree, one, other)
    if sort == "partner":
        return Kin.PARTNER
    if sort not in _SEXED:
        return Kin.OTHER
    return _SEXED[sort]["MFU".index(tree.members[one].sex)]


def _sort(tree: Pedigree, one: int, other: int) -> str:
    def parents(place: int) -> set[int]:
        return {parent for parent in tree.parents[place] if parent >= 0}

    def siblings(place: int) -> set[int]:
        return {at for at in range(len(tree)) if at != place and parents(at) and parents(at) == parents(place)}

    def above(place: int) -> set[int]:
        return set().union(*(parents(parent) for parent in parents(place)))

    if one in parents(other):
        return "parent"
    if other in parents(one):
        return "child"
    if one in siblings(other):
        return "sibling"
    if parents(one) & parents(other):
        return "half"
    if one in above(other):
        return "grandparent"
    if other in above(one):
        return "grandchild"
    if any(one in siblings(parent) for parent in parents(other)):
        return "aunt"
    if any(other in siblings(parent) for parent in parents(one)):
        return "nephew"
    if any({one, other} == parents(child) for child in range(len(tree))):
        return "partner"
    return "other"
