"""`antigone laboratory`: families, samples and sealed profiles in the bureau, the blind search, and what it found.

Whatever reads or writes a profile runs with the laboratory's rights and key; the rest with the staff's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.bench import at_the_bench
from antigone.commands.frame import Json, at_work, operator, print_json, say
from antigone.commands.laboratory_papers import write_case, write_report
from antigone.commands.laboratory_search import search, work

if TYPE_CHECKING:
    from antigone.bureau.identification.values import Kept, WeightCard

laboratory = typer.Typer(
    help="The laboratory: families and their swabs, samples, sealed profiles, the blind search.", no_args_is_help=True
)

laboratory.command(name="search")(search)
laboratory.command(name="work")(work)
laboratory.command(name="case")(write_case)
laboratory.command(name="report")(write_report)

Source = Annotated[str, typer.Option(help="The source of the records, where their ids are not unique.")]
Family = Annotated[str, typer.Argument(help="What the laboratory calls the family.")]
_SHOWN = 10


@laboratory.command(name="frequencies")
def keep_frequencies(
    file: Annotated[Path, typer.Argument(help="Allele frequencies: a table, STRidER, Familias.")],
    population: Annotated[str, typer.Option(help="Which population of a file with several.")] = "",
    as_json: Json = False,
) -> None:
    """Keep a table of allele frequencies; from now on profiles are weighed by it."""
    from antigone.interfaces.exchange.swabs import read_population

    draft = read_population(file, population=population)
    with at_the_bench():
        from antigone.bureau.identification.actions import keep_population

        changed = keep_population(draft, actor=operator())
    if as_json:
        print_json(
            {"population": draft.name, "loci": len(draft.frequencies), "sha256": draft.sha256, "changed": changed}
        )
        return
    for note in draft.notes:
        print(f"note: {note}")
    print(f"«{draft.name}»: {len(draft.frequencies)} loci; {'in force now' if changed else 'was in force already'}")


@laboratory.command(name="families")
def keep_families_of_file(
    trees: Annotated[Path, typer.Argument(help="Family trees: PED, Familias, NIEM.")],
    donors: Annotated[Path, typer.Option(help="Table: sample, sought, relation, uses, consented.")],
    source: Source = "",
    as_json: Json = False,
) -> None:
    """Keep families and who of them gave a swab, and what for (docs/laboratory.md). Twice changes nothing."""
    from antigone.interfaces.exchange.swabs import read_swabs

    read = read_swabs(trees, donors)
    with at_the_bench():
        from antigone.bureau.identification.actions import keep_families

        kept = keep_families(read.families, read.donors, source=source, actor=operator())
    _tell("families", kept, read.rejected, as_json=as_json)


@laboratory.command(name="samples")
def keep_samples_of_file(
    file: Annotated[Path, typer.Argument(help="Table: sample, record, material, taken.")],
    source: Source = "",
    as_json: Json = False,
) -> None:
    """Keep which sample is of which remains."""
    from antigone.interfaces.exchange.swabs import read_samples

    read = read_samples(file)
    with at_the_bench():
        from antigone.bureau.identification.actions import keep_samples

        kept = keep_samples(read.samples, source=source, actor=operator())
    _tell("samples", kept, read.rejected, as_json=as_json)


@laboratory.command(name="profiles")
def keep_profiles_of_file(
    file: Annotated[Path, typer.Argument(help="Profiles: CMF, GeneMapper, LRmix, SmartRank, Familias.")],
    name: Annotated[str, typer.Option("--laboratory", help="Who read them.")] = "",
    as_json: Json = False,
) -> None:
    """Keep profiles under the laboratory's seal. Their samples must be known; twice changes nothing."""
    from antigone.interfaces.exchange.swabs import read_profiles

    read = read_profiles(file, laboratory=name)
    with at_the_bench() as key:
        from antigone.bureau.identification.actions import keep_profiles

        kept = keep_profiles(read.profiles, key=key, actor=operator())
    _tell("profiles", kept, read.rejected, as_json=as_json)


@laboratory.command(name="weights")
def show_weights(
    family: Annotated[str, typer.Option(help="Only of this family.")] = "",
    sample: Annotated[str, typer.Option(help="Only of this sample.")] = "",
    limit: Annotated[int, typer.Option(help="How many.")] = 20,
    as_json: Json = False,
) -> None:
    """What DNA says of samples and families, the strongest first."""
    with at_work():
        from antigone.bureau.identification.queries import strongest_weights

        cards = strongest_weights(limit, family=family, sample=sample)
    if as_json:
        print_json([asdict(card) for card in cards])
        return
    for line in _weights_in_words(cards):
        print(line)


def _weights_in_words(cards: Sequence[WeightCard]) -> Iterator[str]:
    from antigone.evidence import strength_in_words

    if not cards:
        yield "No DNA speaks for anybody yet; compare with: antigone laboratory search"
        return
    for card in cards:
        yield f"{card.log10_lr:7.2f}  sample {card.sample}  family {card.family}  {strength_in_words(card.log10_lr)}"
        worst = min(card.per_locus, key=lambda locus: card.per_locus[locus], default="")
        doubt = f"; {card.inconsistent} loci only by mutation or a wrong reading" if card.inconsistent else ""
        if worst:
            yield f"         {card.loci} loci, the least at {worst} ({card.per_locus[worst]:.2f}){doubt}"


@laboratory.command(name="family")
def show_family(
    label: Annotated[str, typer.Argument(help="What the laboratory calls it.")],
    drawing: Annotated[Path | None, typer.Option(help="Write the tree as SVG to this file.")] = None,
    as_json: Json = False,
) -> None:
    """A family: its tree, who gave a swab, what DNA says."""
    with at_work():
        from antigone.bureau.identification.queries import family, strongest_weights

        card = family(label)
        weights = strongest_weights(_SHOWN, family=label)
    if drawing is not None:
        from antigone.evidence.dna import Member, pedigree
        from antigone.interfaces.papers import DrawingWords, pedigree_drawing

        tree = pedigree(Member(one.id, one.father or None, one.mother or None, one.sex) for one in card.members)
        read = {donor.member for donor in card.donors if donor.profiles}
        words = DrawingWords(f"Family {label}", f"{len(card.members)} people; DNA was read of {len(read)} of them.")
        drawing.write_text(pedigree_drawing(tree, read=read, in_question=card.missing, words=words), encoding="utf-8")
        say(f"the tree is drawn in {drawing}")
    if as_json:
        print_json(asdict(card) | {"weights": [asdict(weight) for weight in weights]})
        return
    print(f"Family {card.label}: {len(card.members)} people; it misses {card.missing} (record {card.sought})")
    for donor in card.donors:
        state = "withdrew" if donor.withdrawn else f"{donor.loci} loci read" if donor.profiles else "not read yet"
        print(f"  {donor.member}, {donor.relation or 'relative'}: {state}; allows {', '.join(donor.uses) or 'nothing'}")
    for line in _weights_in_words(weights):
        print(line)


@laboratory.command(name="power")
def power_of_one_family(
    family: Family,
    posterior: Annotated[float, typer.Option(help="That suffices; ICMP's is 0.9995.")] = 0.9995,
    bodies: Annotated[int, typer.Option(min=2, help="The prior: he is one of so many bodies.")] = 7_000,
    trials: Annotated[int, typer.Option(min=10, max=1_000_000, help="Bodies drawn for each answer.")] = 1_000,
    chart: Annotated[Path | None, typer.Option(help="Write the chart to this SVG file.")] = None,
    as_json: Json = False,
) -> None:
    """How likely the DNA of a kept family would suffice, and which relative to sample next."""
    from antigone.commands.dna_power import power_document, power_in_words
    from antigone.interfaces.terminal import progress_bar

    with at_the_bench() as key:
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.casework import sought_person

        over, sought = sought_person(key, family, Assumptions())
    from antigone.evidence.dna.power import Question, log10_lr_needed, power_chart, power_of_family

    given = tuple(person for row, person in enumerate(sought.readings.people) if sought.readings.typing[row].any())
    following = tuple(one.id for one in sought.tree.members if one.id not in {sought.missing, *given})
    question = Question(sought, given, following, log10_lr_needed(posterior, 1 / bodies), None)
    with progress_bar("families drawn", total=trials * (1 + 2 * len(following))) as advance:
        answer = power_of_family(question, over, trials=trials, seed=1, progress=advance)
    if chart is not None:
        chart.write_text(power_chart(answer), encoding="utf-8")
        say(f"the chart is in {chart}")
    if as_json:
        print_json(power_document(answer, posterior, bodies, []))
    else:
        print(power_in_words(answer, posterior, bodies, []))


@laboratory.command(name="check")
def check_everything(as_json: Json = False) -> None:
    """Mishaps among all that is kept: in families, among donors, between samples and staff, sexes, the panel."""
    with at_the_bench() as key:
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.casework import findings

        found = findings(key, Assumptions())
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(f"{one.concern}: {one.in_words}")
    print(f"{len(found)} findings" if found else "nothing to look at was found")


@laboratory.command(name="staff")
def keep_staff(
    file: Annotated[Path, typer.Argument(help="Profiles of those who handle samples.")], as_json: Json = False
) -> None:
    """Keep profiles of the staff under seal, so that contamination is found. They are compared with nothing else."""
    from antigone.interfaces.exchange.swabs import read_profiles

    read = read_profiles(file)
    with at_the_bench() as key:
        from antigone.bureau.identification.actions import keep_profiles, keep_staff_samples

        keep_staff_samples([profile.sample for profile in read.profiles], actor=operator())
        kept = keep_profiles(read.profiles, key=key, actor=operator())
    _tell("profiles", kept, read.rejected, as_json=as_json)


@laboratory.command(name="withdraw")
def withdraw(
    sample: Annotated[str, typer.Argument(help="The label of the donor's sample.")], as_json: Json = False
) -> None:
    """A donor withdraws: the profile is destroyed at once, and the family's weights with it."""
    with at_work():
        from antigone.bureau.identification.actions import withdraw_consent

        destroyed = withdraw_consent(sample, actor=operator())
    if as_json:
        print_json({"sample": sample, "profiles_destroyed": destroyed})
        return
    print(f"The donor of sample {sample} has withdrawn; {destroyed} profiles were destroyed. Search anew.")


@laboratory.command(name="custody")
def custody_of_sample(
    sample: Annotated[str, typer.Argument(help="Its label.")],
    verb: Annotated[str, typer.Option("--happened", help="moved, extracted, returned, destroyed.")] = "",
    place: Annotated[str, typer.Option(help="Where it is now.")] = "",
    as_json: Json = False,
) -> None:
    """What happened to a sample; with --happened, write down what happens now."""
    with at_work():
        from antigone.bureau.identification.actions import record_custody
        from antigone.bureau.identification.queries import custody

        if verb:
            record_custody(sample, verb, place=place, actor=operator())
        events = [
            {"on": event.on, "verb": event.verb, "place": event.place, "by": event.by} for event in custody(sample)
        ]
    if as_json:
        print_json(events)
        return
    for event in events:
        where = f", {event['place']}" if event["place"] else ""
        print(f"{event['on']}  {event['verb']}{where}  by {event['by']}")
    if not events:
        print(f"There is no sample {sample}.")


@laboratory.command(name="status")
def status(as_json: Json = False) -> None:
    """How many families, donors, samples, profiles and weights there are."""
    with at_work():
        from antigone.bureau.identification.queries import holdings

        held = asdict(holdings())
    if as_json:
        print_json(held)
        return
    for name, count in held.items():
        print(f"{name.replace('_', ' '):22}{count:>9,}")


def _tell(what: str, kept: Kept, unread: Sequence[str], *, as_json: bool) -> None:
    rejected = [*unread, *kept.rejected]
    if as_json:
        counts = {"added": kept.added, "replaced": kept.replaced, "unchanged": kept.unchanged}
        print_json(counts | {"rejected": rejected})
        return
    replaced = f", {kept.replaced:,} replaced" if kept.replaced else ""
    print(f"{what}: {kept.added:,} added{replaced}, {kept.unchanged:,} unchanged, {len(rejected):,} not kept")
    for sentence in rejected[:_SHOWN]:
        print(f"  {sentence}")
    if len(rejected) > _SHOWN:
        print(f"  and {len(rejected) - _SHOWN:,} more; see them all with --json")
