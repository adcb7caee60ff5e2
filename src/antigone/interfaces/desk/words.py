"""The registry's own terms in the words of the desk, so that they stand in the catalogues of translations.

Keys are what the registry and the evidence give; whatever has no words here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.bureau.registry.treaty import TreatyItem

Words = Mapping[str, str | Promise]

KINDS: Final[Words] = {
    "missing": pgettext_lazy("kind of record", "missing"),
    "prisoner": pgettext_lazy("kind of record", "prisoner"),
    "dead": pgettext_lazy("kind of record", "dead"),
    "remains": pgettext_lazy("kind of record", "remains"),
}
KINDS_IN_PLURAL: Final[Words] = {
    "missing": _("Missing people"),
    "prisoner": _("Prisoners"),
    "dead": _("The dead"),
    "remains": _("Remains"),
}
ONE_OF_KIND: Final[Words] = {
    "missing": _("a missing person"),
    "prisoner": _("a prisoner"),
    "dead": _("a dead person"),
    "remains": _("remains that nobody has named yet"),
}
ACTS: Final[Words] = {
    "import": _("Came with an import"),
    "entry": _("Entered at the desk"),
    "amendment": _("Amended at the desk"),
}
BASES: Final[Words] = {
    "own": _("The bureau knew more, or better"),
    "source": _("The source corrected itself, or said more"),
    "misread": _("It had been read or typed wrongly"),
}
FORCES: Final[Words] = {
    "not yet": pgettext_lazy("agreement", "not in force yet"),
    "in force": pgettext_lazy("agreement", "in force"),
    "ends soon": pgettext_lazy("agreement", "runs out soon"),
    "ran out": pgettext_lazy("agreement", "ran out: nothing is public"),
}
STAGES: Final[Words] = {
    "reading": _("was interrupted"),
    "mapping": _("waits for you to say which column says what"),
    "previewing": _("was interrupted"),
    "previewed": _("waits for you to look what would happen"),
    "importing": _("was interrupted"),
    "failed": _("cannot be read"),
}
AUDIENCES: Final[Words] = {
    "public": _("families who search"),
    "enquirer": _("a relative whose relation is verified"),
    "partner": _("agencies named in the agreement"),
}
SEXES: Final[Words] = {"female": _("female"), "male": _("male"), "other": pgettext_lazy("sex", "other")}
NAME_KINDS: Final[Words] = {
    "primary": _("main name"),
    "alias": _("another name"),
    "maiden": _("maiden name"),
    "transliteration": _("transliteration"),
}
ROLES: Final[Words] = {
    "registrar": _("registrar"),
    "case worker": _("case worker"),
    "laboratory": _("laboratory"),
    "custodian": _("custodian"),
    "analyst": _("analyst"),
    "auditor": _("auditor"),
    "administrator": _("administrator"),
    "operator": _("operator"),
    "worker": _("by itself"),
}
SOURCE_KINDS: Final[Words] = {
    "authority": _("state authority"),
    "agency": _("neutral agency"),
    "organisation": _("organisation"),
    "press": _("press or volunteers"),
    "family": _("families"),
    "bureau": _("this bureau"),
}
# The Admiralty system, as in NATO AJP-2.1: source and information are graded apart.
RELIABILITY: Final[Words] = {
    "A": _("A: completely reliable"),
    "B": _("B: usually reliable"),
    "C": _("C: fairly reliable"),
    "D": _("D: not usually reliable"),
    "E": _("E: unreliable"),
    "F": _("F: cannot be judged"),
}
CREDIBILITY: Final[Words] = {
    "1": _("1: confirmed by others"),
    "2": _("2: probably true"),
    "3": _("3: possibly true"),
    "4": _("4: doubtful"),
    "5": _("5: improbable"),
    "6": _("6: cannot be judged"),
}
PUBLICATION: Final[Words] = {
    "private": _("given to the bureau in confidence"),
    "open": _("published by the source itself"),
}
TREATY: Final[Words] = {
    TreatyItem.SURNAME: _("surname"),
    TreatyItem.FIRST_NAMES: _("first names in full"),
    TreatyItem.RANK: _("rank"),
    TreatyItem.SERVICE_NUMBER: _("army, regimental, personal or serial number"),
    TreatyItem.BIRTH_DATE: _("full date of birth"),
    TreatyItem.BIRTHPLACE: _("place of birth"),
    TreatyItem.POWER: _("power or force to which the person belongs"),
    TreatyItem.FATHER_NAME: _("father’s first name"),
    TreatyItem.MOTHER_MAIDEN_NAME: _("mother’s maiden name"),
    TreatyItem.OCCURRED_DATE: _("date of death or recovery, to the day"),
    TreatyItem.OCCURRED_PLACE: _("place of death or recovery"),
    TreatyItem.CAUSE: _("cause of death"),
    TreatyItem.GRAVE: _("place of burial, and what tells the grave"),
    TreatyItem.DESCRIPTION: _("description of the remains"),
}
TREATY_ARTICLES: Final[Words] = {
    "missing": _("Geneva Convention III, articles 17 and 122: what the bureau that seeks must be able to say."),
    "prisoner": _("Geneva Convention III, articles 17 and 122."),
    "dead": _("Geneva Convention III, articles 17 and 120; Convention I, article 16."),
    "remains": _("Geneva Convention III, article 120; Convention I, articles 16 and 17."),
}
LINES: Final[Words] = {
    "name": pgettext_lazy("line of evidence", "name"),
    "birth date": pgettext_lazy("line of evidence", "birth date"),
    "place": pgettext_lazy("line of evidence", "place"),
    "unit": pgettext_lazy("line of evidence", "unit"),
    "service number": pgettext_lazy("line of evidence", "service number"),
}
STRENGTHS: Final[Words] = {
    "extremely strong support for the view that this is the same person": _(
        "extremely strong support for the view that this is the same person"
    ),
    "very strong support for the view that this is the same person": _(
        "very strong support for the view that this is the same person"
    ),
    "strong support for the view that this is the same person": _(
        "strong support for the view that this is the same person"
    ),
    "moderately strong support for the view that this is the same person": _(
        "moderately strong support for the view that this is the same person"
    ),
    "moderate support for the view that this is the same person": _(
        "moderate support for the view that this is the same person"
    ),
    "weak support for the view that this is the same person": _(
        "weak support for the view that this is the same person"
    ),
    "no support for either view": _("no support for either view"),
    "weak support for the view that these are different people": _(
        "weak support for the view that these are different people"
    ),
    "moderate support for the view that these are different people": _(
        "moderate support for the view that these are different people"
    ),
    "moderately strong support for the view that these are different people": _(
        "moderately strong support for the view that these are different people"
    ),
    "strong support for the view that these are different people": _(
        "strong support for the view that these are different people"
    ),
    "very strong support for the view that these are different people": _(
        "very strong support for the view that these are different people"
    ),
    "extremely strong support for the view that these are different people": _(
        "extremely strong support for the view that these are different people"
    ),
}
VERBS: Final[Words] = {
    "matching.take_up_match": pgettext_lazy("act", "match taken up"),
    "matching.hand_back_match": pgettext_lazy("act", "match handed back"),
    "matching.exclude_match": pgettext_lazy("act", "match excluded"),
    "matching.reopen_match": pgettext_lazy("act", "match reopened"),
    "registry.withhold_record": pgettext_lazy("act", "withheld"),
    "registry.release_record": pgettext_lazy("act", "released"),
    "registry.import_records": pgettext_lazy("act", "imported"),
    "registry.undo_batch": pgettext_lazy("act", "undone"),
    "registry.add_source": pgettext_lazy("act", "source added"),
    "registry.change_source": pgettext_lazy("act", "source changed"),
    "registry.keep_agreement": pgettext_lazy("act", "agreement kept"),
    "registry.enter_record": pgettext_lazy("act", "entered at the desk"),
    "registry.amend_record": pgettext_lazy("act", "amended"),
    "identification.propose_identification": pgettext_lazy("act", "identification proposed"),
    "identification.decide_by_board": pgettext_lazy("act", "decision of the board entered"),
    "identification.sign_identification": pgettext_lazy("act", "identification signed"),
    "identification.rescind_identification": pgettext_lazy("act", "identification taken back"),
    "enquiries.freeze_record": pgettext_lazy("act", "frozen"),
    "enquiries.unfreeze_record": pgettext_lazy("act", "freeze ended"),
    "disclosure.add_partner": pgettext_lazy("act", "key given"),
    "disclosure.renew_key": pgettext_lazy("act", "key given anew"),
    "disclosure.revoke_partner": pgettext_lazy("act", "key taken back"),
    "disclosure.add_webhook": pgettext_lazy("act", "webhook added"),
    "disclosure.pause_webhook": pgettext_lazy("act", "webhook paused"),
    "disclosure.resume_webhook": pgettext_lazy("act", "webhook resumed"),
    "disclosure.try_webhook": pgettext_lazy("act", "test sent"),
    "disclosure.send_webhook_again": pgettext_lazy("act", "messages tried again"),
    "disclosure.remove_webhook": pgettext_lazy("act", "webhook removed"),
}

#: What a source can say, in the order of the page; see `RecordDraft`.
FIELDS: Final[tuple[tuple[str | Promise, Words], ...]] = (
    (
        _("The person"),
        {
            "father_name": _("Father’s name"),
            "mother_maiden_name": _("Mother’s maiden name"),
            "sex": _("Sex"),
            "birth_date": _("Birth date"),
            "age": _("Age in years"),
            "birthplace": _("Born in"),
            "residence": _("Home"),
            "nationality": _("Nationality"),
            "documents": _("Documents"),
            "description": _("Description"),
        },
    ),
    (
        _("Service"),
        {
            "force": _("Force"),
            "branch": _("Branch"),
            "unit": _("Unit"),
            "rank": _("Rank"),
            "service_number": _("Service number"),
            "call_sign": _("Call-sign"),
        },
    ),
    (
        _("What happened"),
        {
            "status": _("Status, as the source gave it"),
            "last_seen_date": _("Last seen on"),
            "last_seen_place": _("Last seen at"),
            "circumstances": _("Circumstances"),
            "occurred_date": _("Date of death, capture or recovery"),
            "occurred_place": _("Place of death, capture or recovery"),
            "cause": _("Cause"),
            "burial_place": _("Burial place"),
            "family_informed_on": _("Family informed on"),
            "informant": _("Informant"),
            "note": _("Note"),
        },
    ),
)
