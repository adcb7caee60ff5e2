"""The telling of a case: claim, what is concluded, custody, pictures, time line, alternatives, what is unclear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from antigone.interfaces.papers.case.blocks import (
    Block,
    Drawing,
    Facts,
    Gallery,
    Heading,
    Points,
    Shown,
    Table,
    Telling,
    Text,
)
from antigone.interfaces.papers.case.checklist import Case, checklist
from antigone.interfaces.papers.case.drawing import Band, Line, Mark, Spot, coarse_map, timeline
from antigone.interfaces.papers.case.looked import again, copy_path, counted, overlaid
from antigone.interfaces.papers.case.view import CaseView
from antigone.interfaces.papers.case.words import (
    Translate,
    alternatives,
    answers,
    generations,
    reasons,
    states,
    verbs,
)
from antigone.interfaces.papers.words import words_in


def told(case: Case, language: str, *, bureau: str, head: str) -> Telling:
    """The page in one of the languages `uk`, `ru`, `en`.

    Args:
        case: `bureau.incidents.reading.case_document`.
        bureau: its name.
        head: SHA-256 of the head of the chain of custody.
    """
    _ = words_in(language).gettext
    page = CaseView(
        case,
        _,
        {one["id"]: one for one in case["pictures"]},
        {feature["id"]: feature for site in case["sites"] for feature in site["features"]},
        {one["id"]: one for one in case["observations"]},
    )
    blocks: list[Block] = [
        *_claim(page),
        *_findings(page),
        *_timeline(page),
        *_seen(page),
        *_shown(page),
        *overlaid(page),
        *counted(page),
        *_places(page),
        *_files(page),
        *_custody(page, head),
        Heading(_("Checklist of the Berkeley Protocol")),
        Table(
            _("Filled from the register's data; nobody ticked it by hand."),
            (_("question"), _("answer")),
            tuple(checklist(case, _)),
        ),
        *_limits(_),
    ]
    return Telling(
        language,
        case["title"],
        _("Case %(code)s. What is claimed, what published pictures show, and what cannot be told.")
        % {"code": case["code"]},
        f"{bureau} · {case['code']}",
        tuple(blocks),
    )


def _claim(page: CaseView) -> list[Block]:
    _, case = page._, page.case
    rows = [
        (_("who claims it"), case["claimed_by"]),
        (_("when it is said to have happened"), case["happened"] or _("not said")),
        (_("where"), case["place"] or _("not said")),
    ]
    return [Heading(_("What is claimed")), Text(case["claim"]), Facts(tuple(rows))]


def _findings(page: CaseView) -> list[Block]:
    _, blocks = page._, [Heading(page._("What is found"))]
    out: list[Block] = [*blocks]
    if not page.case["findings"]:
        out.append(Text(_("Nothing has been concluded yet.")))
    for finding in page.case["findings"]:
        newest = finding["versions"][-1]
        out += [Heading(_("Finding %(number)s") % {"number": finding["number"]}, 3), Text(newest["text"])]
        agreed = sum(one["agrees"] for one in newest["reviews"])
        if newest["checked"]:
            out.append(Text(_("Checked by two reviewers who did not write it. Version %s.") % newest["number"]))
        else:
            out.append(
                Text(
                    _("Not checked yet: %(agreed)s of two reviewers agree. Version %(version)s.")
                    % {"agreed": agreed, "version": newest["number"]},
                    strong=True,
                )
            )
        stored = [{k: v for k, v in one.items() if k != "feature"} for one in newest["concluded"]]
        if stored != [page.case["concluded"].get(one["feature"]) for one in newest["concluded"]]:
            out.append(
                Text(_("Observations have changed since this was written; it has to be read anew."), strong=True)
            )
        out.append(Heading(_("What stays unclear"), 3))
        out.append(Points(tuple(newest["unclear"])))
        out.append(Heading(_("Other explanations"), 3))
        out.append(Points(tuple(_alternative(page, one) for one in newest["alternatives"])))
    return out


def _alternative(page: CaseView, one: Mapping[str, Any]) -> str:
    _ = page._
    said = alternatives(_).get(one["kind"], one["kind"])
    seen = page.observations.get(one["excluded_by"] or "")
    if one["open"] or seen is None:
        verdict = _("Open.")
    else:
        verdict = _("Excluded by what picture %s shows.") % page.number(seen["picture"])
    return " ".join(filter(None, [said, verdict, one["why"]]))


def _timeline(page: CaseView) -> list[Block]:
    _ = page._
    lines, sentences = [], []
    for feature, answer in page.case["concluded"].items():
        seen = [one for one in _last_words(page) if one["feature"] == feature]
        if not seen:
            continue
        lines.append(
            Line(
                page.features[feature]["name"],
                tuple(
                    Mark(page.number(key), state, _at(shown["taken_from"]), _at(shown["taken_to"]))
                    for key, state, shown in _by_picture(page, seen)
                ),
                tuple(
                    Band(
                        _at(one["earliest"]),
                        _at(one["latest"]),
                        tuple(page.number(key) for key in one["after"]),
                        tuple(page.number(key) for key in one["before"]),
                    )
                    for one in answer["brackets"]
                ),
            )
        )
        sentences += _brackets(page, page.features[feature]["name"], answer)
    if not lines:
        return []
    words = _("Filled: there. Hollow: not there. Cross: could not be seen. Dashed: when it must have changed.")
    return [
        Heading(_("When it changed")),
        Points(tuple(sentences)),
        Drawing(timeline(lines, undated=_("No dates are known; the pictures stand in their order.")), words),
    ]


def _brackets(page: CaseView, name: str, answer: Mapping[str, Any]) -> list[str]:
    _ = page._
    if answer["contradictions"]:
        return [_("%(name)s: observations contradict each other, so nothing is concluded.") % {"name": name}]
    if not answer["brackets"]:
        return [_("%(name)s: nothing follows about when it changed.") % {"name": name}]
    said = []
    for one in answer["brackets"]:
        change = (
            _("%(name)s: appeared after picture %(after)s and no later than picture %(before)s")
            if one["change"] == "appeared"
            else _("%(name)s: disappeared after picture %(after)s and no later than picture %(before)s")
        ) % {"name": name, "after": page.numbers(one["after"]), "before": page.numbers(one["before"])}
        first, last = _day(one["earliest"]), _day(one["latest"])
        if first or last:
            change += (
                " (" + _("between %(first)s and %(last)s, UTC") % {"first": first or "?", "last": last or "?"} + ")"
            )
        else:
            change += " (" + _("the pictures' order is stated, their dates are not") + ")"
        said.append(change + ".")
    return said


def _seen(page: CaseView) -> list[Block]:
    _ = page._
    named, why = states(_), reasons(_)
    aside = {
        one["observation"]: why.get(one["why"], one["why"])
        for answer in page.case["concluded"].values()
        for one in answer["set_aside"]
    }
    rows = []
    for one in _last_words(page):
        who = _("as published by %s") % one["observer"] if one["reported"] else one["observer"]
        counts = aside.get(one["id"])
        note = _("does not count: %s") % counts if counts else _("counts")
        rows.append(
            (
                page.number(one["picture"]),
                page.features[one["feature"]]["name"],
                named[one["state"]],
                who + (" *" if one["blind"] and not one["reported"] else ""),
                " ".join(filter(None, [note + ".", one["note"]])),
            )
        )
    if not rows:
        return []
    columns = (_("picture"), _("what is looked for"), _("what is seen"), _("who saw it"), _("does it count?"))
    caption = _("*: the observer had not read what others saw. What cannot be seen never counts as absent.")
    return [Heading(_("What each picture shows")), Table(caption, columns, tuple(rows))]


def _shown(page: CaseView) -> list[Block]:
    _ = page._
    facts, pictures = [], []
    for one in page.case["pictures"]:
        said = [
            one["label"],
            _("file %s") % one["item"],
            one["taken"] or _("time not known"),
            _("%.2f m a pixel") % one["gsd"] if one["gsd"] else _("pixel not measured"),
            one["because"],
        ]
        facts.append((page.number(one["id"]), "; ".join(filter(None, said))))
        if one["copy"]:
            caption = f"{page.number(one['id'])}: {one['label']}"
            pictures.append(Shown(copy_path(one), one["copy"]["width"], one["copy"]["height"], caption))
    orders = [
        _("%(said_by)s states that picture %(earlier)s is not younger than picture %(later)s.")
        % {"said_by": one["said_by"], "earlier": page.number(one["earlier"]), "later": page.number(one["later"])}
        for one in page.case["orders"]
    ]
    out: list[Block] = [Heading(_("The pictures")), Facts(tuple(facts))] if facts else []
    if orders:
        out.append(Points(tuple(orders)))
    if pictures:
        out += [Text(_("Faces are blurred.")), Gallery(tuple(pictures))]
    return out


def _places(page: CaseView) -> list[Block]:
    _ = page._
    known = [site for site in page.case["sites"] if site["latitude"] is not None]
    if not known:
        return []
    spots = [Spot(site["name"], site["latitude"], site["longitude"]) for site in known]
    words = _("A square is a kilometre wide or more: the place lies somewhere in it. No closer coordinates are kept.")
    return [
        Heading(_("Where")),
        Drawing(coarse_map(spots, words={"north": _("N"), "km": _("km")}), words),
        Points(tuple(f"{spot.name}: {spot.latitude:.2f}°, {spot.longitude:.2f}°" for spot in spots)),
    ]


def _files(page: CaseView) -> list[Block]:
    _ = page._
    out: list[Block] = [Heading(_("The files"))]
    for one in page.case["items"]:
        out.append(Heading(f"{one['number']}. {one['title']}", 3))
        if not one["held"]:
            out.append(Text(_("The bureau does not hold this file; it knows it only as described."), strong=True))
        rows = [
            (_("published"), ", ".join(filter(None, [one["published_by"], one["published"]])) or _("not said")),
            (_("said to be recorded"), one["recorded"] or _("not said")),
            (_("said to show"), one["claimed_place"] or _("not said")),
            (_("obtained"), f"{one['obtained_from']}, {one['obtained_on']}"),
            (_("camera's own file or copy"), generations(_)[one["generation"]]),
            (_("edited"), answers(_)[one["edited"]]),
            (_("terms of use"), one["licence"] or _("not said")),
        ]
        if one["held"]:
            rows.append(("SHA-256", f"{one['sha256']}, {one['size']} B"))
        if one["note"]:
            rows.append((_("note"), one["note"]))
        out.append(Facts(tuple(rows)))
        out += again(page, one["number"])
    return out


def _custody(page: CaseView, head: str) -> list[Block]:
    _, named = page._, verbs(page._)
    rows = tuple(
        (
            str(one["number"]),
            one["at"][:19].replace("T", " "),
            str(one["item"] or ""),
            named[one["verb"]],
            one["by"],
            one["tool"],
        )
        for one in page.case["custody"]
    )
    columns = ("№", _("time (UTC)"), _("file"), _("event"), _("by"), _("tool"))
    out: list[Block] = [
        Heading(_("Chain of custody")),
        Table(_("Each event is bound to the one before by its hash."), columns, rows),
        Facts(((_("SHA-256 of the head"), head),)),
    ]
    tokens = [
        _("Events 1 to %(events)s: %(authority)s, %(says)s")
        % {"events": one["events"], "authority": one["authority"], "says": one["says"] or _("waits for its block")}
        for one in page.case["tokens"]
    ]
    if tokens:
        out += [Heading(_("Tokens of time"), 3), Points(tuple(tokens))]
    else:
        out.append(Text(_("No outsider has vouched for the time yet.")))
    return out


def _limits(_: Translate) -> list[Block]:
    return [
        Heading(_("What this page is not")),
        Points(
            (
                _("It is made from published recordings that were at least 30 days old when they came in."),
                _("It follows no person, names none who is seen, and gives no place to within less than a kilometre."),
                _("Nothing here was measured by a program that claims to recognise damage, people or forgeries."),
                _("What pictures do not show is not proved by their silence."),
            )
        ),
    ]


def _last_words(page: CaseView) -> list[Mapping[str, Any]]:
    last = {(one["observer"], one["feature"], one["picture"]): one for one in page.case["observations"]}
    order = {feature: number for number, feature in enumerate(page.features)}
    return sorted(
        last.values(),
        key=lambda one: (page.pictures[one["picture"]]["number"], order[one["feature"]], one["observer"]),
    )


def _by_picture(page: CaseView, seen: list[Mapping[str, Any]]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Of each picture one state: what all observers say, else that it cannot be told."""
    said: dict[str, set[str]] = {}
    for one in seen:
        said.setdefault(one["picture"], set()).add("present" if one["state"] == "partial" else one["state"])
    return [
        (key, next(iter(found)) if len(found) == 1 else "not visible", page.pictures[key])
        for key, found in said.items()
    ]


def _at(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said).astimezone(UTC) if said else None


def _day(said: str | None) -> str:
    return said[:16].replace("T", " ") if said else ""
