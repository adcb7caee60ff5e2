"""What papers say of a person: from a record, and from its description in groups of fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.remains.description.groups import FIELDS, Field, Group, Kind
from antigone.bureau.remains.description.queries import Described
from antigone.evidence.teeth import ChartComparison
from antigone.interfaces.papers.dental_chart import ChartWords, dental_chart, description
from antigone.interfaces.papers.described_words import (
    agreement_words,
    bone_words,
    choice_words,
    field_words,
    group_words,
    material_words,
    reason_words,
    tooth_words,
)
from antigone.interfaces.papers.remains.form import Block, Drawing, Said, Section, Translate, both

NOTHING = "–"
Fact = tuple[Said, str]


def names_of(said: RecordDraft) -> str:
    """Every name as written, in every script."""
    return "; ".join(name.value for name in said.names) or NOTHING


def person_facts(said: RecordDraft, _: Translate) -> list[Fact]:
    """Who somebody is; what the record does not say stands as a dash, so that a gap is seen."""
    sexes = {"male": _("male"), "female": _("female"), "other": _("another sex")}
    return [
        (_("names, as written"), names_of(said)),
        (_("father's first name"), said.father_name or NOTHING),
        (_("mother's maiden name"), said.mother_maiden_name or NOTHING),
        (_("sex"), both(sexes[said.sex]) if said.sex else NOTHING),
        (_("date of birth"), said.birth_date or age_of(said)),
        (_("place of birth"), said.birthplace or NOTHING),
        (_("residence"), said.residence or NOTHING),
        (_("nationality"), said.nationality or NOTHING),
        (_("documents"), said.documents or NOTHING),
        *service_facts(said, _),
    ]


def service_facts(said: RecordDraft, _: Translate) -> list[Fact]:
    """In whose service, under which number."""
    return [
        (_("force, branch, unit"), ", ".join(filter(None, [said.force, said.branch, said.unit])) or NOTHING),
        (_("rank"), said.rank or NOTHING),
        (_("service number"), said.service_number or NOTHING),
        (_("call sign"), said.call_sign or NOTHING),
    ]


def age_of(said: RecordDraft) -> str:
    """An age in years as it bounds somebody; a dash where none is told."""
    bounds = dict.fromkeys(str(one) for one in (said.age_low, said.age_high) if one is not None)
    return "–".join(bounds) or NOTHING


def described_blocks(described: Described, _: Translate, without: Iterable[Group] = ()) -> list[Block]:
    """A block for each group of fields that is told of; teeth and bones are drawn and told by themselves."""
    groups, fields, choices = group_words(_), field_words(_), choice_words(_)
    left_out = {*without, Group.BONES}
    blocks = []
    for group in described.groups:
        content = described.said(group)
        facts = [
            (fields[field.name], _value(field, content[field.name], choices))
            for field in FIELDS[group]
            if field.name in content
        ]
        if facts and group not in left_out:
            blocks.append(Block(groups[group], facts))
    return blocks


def _value(field: Field, value: Any, choices: Mapping[str, Said]) -> str:
    if field.kind is Kind.CHOICE:
        return both(choices[value]) if value in choices else str(value)
    if field.kind is Kind.ROWS:
        return "\n".join("; ".join(row[column] for column in field.columns if row.get(column)) for row in value)
    return str(value)


def estimates_block(described: Described, _: Translate) -> list[Block]:
    """Sex, age and stature from bones with their errors; nothing where none were made."""
    made = described.said(Group.BONES).get("estimates")
    if not made:
        return []
    sexes = {"male": _("male"), "female": _("female")}
    facts: list[Fact] = []
    wrong = _("of 100 wrong")
    if one := made.get("by_femur"):
        facts.append(
            (
                _("probability of a man, by the femur"),
                f"{one['male']:.2%} ({one['low']:.2%}–{one['high']:.2%}); {both(wrong)}: {100 * one['wrong']:.0f}",
            )
        )
    facts.append((_("sex taken for age and stature"), both(sexes[made["sex"]]) if made["sex"] else both(_("open"))))
    if age := made.get("age"):
        facts.append(
            (
                _("age at death, years (95 of 100)"),
                f"{age['low']:.0f}–{age['high']:.0f} ({age['best']:g} ± {age['error']:g}), "
                f"Suchey-Brooks {age['phase']}",
            )
        )
    if tall := made.get("stature"):
        by = ", ".join(dict.fromkeys(tall["by"].values()))
        facts.append(
            (
                _("stature in life, cm (95 of 100)"),
                f"{tall['low']:g}–{tall['high']:g} ({tall['best']:g} ± {tall['error']:g}), Trotter-Gleser: {by}",
            )
        )
    measured, bones = described.said(Group.BONES)["measured"], bone_words(_)
    facts.append((_("measured"), "; ".join(f"{both(bones[name])} {value}" for name, value in measured.items())))
    return [Block(group_words(_)["bones"], facts)]


def teeth_drawn(described: Described, _: Translate, name: str, heading: Said | None = None) -> list[Drawing]:
    """The chart of teeth; nothing where nobody looked."""
    if not described.chart:
        return []
    words = chart_words(_, name)
    return [
        Drawing(
            heading or group_words(_)["dental"],
            dental_chart(described.chart, words),
            description(described.chart, words),
        )
    ]


def teeth_told(described: Described, _: Translate) -> list[Section]:
    """Every tooth in words, for whoever cannot read the drawing or must copy it; sound ones are left to the drawing."""
    states, materials = tooth_words(_), material_words(_)
    rows = [
        [
            str(number),
            both(states[finding.state]),
            finding.surfaces,
            both(materials[finding.material]) if finding.material else "",
            both(_("yes")) if finding.root_filled else "",
        ]
        for number, finding in described.chart.items()
        if finding.state != "sound" or finding.root_filled
    ]
    if not rows:
        return []
    return [
        Section(
            heading=_("Teeth that are not simply sound (FDI numbers)"),
            columns=[_("tooth"), _("state"), _("surfaces"), _("material"), _("root filled")],
            rows=rows,
            widths=["auto", "1.4fr", "auto", "1fr", "auto"],
            numbers=[0],
        )
    ]


def teeth_compared_section(teeth: ChartComparison, _: Translate) -> list[Section]:
    """Both charts tooth by tooth, without those of which only one side tells."""
    states, agreements, reasons = tooth_words(_), agreement_words(_), reason_words(_)
    rows = [
        [
            str(tooth.number),
            f"{both(states[tooth.before.state])} {tooth.before.surfaces}".strip(),
            f"{both(states[tooth.after.state])} {tooth.after.surfaces}".strip(),
            both(agreements[tooth.agreement]),
            both(reasons[tooth.reason]),
        ]
        for tooth in teeth.teeth
        if tooth.before and tooth.after
    ]
    if not rows:
        return []
    return [
        Section(
            heading=_("Teeth of both, one by one"),
            columns=[_("tooth"), _("in life"), _("after death"), _("agreement"), _("why")],
            rows=rows,
            widths=["auto", "1fr", "1fr", "1.2fr", "1fr"],
            numbers=[0],
        )
    ]


def chart_words(_: Translate, name: str) -> ChartWords:
    """Words for a drawing in the paper's languages."""
    return ChartWords(
        title=both(group_words(_)["dental"]),
        name=name,
        states={state: both(said) for state, said in tooth_words(_).items()},
        materials={material: both(said) for material, said in material_words(_).items()},
        agreements={agreement: both(said) for agreement, said in agreement_words(_).items()},
        root_filled=both(_("root filled")),
        empty=both(_("no tooth is told of")),
    )
