"""The report on a kinship case: what was asked, from which data, by which model, and what came of it.

One PDF holds the report in each language asked for. Words come from the catalogues, layout from `kinship_report.typ`;
this file puts together what the layout shows.
"""

from __future__ import annotations

import gettext
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import typst

import antigone
from antigone.evidence import assess, strength_in_words
from antigone.evidence.dna import LrResult, Member, Pedigree, pedigree
from antigone.evidence.dna.quality import SensitivityRow
from antigone.interfaces.papers.pedigree_drawing import DrawingWords, pedigree_drawing
from antigone.interfaces.papers.words import LANGUAGES, words_in

#: A relation counts as a primary identifier from this posterior on (ICMP's threshold for reports).
PRIMARY_IDENTIFIER: Final = 0.9995
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LAYOUT = Path(__file__).with_name("kinship_report.typ")


class NotReportable(ValueError):
    """This case cannot be reported so; the message says why."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """One language's report as the layout takes it: words, texts and tables of text."""

    lang: str
    title: str
    subtitle: str
    facts: list[list[str]]
    conclusion: list[str]
    headings: dict[str, str]
    hypotheses: list[dict[str, str]]
    ratios: list[list[str]]
    readings: list[list[str]]
    frequencies: list[list[str]]
    sensitivity: list[list[str]]
    notes: list[str]
    limits: list[str]
    page: str


def kinship_report(
    case: Mapping[str, Any],
    result: LrResult,
    *,
    sha256: str,
    prior_log10_odds: float,
    sensitivity: Sequence[SensitivityRow] = (),
    sufficient: float = PRIMARY_IDENTIFIER,
    languages: Sequence[str] = ("uk", "en"),
) -> bytes:
    """The report as PDF; the same arguments give the same bytes.

    Args:
        case: a case of kind ``kinship_lr``, as it was read.
        result: what it came to.
        sha256: of the file that the case was read from.
        prior_log10_odds: log10 odds of the first hypothesis against the reference one, before the DNA.
        sensitivity: totals of the first comparison under other assumptions.
        sufficient: the posterior from which on DNA counts as a consistent primary identifier, `PRIMARY_IDENTIFIER` or
            more.
        languages: of `words.LANGUAGES`, each once, in the order of the paper.

    Raises:
        NotReportable: another kind of case, no language, or one that is not known, or too little suffices.
    """
    refuse_lower(sufficient)
    if case.get("kind") != "kinship_lr":
        raise NotReportable(
            f"a report is made of kinship cases (kind kinship_lr); this case is of kind «{case.get('kind')}»"
        )
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise NotReportable(f"«{''.join(unknown[:1])}» is no language of reports; choose of {', '.join(LANGUAGES)}")
    papers = [
        asdict(_paper(language, case, result, sha256, prior_log10_odds, sensitivity, sufficient))
        for language in dict.fromkeys(languages)
    ]
    made: bytes = typst.compile(
        str(_LAYOUT),
        sys_inputs={"papers": json.dumps(papers, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


def refuse_lower(sufficient: float) -> None:
    """Nothing less than `PRIMARY_IDENTIFIER` may suffice, and nothing can reach certainty.

    Raises:
        NotReportable: with the cure.
    """
    if not PRIMARY_IDENTIFIER <= sufficient < 1:
        raise NotReportable(
            f"a posterior of {sufficient:g} cannot suffice; write {PRIMARY_IDENTIFIER} or more, below 1"
        )


def _paper(
    language: str,
    case: Mapping[str, Any],
    result: LrResult,
    sha256: str,
    prior: float,
    sensitivity: Sequence[SensitivityRow],
    sufficient: float,
) -> _Paper:
    words = words_in(language)
    _ = words.gettext
    compared = list(result.document["log10_lr_total"])
    return _Paper(
        lang=language,
        title=_("Report on kinship by DNA"),
        subtitle=str(case.get("title") or case.get("id") or ""),
        facts=_facts(words, case, sha256),
        conclusion=_conclusion(words, case, result, prior, sufficient),
        headings={
            "conclusion": _("Conclusion"),
            "hypotheses": _("What is compared"),
            "ratios": _("Likelihood ratios, locus by locus"),
            "readings": _("What was read"),
            "frequencies": _("Frequencies of the alleles that were read"),
            "sensitivity": _("How the result depends on assumptions"),
            "notes": _("Remarks of the computation"),
            "limits": _("Limits"),
            "legend": _(
                "Filled: DNA was read. Square: man; circle: woman; diamond: sex unknown. Double line: related."
            ),
        },
        hypotheses=_hypotheses(words, case),
        ratios=_ratios(words, result, compared),
        readings=_readings(words, case),
        frequencies=_frequencies(words, case),
        sensitivity=[[_("assumption"), "log10 LR"]]
        + [[_assumption(words, row.assumption), _log(row.log10_lr)] for row in sensitivity],
        notes=[note[0].upper() + note[1:] + "." for note in result.notes],
        limits=[
            _("The ratio speaks of the hypotheses stated above and of no others."),
            _("Allele frequencies are those of the stated population; another population changes the ratio."),
            _("Loci are taken as independent but where the remarks say otherwise."),
            _("Whether samples were swapped or labelled wrongly cannot be told from the readings alone."),
            _("DNA identifies nobody by itself: an identification is decided and signed by two people."),
        ],
        page=_("page"),
    )


def _assumption(words: gettext.NullTranslations, said: str) -> str:
    """An assumption of `evidence.dna.quality.sensitivity` in the reader's language; numbers and names stay."""
    _ = words.gettext
    kinds = {
        "proportional mutation": _("proportional mutation"),
        "mutation by steps": _("mutation by steps"),
        "no mutation": _("no mutation"),
        "as stated": _("as stated"),
    }
    if said.startswith("theta "):
        return f"θ = {said.removeprefix('theta ')}"
    if said.startswith("population "):
        return f"{_('population')} {said.removeprefix('population ')}"
    if said.startswith("as stated, loci of "):
        name = said.removeprefix("as stated, loci of ").removesuffix(" only")
        return _("as stated, the loci of {population} only").format(population=name)
    kind, comma, rest = said.partition(", ")
    return kinds.get(kind, kind) + comma + rest


def _facts(words: gettext.NullTranslations, case: Mapping[str, Any], sha256: str) -> list[list[str]]:
    _ = words.gettext
    markers = case["markers"]
    theta = float(case.get("theta") or 0.0)
    models = sorted({_mutation_in_words(words, marker.get("mutation")) for marker in markers})
    return [
        *([[_("case"), str(case["id"])]] if case.get("id") else []),
        [_("loci"), str(len(markers))],
        [_("population"), str(case.get("population") or _("as listed in the file"))],
        [_("mutation"), "; ".join(models)],
        [_("subpopulation correction"), f"θ = {theta:g}"],
        [_("program"), f"Antigone {antigone.__version__}"],
        [_("file, SHA-256"), sha256],
    ]


def _mutation_in_words(words: gettext.NullTranslations, mutation: Mapping[str, Any] | None) -> str:
    _ = words.gettext
    if not mutation:
        return _("none")
    said = []
    for sex, who in (("female", _("mothers")), ("male", _("fathers"))):
        spec = mutation.get(sex)
        if spec:
            said.append(f"{who}: {_models(words)[str(spec.get('model'))]} {spec.get('rate', '')}".strip())
    return ", ".join(said) or _("none")


def _models(words: gettext.NullTranslations) -> dict[str, str]:
    _ = words.gettext
    return {
        "equal": _("equal"),
        "proportional": _("proportional"),
        "stepwise": _("stepwise"),
        "onestep": _("onestep"),
        "dawid": _("dawid"),
        "custom": _("custom"),
    }


def _strengths(words: gettext.NullTranslations) -> dict[str, str]:
    _ = words.gettext
    return {
        "weak support": _("weak support"),
        "moderate support": _("moderate support"),
        "moderately strong support": _("moderately strong support"),
        "strong support": _("strong support"),
        "very strong support": _("very strong support"),
        "extremely strong support": _("extremely strong support"),
    }


def _conclusion(
    words: gettext.NullTranslations, case: Mapping[str, Any], result: LrResult, prior: float, sufficient: float
) -> list[str]:
    _ = words.gettext
    first = next(iter(result.document["log10_lr_total"]))
    one, reference = first.split("/", 1) if "/" in first else (first, str(case.get("reference_hypothesis")))
    log10 = result.log10
    if log10 is None:
        return [_("Neither hypothesis can explain the readings; no ratio can be given.")]
    if log10 == -math.inf:
        return [
            _("Hypothesis {one} cannot explain the readings, hypothesis {other} can.").format(one=one, other=reference)
        ]
    sentences = [
        _(
            "The readings are {ratio} times as likely if hypothesis {one} is true as if hypothesis {other} is true."
        ).format(ratio=_power(log10), one=one, other=reference)
        if log10 >= 0
        else _(
            "The readings are {ratio} times as likely if hypothesis {other} is true as if hypothesis {one} is true."
        ).format(ratio=_power(-log10), one=one, other=reference)
    ]
    sentences.append(_strength(words, log10, one, reference))
    posterior = assess([result.weight], prior).posterior if result.weight is not None else math.nan
    sentences.append(
        _("With prior odds of {odds} for hypothesis {one}, its probability becomes {posterior}.").format(
            odds=_odds(prior), one=one, posterior=_share(posterior)
        )
    )
    sentences.append(
        _("This reaches {threshold}, from which on DNA counts as a consistent primary identifier.").format(
            threshold=_share(sufficient)
        )
        if posterior >= sufficient
        else _("This does not reach {threshold}, from which on DNA counts as a consistent primary identifier.").format(
            threshold=_share(sufficient)
        )
    )
    worst = min(result.per_marker, key=lambda locus: result.per_marker[locus])
    sentences.append(
        _("The locus that speaks least for hypothesis {one} is {locus}, with a ratio of {ratio}.").format(
            one=one, locus=worst, ratio=f"{result.per_marker[worst]:.4g}"
        )
    )
    return sentences


def _strength(words: gettext.NullTranslations, log10: float, one: str, other: str) -> str:
    """ENFSI's verbal scale, for the hypotheses of the case."""
    _ = words.gettext
    said = strength_in_words(abs(log10))
    strength = said.split(" for the view ")[0]
    if strength == said:
        return _("On the scale of ENFSI (2015) this supports neither hypothesis.")
    return _("On the scale of ENFSI (2015) this is {strength} for hypothesis {one} over hypothesis {other}.").format(
        strength=_strengths(words)[strength], one=one if log10 > 0 else other, other=other if log10 > 0 else one
    )


def _hypotheses(words: gettext.NullTranslations, case: Mapping[str, Any]) -> list[dict[str, str]]:
    _ = words.gettext
    read = set(case.get("genotypes", {}))
    reference = case.get("reference_hypothesis")
    drawn = []
    for name, members in case["hypotheses"].items():
        tree = _tree(members)
        title = _("Hypothesis {name}").format(name=name)
        people = ", ".join(member.id for member in tree.members)
        description = _("Family tree of {people}; DNA was read of {read}.").format(
            people=people, read=", ".join(sorted(read))
        )
        drawing = pedigree_drawing(tree, read=read, in_question=None, words=DrawingWords(title, description))
        heading = f"{title} ({_('reference')})" if name == reference else title
        drawn.append({"title": heading, "drawing": drawing, "alt": description})
    return drawn


def _tree(members: Sequence[Mapping[str, Any]]) -> Pedigree:
    return pedigree(
        Member(
            str(member["id"]),
            member.get("father"),
            member.get("mother"),
            member.get("sex", "U"),
            float(member.get("founder_inbreeding") or 0.0),
            member.get("twin_of"),
        )
        for member in members
    )


def _ratios(words: gettext.NullTranslations, result: LrResult, compared: Sequence[str]) -> list[list[str]]:
    _ = words.gettext
    tables = result.document["lr_per_marker"]
    rows = [[_("locus"), *(f"LR {name}" for name in compared)]]
    rows += [[locus, *(_ratio(tables[name][locus]) for name in compared)] for locus in next(iter(tables.values()))]
    rows.append([_("total"), *(_ratio(result.document["lr_total"][name]) for name in compared)])
    rows.append(["log10", *(_log(result.document["log10_lr_total"][name]) for name in compared)])
    return rows


def _readings(words: gettext.NullTranslations, case: Mapping[str, Any]) -> list[list[str]]:
    _ = words.gettext
    people = list(case.get("genotypes", {}))
    rows = [[_("locus"), *people]]
    for marker in case["markers"]:
        name = marker["name"]
        cells = []
        for person in people:
            alleles = case["genotypes"][person].get(name)
            cells.append("–" if alleles is None else ", ".join(str(allele) for allele in alleles) or "∅")
        rows.append([name, *cells])
    return rows


def _frequencies(words: gettext.NullTranslations, case: Mapping[str, Any]) -> list[list[str]]:
    _ = words.gettext
    rows = [[_("locus"), _("allele: frequency")]]
    for marker in case["markers"]:
        read = {str(allele) for reading in case["genotypes"].values() for allele in reading.get(marker["name"], ())}
        listed = zip(marker["alleles"], marker["freqs"], strict=True)
        rows.append([marker["name"], "   ".join(f"{name}: {share:.4f}" for name, share in listed if name in read)])
    return rows


def _ratio(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return "–" if value is None else value
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    return f"{value:.4g}" if 1e-4 < value < 1e5 else _power(math.log10(value))


def _power(log10: float) -> str:
    """A positive ratio for reading: 4.2, 1,250, 3.1 × 10^12."""
    if log10 < 5:
        return f"{10**log10:,.4g}" if log10 < 3 else f"{10**log10:,.0f}"
    exponent = math.floor(log10)
    return f"{10 ** (log10 - exponent):.2f} × 10{str(exponent).translate(_RAISED)}"


def _log(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return "–" if value is None else value
    return f"{value:.4f}" if math.isfinite(value) else "−∞"


def _odds(log10: float) -> str:
    return f"{10**log10:,.4g} : 1" if log10 >= 0 else f"1 : {10**-log10:,.6g}"


def _share(value: float) -> str:
    """A probability in per cent with as many digits as it deserves: what is not certain is never written as 100 %."""
    if value >= 1.0:
        return "> 99.99999999 %"
    if value <= 0.5:
        return f"{100 * value:.4g} %"
    nines = max(2, math.ceil(-math.log10(1 - value)))
    return f"{100 * value:.{nines}f}".rstrip("0").rstrip(".") + " %"
