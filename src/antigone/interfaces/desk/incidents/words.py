"""The terms of incidents in the reader's language, and why the register refused something."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

STATES: Words = {
    "present": _("it is there"),
    "partial": _("a part of it is there"),
    "absent": _("it is not there, and would be seen"),
    "not visible": _("it cannot be made out"),
    "obscured": _("something hides it"),
}
CONFIDENCE: Words = {
    "certain": _("certain"),
    "probable": _("probable"),
    "possible": _("only possible: it counts for nothing"),
}
SITES: Words = {
    "road": _("a road"),
    "camp": _("a camp"),
    "position": _("a position"),
    "settlement": _("a settlement"),
    "detention": _("a place of detention"),
    "burial": _("a burial place"),
    "morgue": _("a morgue or refrigerated train"),
    "other": _("another place"),
}
FEATURES: Words = {
    "camp": _("a camp"),
    "bunker": _("a bunker or shelter"),
    "vehicle": _("a vehicle"),
    "road damage": _("damage of a road surface"),
    "damage": _("damage of a building"),
    "graves": _("graves"),
    "disturbed ground": _("disturbed ground"),
    "refrigerated train": _("a refrigerated train"),
    "persons": _("people, as a group"),
    "other": _("something else"),
}
COURSES: Words = {
    "stays": _("once it is there it stays, as damage does"),
    "goes": _("once it is gone it stays gone"),
    "free": _("it may come and go"),
}
MEANINGS: Words = {
    "last seen": _("last seen there, fate unclear"),
    "seen": _("seen there"),
    "said": _("said to have been there"),
    "found": _("found there later"),
    "counted": _("a number that is claimed of it"),
}
TARGETS: Words = {
    "record": _("a record"),
    "part": _("a part of remains"),
    "claim": _("a claim about a number"),
}
ALTERNATIVES: Words = {
    "occluded": _("It was there, and something hid it."),
    "below resolution": _("It was there, too small to be seen."),
    "another place": _("The pictures show different places."),
    "older than claimed": _("A picture is older than is claimed."),
}
VERBS: Words = {
    "opened": _("case opened"),
    "added": _("file taken in as it came"),
    "described": _("described, not held"),
    "derived": _("working copy made"),
    "stamped": _("token of time kept"),
    "looked": _("cover lifted"),
    "exported": _("originals handed out"),
}
MEDIA: Words = {
    "video/mp4": _("a video"),
    "image/jpeg": _("a picture"),
    "image/tiff": _("a satellite or air image"),
    "application/pdf": _("a document"),
}
DECISIONS: Words = {
    "faces": _("show the faces in one picture"),
    "publish": _("speak of the incident outside the bureau"),
}
#: Why the register refuses, by the rule of the database.
RULES: Words = {
    "incidents_age_gate": _(
        "Nothing younger than 30 days is taken in, so that nobody can use it to find living people."
    ),
    "incidents_no_exact_place": _("No exact place is kept. Name the settlement, or a place to within a kilometre."),
    "incidents_two_reviewers": _("Who wrote a version does not review it, and nobody reviews it twice."),
    "incidents_two_signatures": _("Who proposed it cannot sign it. Another person signs."),
    "incidents_version_stands": _("There is a newer version. Read that one first."),
    "incidents_alternative_excluded_by": _("Another explanation stays open until an observation excludes it."),
    "incidents_unclear_said": _("Say what stays unclear. Something always does."),
    "incidents_tied_to_nothing": _("There is nothing of this number or key."),
    "incidents_code_readable": _("A case is called by 1 to 40 Latin capitals, digits, dots and hyphens."),
    "incidents_incident_code_key": _("There is a case with this code already."),
    "incidents_link_record_once": _("The record is tied to this incident so already."),
    "incidents_too_long": _("A text is too long. Please write it shorter."),
}
