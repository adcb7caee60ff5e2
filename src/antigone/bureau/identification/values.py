"""Plain values that go into the actions of identification and come out of its queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from antigone.bureau.ledger import LedgerError


class IdentificationError(LedgerError):
    """An act is refused; the message is one sentence that says what and why."""


class UnknownFamily(IdentificationError):
    """There is no such family."""


class UnknownDonor(IdentificationError):
    """There is no such donor."""


class UnknownSample(IdentificationError):
    """There is no such sample."""


class NoPopulation(IdentificationError):
    """No table of allele frequencies is kept yet."""


class DraftRejected(IdentificationError):
    """A family, a sample or a profile cannot be kept as given; the message names it."""


class ConsentMissing(IdentificationError):
    """A profile of a donor who has withdrawn, or never allowed this use."""


class AlreadyWithdrawn(IdentificationError):
    """The donor withdrew before."""


class CustodyEnded(IdentificationError):
    """The sample was destroyed; nothing can happen to it any more."""


class SealBroken(IdentificationError):
    """A sealed profile does not open."""


class NotSaidWhy(IdentificationError):
    """Genotypes would leave for somebody without a reason."""


class AnotherSearch(IdentificationError):
    """Another search of the laboratory is under way."""


class NothingDue(IdentificationError):
    """Nothing has changed since it was compared."""


@dataclass(frozen=True, slots=True)
class TreeMember:
    """One person of a family tree: ids within the tree, empty where unknown; sex is M, F or U."""

    id: str
    father: str
    mother: str
    sex: str


@dataclass(frozen=True, slots=True)
class FamilyDraft:
    """A family as the laboratory or a registrar gives it.

    Attributes:
        label: what the laboratory calls it.
        sought: the source's own id of the record of the missing person.
        missing: that person's id in the tree.
        members: the tree.
    """

    label: str
    sought: str
    missing: str
    members: tuple[TreeMember, ...]


@dataclass(frozen=True, slots=True)
class DonorDraft:
    """A relative who gave a swab: `sample` is its label, which is also the member's id in the tree."""

    family: str
    member: str
    sample: str
    relation: str
    uses: tuple[str, ...]
    consented_on: date | None = None


@dataclass(frozen=True, slots=True)
class SampleDraft:
    """A sample of remains: `record` is the source's own id of the record of the remains."""

    label: str
    record: str
    material: str = ""
    taken_on: str = ""


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A reading of a sample: locus -> alleles, a homozygote twice, a reading with possible drop-out once."""

    sample: str
    genotype: Mapping[str, tuple[str, ...]]
    laboratory: str = ""
    kit: str = ""


@dataclass(frozen=True, slots=True)
class PopulationDraft:
    """Allele frequencies: locus -> allele -> share, where they come from, and what was changed in reading them."""

    name: str
    provenance: str
    sha256: str
    frequencies: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of an import: `rejected` holds a sentence for each thing that was not kept."""

    added: int
    unchanged: int
    replaced: int = 0
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DonorCard:
    """A donor as staff see one: no genotype."""

    id: int
    member: str
    relation: str
    uses: tuple[str, ...]
    withdrawn: bool
    profiles: int
    loci: int


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A family as staff see it."""

    public_id: UUID
    label: str
    sought: UUID
    missing: str
    members: tuple[TreeMember, ...]
    donors: tuple[DonorCard, ...]


@dataclass(frozen=True, slots=True)
class WeightCard:
    """How strongly DNA speaks for one sample and one family."""

    family: str
    sample: str
    sought: UUID
    remains: UUID
    log10_lr: float
    loci: int
    inconsistent: int
    per_locus: Mapping[str, float]
