"""`antigone dna check`: what a laboratory should look at in a case before it believes the ratio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.dna_report import OtherFrequencies
from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.dna import Panel, Pedigree, Profiles
    from antigone.evidence.dna.quality import Finding, SensitivityRow


def dna_check(
    case: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    staff: Annotated[
        Path | None, typer.Option(help="JSON: who of the staff -> locus -> alleles; the elimination database.")
    ] = None,
    other_frequencies: OtherFrequencies = None,
    as_json: Json = False,
) -> None:
    """Check a case: sex, parentage, swapped samples, unstated relations, staff, linked loci, model, sensitivity.

    CASE is JSON in the format antigone-dna-ref/1; which checks there are is told in docs/dna-incidents.md.
    """
    from antigone.commands.dna_material import populations_in
    from antigone.evidence.dna import CaseRejected, PedigreeContradiction, ReadingRejected, read_case
    from antigone.evidence.dna.quality import sensitivity
    from antigone.interfaces.terminal import waiting

    populations = populations_in(other_frequencies or ())
    try:
        document = read_case(_text(case))
        with waiting(f"checking {case.name} …"):
            found = findings_of(document, None if staff is None else read_case(_text(staff)))
    except (CaseRejected, PedigreeContradiction, ReadingRejected) as trouble:
        raise CaseRejected(f"{case}: {trouble}") from trouble
    rows: tuple[SensitivityRow, ...] = ()
    if document.get("kind") == "kinship_lr":
        try:
            with waiting("weighing it under other assumptions …"):
                rows = sensitivity(document, populations=populations)
        except CaseRejected as trouble:
            # What was found may be the reason, and must be told all the same.
            say(f"{case} is not weighed: {trouble}")
    if as_json:
        print_json({"findings": [asdict(one) for one in found], "sensitivity": [asdict(row) for row in rows]})
        return
    for one in found:
        print(f"{one.concern}: {one.in_words}")
    print(f"{len(found)} findings" if found else "nothing to look at was found")
    if rows:
        print("\nlog10 LR under other assumptions:")
        for row in rows:
            print(f"  {row.assumption:36}{row.log10_lr:9.3f}")


def _text(path: Path) -> str:
    from antigone.evidence.dna import CaseRejected

    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as trouble:
        raise CaseRejected(f"{path}: this is not UTF-8 text (byte {trouble.start + 1})") from trouble


def findings_of(case: Mapping[str, Any], staff: Mapping[str, Any] | None) -> list[Finding]:
    """All findings of a case, of whatever kind it is.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for whatever is wrong with it.
    """
    from antigone.evidence.dna import CaseRejected, profiles
    from antigone.evidence.dna.cases.parts import AMELOGENIN, markers_of, tree_of
    from antigone.evidence.dna.quality import check_elimination, check_family, check_panel, check_sex, check_strangers

    over = markers_of(case)
    trees: dict[str, Pedigree]
    if "families" in case:
        trees = {str(one.get("name")): tree_of(one.get("members"), f"family «{one.get('name')}»")
                 for one in case["families"]}  # fmt: skip
    elif "hypotheses" in case:
        first = next(iter(case["hypotheses"]), "")
        trees = {first: tree_of(case["hypotheses"].get(first), f"hypothesis «{first}»")}
    elif "pedigree" in case:
        trees = {"the pedigree": tree_of(case["pedigree"], "the pedigree")}
    else:
        raise CaseRejected("this kind of case has no family to check")
    sexes = {member.id: member.sex for tree in trees.values() for member in tree.members}
    sexes |= {str(one["id"]): str(one.get("sex") or "U") for one in case.get("pm", ())}
    genotypes = {**case.get("genotypes", {}), **case.get("am_genotypes", {})}
    bodies = dict(case.get("pm_genotypes", {}))

    def read(of: Mapping[str, Mapping[str, Any]]) -> Profiles:
        weighed = {
            person: {locus: alleles for locus, alleles in loci.items() if locus.strip().upper() not in AMELOGENIN}
            for person, loci in of.items()
        }
        return _certain(over, weighed, sexes)

    found = [*check_panel(over), *check_sex({**genotypes, **bodies}, sexes)]
    relatives = read(genotypes)
    for name, tree in trees.items():
        found += check_family(name, tree, relatives, over)
    home = {member.id: name for name, tree in trees.items() for member in tree.members}
    found += check_strangers(relatives, [home.get(person, "no family") for person in relatives.people], over)
    if staff is not None:
        everybody = read({**genotypes, **bodies})
        found += check_elimination(everybody, profiles(over, staff, {}), over)
    return found


def _certain(over: Panel, genotypes: Mapping[str, Mapping[str, Any]], sexes: Mapping[str, str]) -> Profiles:
    """Readings without those of one allele where two are due: what dropped out cannot be checked."""
    from antigone.evidence.dna import profiles

    x_linked = {one.name for one in over.markers if one.x_linked}
    return profiles(
        over,
        {
            person: {
                locus: alleles
                for locus, alleles in loci.items()
                if len(alleles) != 1 or (locus in x_linked and sexes.get(person) == "M")
            }
            for person, loci in genotypes.items()
        },
        sexes,
    )
