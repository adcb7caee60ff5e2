"""The words of the page of a case for what the register keeps as codes."""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]


def states(_: Translate) -> dict[str, str]:
    """What a picture shows of a feature."""
    return {
        "present": _("there"),
        "partial": _("partly there"),
        "absent": _("not there"),
        "not visible": _("cannot be made out"),
        "obscured": _("hidden by something"),
    }


def reasons(_: Translate) -> dict[str, str]:
    """Why an observation counts for no bracket."""
    return {
        "not visible": _("it cannot be made out, which does not mean that it is not there"),
        "obscured": _("something hides it, which does not mean that it is not there"),
        "only possible": _("the observer calls it only possible"),
        "a pixel is larger than a third of the feature": _("a pixel is larger than a third of it"),
        "nobody measured the pixel, or the feature": _("nobody has measured the pixel or the feature"),
        "nobody knows when the picture was taken": _("nobody knows when the picture was taken"),
        "another observer could not make it out in this picture": _("another observer could not make it out"),
    }


def alternatives(_: Translate) -> dict[str, str]:
    """Other explanations."""
    return {
        "occluded": _("It was there, and something hid it."),
        "below resolution": _("It was there, too small to be seen."),
        "another place": _("The pictures show different places."),
        "older than claimed": _("A picture is older than is claimed."),
    }


def verbs(_: Translate) -> dict[str, str]:
    """What was done with a file."""
    return {
        "opened": _("case opened"),
        "added": _("file taken in as it came"),
        "described": _("described, not held"),
        "derived": _("working copy made"),
        "stamped": _("token of time kept"),
        "looked": _("cover lifted"),
        "exported": _("originals handed out"),
    }


def generations(_: Translate) -> dict[str, str]:
    """How near a file is to the camera."""
    return {
        "original": _("as the camera wrote it"),
        "copy": _("a copy, byte by byte"),
        "re-encoded": _("encoded anew"),
        "unknown": _("not known"),
    }


def answers(_: Translate) -> dict[str, str]:
    """Yes, no, not known."""
    return {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}


def things(_: Translate) -> dict[str, str]:
    """What is counted in pictures."""
    return {
        "graves": _("graves"),
        "tents": _("tents or shelters"),
        "vehicles": _("vehicles"),
        "wagons": _("wagons of a refrigerated train"),
    }


def same(_: Translate) -> dict[tuple[str, bool], str]:
    """What one file has in common with an earlier one, by kind and whether it is mirrored."""
    return {
        ("same file", False): _("The same recording as file %s, published again."),
        ("same file", True): _("The same recording as file %s, published again in a mirror."),
        ("same scene", False): _("The same scene as in file %s; that it is one recording is not shown."),
        ("same scene", True): _("The same scene as in file %s, in a mirror; that it is one recording is not shown."),
    }
