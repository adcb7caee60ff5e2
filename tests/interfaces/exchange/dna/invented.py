"""Invented profiles, families and tables, as hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from antigone.evidence.dna import Member, Model, MutationSpec, Transform
from antigone.interfaces.exchange.dna import (
    CodisHeader,
    DnaFile,
    DnaFormat,
    FamiliasSettings,
    Family,
    FrequencyTable,
    LocusFrequencies,
    Reading,
    Sample,
    Tree,
)

#: Loci with alleles that are on every ladder; all are in both versions of CMF.
LADDERS = {
    "TH01": ["6", "7", "8", "9", "9.3", "10"],
    "FGA": ["18", "20", "22", "22.2", "24", "26"],
    "D21S11": ["27", "28", "29", "30.2", "31", "32.2"],
    "Penta E": ["5", "7", "12", "15", "17.4"],
    "vWA": ["14", "15", "16", "17", "18"],
}

names = st.text(
    st.characters(codec="utf-8", categories=("L", "N"), include_characters="-_.'’№"), min_size=1, max_size=12
).filter(lambda name: name not in ("0", "-") and name.casefold() not in ("null", "na", "nr", "nd", "nan"))


def sized(alleles: list[str]) -> tuple[str, ...]:
    return tuple(sorted(alleles, key=float))


@st.composite
def readings(draw: st.DrawFn, *, both: bool = False) -> tuple[Reading, ...]:
    """One or two alleles at some loci; `both`: always two."""
    loci = draw(st.lists(st.sampled_from(sorted(LADDERS)), unique=True, min_size=1))
    made = []
    for at in loci:
        alleles = draw(st.lists(st.sampled_from(LADDERS[at]), min_size=2 if both else 1, max_size=2))
        made.append(Reading(at, sized(alleles)))
    return tuple(made)


@st.composite
def loose_samples(draw: st.DrawFn, *, both: bool = False) -> tuple[Sample, ...]:
    ids = draw(st.lists(names, unique=True, min_size=1, max_size=4))
    return tuple(Sample(name, readings=draw(readings(both=both))) for name in ids)


def profiles_file(samples: tuple[Sample, ...]) -> DnaFile:
    return DnaFile("invented", DnaFormat.LRMIX, samples=samples)


@st.composite
def codis_files(draw: st.DrawFn) -> DnaFile:
    def text(most: int) -> st.SearchStrategy[str]:
        alphabet = st.characters(codec="utf-8", categories=("L", "N", "P"))
        return st.text(alphabet, max_size=most)

    samples = []
    for sample in draw(loose_samples()):
        kept = tuple(
            Reading(
                reading.locus,
                tuple(dict.fromkeys(reading.alleles)),
                required=draw(st.sampled_from([(), reading.alleles[:1]])),
                kit=draw(st.sampled_from(["", "Identifiler", "PowerPlex 16"])),
                batch=draw(text(8)),
                read_by=draw(names),
                read_at="2024-05-01T12:00:00",
            )
            for reading in sample.readings
        )
        samples.append(
            Sample(
                sample.id,
                readings=kept,
                category=draw(st.sampled_from(["Unidentified Person", "Biological Mother", "Forensic, Unknown"])),
                case=draw(text(10)),
                comment=draw(text(30)),
                partial=draw(st.sampled_from([None, True, False])),
                source_known=draw(st.sampled_from(["", "Yes", "No", "N/A"])),
            )
        )
    header = CodisHeader(draw(names)[:10], draw(names)[:10], draw(names), "2024-05-01T12:00:00", draw(text(12)), "")
    return DnaFile("invented", DnaFormat.CMF_33, samples=tuple(samples), codis=header)


@st.composite
def tables(draw: st.DrawFn, *, with_mutation: bool = False) -> FrequencyTable:
    """Every locus of `LADDERS`, frequencies that add up to one."""
    loci = []
    for at, alleles in LADDERS.items():
        weights = draw(st.lists(st.floats(0.001, 1), min_size=len(alleles), max_size=len(alleles), unique=False))
        silent = draw(st.sampled_from([0.0, 0.01])) if with_mutation else 0.0
        scale = (1 - silent) / sum(weights)
        spec = draw(mutations) if with_mutation else None
        loci.append(
            LocusFrequencies(
                at,
                sized(alleles),
                tuple(weight * scale for weight in weights),
                silent=silent,
                mothers=spec,
                fathers=draw(mutations) if with_mutation else None,
                database_size=1000 if with_mutation else None,
                people=None if with_mutation else draw(st.sampled_from([None, 250])),
            )
        )
    return FrequencyTable(draw(names), tuple(loci))


rates = st.floats(1e-6, 0.01)
mutations = st.one_of(
    st.none(),
    st.builds(lambda rate: MutationSpec(Model.EQUAL, rate), rates),
    st.builds(lambda rate: MutationSpec(Model.PROPORTIONAL, rate), rates),
    st.builds(lambda rate: MutationSpec(Model.STEPWISE, rate), rates),
    st.builds(lambda rate: MutationSpec(Model.STEPWISE, rate, transform=Transform.PM), rates),
    st.builds(lambda rate, second: MutationSpec(Model.STEPWISE, rate, second), rates, rates),
)


@st.composite
def sibships(draw: st.DrawFn, *, sought: str = "") -> Family:
    """Parents and children; with `sought` the eldest child is called so, untyped, and stands in the trees alone."""
    ids = draw(st.lists(names, unique=True, min_size=4, max_size=6))
    father, mother, *children = ids
    sexes = {father: "M", mother: "F"} | {child: draw(st.sampled_from("MF")) for child in children}
    people = tuple(sexes.items())
    members = [Member(person, sex=sex) for person, sex in people if person in (father, mother)]
    members += [Member(child, father, mother, sexes[child]) for child in children]
    if sought:
        members.append(Member(sought, father, mother, "U"))
    typed = draw(st.lists(st.sampled_from(ids), unique=True))
    samples = tuple(Sample(person, sexes[person], draw(readings(both=True))) for person in ids if person in typed)
    return Family(draw(names), samples, (Tree("H1", tuple(members)),), (sought,) if sought else (), people)


@st.composite
def dvi_files(draw: st.DrawFn) -> DnaFile:
    bodies = tuple(
        Sample(sample.id, draw(st.sampled_from("MFU")), sample.readings) for sample in draw(loose_samples(both=True))
    )
    families = tuple(
        draw(st.lists(sibships(sought="Missing person"), max_size=3, unique_by=lambda family: family.name))
    )
    settings = FamiliasSettings(
        "3.3 (DVI)",
        draw(st.sampled_from([0.0, 0.01])),
        ((("Prior",), "UseList", "Yes"), (("Prior",), "Size", "3"), (("Advanced", "Direct/Identity"), "Dropin", "0")),
    )
    return DnaFile(
        "invented",
        DnaFormat.FAMILIAS,
        samples=bodies,
        families=families,
        frequencies=(draw(tables(with_mutation=True)),),
        familias=settings,
    )
