"""The terms of comparisons and identifications in the words of the desk, so that they stand in the catalogues."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.interfaces.desk.words import Words

IDENTIFIERS: Final[Words] = {
    "dna": _("DNA"),
    "dental": _("teeth"),
    "fingerprints": _("fingerprints"),
    "documents": _("documents and numbers"),
    "medical": _("implants, operations, old injuries"),
    "effects": _("clothing and belongings"),
    "traits": _("traits and marks of the body"),
    "name": pgettext_lazy("identifier", "name"),
    "birth": _("birth date or age"),
    "service": _("unit, rank, service"),
    "place": _("places and dates of events"),
    "testimony": _("a witness, the family, the person"),
    "visual": _("recognised by sight or photograph"),
}
VERDICTS: Final[Words] = {
    "consistent": _("consistent"),
    "inconsistent-explicable": _("inconsistent, and we can explain why"),
    "inconsistent-inexplicable": _("inconsistent, and nothing explains it"),
    "insufficient": _("not enough to compare"),
}
STANDINGS: Final[Words] = {
    "open": _("nothing agrees yet"),
    "possible": _("possible, not enough for an identification"),
    "established": _("enough for an identification"),
    "excluded": _("something speaks against it that nothing explains"),
}
STATES: Final[Words] = {
    "proposed": _("proposed, waits for a signature"),
    "signed": _("signed"),
    "rescinded": _("taken back"),
}
ACTS: Final[Words] = {
    "propose": pgettext_lazy("signature", "proposed"),
    "sign": pgettext_lazy("signature", "signed"),
    "rescind": pgettext_lazy("signature", "took it back"),
}
METHODS: Final[Words] = {
    "passkey": _("with a passkey"),
    "server": _("with a one-time code; the server signed, which proves less"),
}
RULES: Final[Words] = {
    "remains": _(
        "Remains: DNA, teeth or fingerprints must agree. Clothing, documents, tattoos and recognition by sight are"
        " not enough, however many there are."
    ),
    "dead": _(
        "A dead person whom a list names: DNA, teeth or fingerprints; or documents and name together with the birth"
        " date or the service."
    ),
    "prisoner": _(
        "A prisoner: DNA, teeth or fingerprints; or the name together with documents; or the name and testimony"
        " together with birth, service, place, marks or old injuries."
    ),
}
CONCLUSIONS: Final[Words] = {
    "remains": _("These remains are of the missing person."),
    "dead": _("This dead person is the missing person."),
    "prisoner": _("This prisoner is the missing person."),
}
STAGES: Final[Words] = {
    "draft": _("waits for a second reader"),
    "approved": _("read by two, waits for delivery"),
    "delivered": _("the family was told"),
    "acknowledged": _("the family has read it"),
    "dropped": _("dropped"),
}
CHANNELS: Final[Words] = {
    "receipt": _("on the page of the family’s receipt"),
    "phone": _("by telephone"),
    "visit": _("by a visit"),
    "post": _("by letter"),
}
TEMPLATES: Final[Words] = {
    "identified": _("that he or she was identified among the dead"),
    "in captivity": _("that he or she is held as a prisoner"),
    "more is needed": _("that we need more information"),
    "nothing yet": _("that there is no news yet"),
}
ENQUIRY_STATES: Final[Words] = {
    "received": _("received"),
    "open": pgettext_lazy("enquiry", "open"),
    "answered": _("answered"),
    "closed": pgettext_lazy("enquiry", "closed"),
    "withdrawn": _("withdrawn by the family"),
    "paused": _("paused by the family"),
}
RELATIONS: Final[Words] = {
    "parent": _("parent"),
    "spouse": _("husband, wife or partner"),
    "child": _("son or daughter"),
    "sibling": _("brother or sister"),
    "relative": _("another relative"),
    "friend": _("friend"),
    "comrade": _("comrade"),
    "other": pgettext_lazy("relation", "somebody else"),
    "": _("did not say"),
}
LANGUAGES: Final[Words] = {"ru": _("in Russian"), "uk": _("in Ukrainian"), "en": _("in English")}
