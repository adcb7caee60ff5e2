"""Who may open what: the one table of roles and routes.

`middleware.StaffOnly` asks it before every view, so that a view cannot forget; a route that is missing here is open to
nobody. The roles are those of DESIGN, section 6, kept as Django groups of these names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from antigone.bureau.ledger import Actor


class Role(StrEnum):
    """What a member of the staff is here for."""

    REGISTRAR = "registrar"
    CASE_WORKER = "case worker"
    LABORATORY = "laboratory"
    CUSTODIAN = "custodian"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_ALL = frozenset(Role)
#: Who works with records of single people. The laboratory knows samples by their numbers, the analyst counts, the
#: administrator keeps accounts: none of them needs a name.
_RECORDS = frozenset({Role.REGISTRAR, Role.CASE_WORKER, Role.CUSTODIAN, Role.AUDITOR})
_IMPORTS = frozenset({Role.REGISTRAR, Role.CASE_WORKER, Role.ANALYST, Role.AUDITOR})
_REJECTED_ROWS = frozenset({Role.REGISTRAR, Role.AUDITOR})
_FREEZE = frozenset({Role.REGISTRAR, Role.CASE_WORKER})
_REGISTRAR = frozenset({Role.REGISTRAR})
_DECISIONS = frozenset({Role.CASE_WORKER, Role.AUDITOR})
_CASE_WORKER = frozenset({Role.CASE_WORKER})

#: Who works through matches, and who looks at what became of them: a proposal is about two people who may have
#: nothing to do with each other, so nobody reads it who does not have to decide it or answer for it.
_MATCHES = frozenset({Role.CASE_WORKER, Role.AUDITOR})

#: Who works with families' DNA: by labels, without names and without genotypes. The laboratory meets nobody's name;
#: a case worker knows the family and hears of a withdrawal first.
_FAMILIES = frozenset({Role.CASE_WORKER, Role.LABORATORY, Role.AUDITOR})
_WITHDRAWALS = frozenset({Role.CASE_WORKER, Role.LABORATORY})

#: Who writes down how somebody looked, or what was found: all who hear it from a family or see it.
_DESCRIBE = frozenset({Role.REGISTRAR, Role.CASE_WORKER, Role.CUSTODIAN})

#: Who keeps the dead, and who must know where each of them lies.
_REMAINS = frozenset({Role.CASE_WORKER, Role.CUSTODIAN, Role.AUDITOR})
_CUSTODIAN = frozenset({Role.CUSTODIAN})

#: Who works on incidents: the analyst reads pictures, the case worker knows whom they bear on.
_INCIDENTS = frozenset({Role.CASE_WORKER, Role.ANALYST, Role.AUDITOR})
_OBSERVERS = frozenset({Role.CASE_WORKER, Role.ANALYST})

#: Who gives programs of other organisations keys, and who looks at how. Neither reads a name for it.
_PARTNERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

#: Routes that need no account.
OPEN = frozenset(
    {
        "desk:sign-in",
        "desk:second-step",
        "desk:passkey-question",
        "desk:passkey-sign-in",
        "desk:sign-out",
        "desk:language",
    }
)
#: All that is open to who has no second factor yet.
ENROLMENT = frozenset({"desk:factors", "desk:passkey-add", "desk:codes-add", "desk:password"})


class Ask(StrEnum):
    """When a route asks for a second factor that was shown in the last five minutes."""

    #: Whenever it is opened.
    ALWAYS = "always"
    #: When a form is sent to it.
    WHEN_SENT = "when sent"
    #: When the form that signs is sent (it carries `shown`), unless a passkey's signature comes with it.
    WHEN_SIGNED = "when signed"


#: What matters most: signing, opening what a family wrote, taking data out, and the factors themselves. Routes that
#: are not here ask nothing more. A route that takes files cannot be here (`second_factor.step_up`).
STEP_UP: Mapping[str, Ask] = {
    "desk:identification-propose": Ask.WHEN_SIGNED,
    "desk:board-decision": Ask.WHEN_SIGNED,
    "desk:identification-sign": Ask.WHEN_SIGNED,
    "desk:identification-rescind": Ask.WHEN_SIGNED,
    "desk:enquiry-open": Ask.WHEN_SENT,
    "desk:rejected": Ask.ALWAYS,
    "desk:remains-move-sign": Ask.WHEN_SENT,
    "desk:remains-hand-over": Ask.WHEN_SENT,
    "desk:redaction-sign": Ask.WHEN_SENT,
    "desk:channel-sign": Ask.WHEN_SENT,
    "desk:incident-sign": Ask.WHEN_SENT,
    "desk:gallery-sign": Ask.WHEN_SENT,
    "desk:enquiry-picture-sign": Ask.WHEN_SENT,
    "desk:partner-new": Ask.WHEN_SENT,
    "desk:partner-renew": Ask.WHEN_SENT,
    "desk:webhook-add": Ask.WHEN_SENT,
    "desk:passkey-add": Ask.WHEN_SENT,
    "desk:codes-add": Ask.WHEN_SENT,
    "desk:factor-remove": Ask.WHEN_SENT,
}

ROUTES: Mapping[str, frozenset[Role]] = {
    "desk:home": _ALL,
    "desk:password": _ALL,
    "desk:factors": _ALL,
    "desk:passkey-add": _ALL,
    "desk:codes-add": _ALL,
    "desk:factor-remove": _ALL,
    "desk:step-up": _ALL,
    "desk:search": _RECORDS,
    "desk:record": _RECORDS,
    "desk:history": _RECORDS,
    "desk:choose": _REGISTRAR,
    "desk:enter": _REGISTRAR,
    "desk:check": _REGISTRAR,
    "desk:amend": _REGISTRAR,
    "desk:matches": _MATCHES,
    "desk:my-matches": _CASE_WORKER,
    "desk:record-matches": _MATCHES,
    "desk:match": _MATCHES,
    "desk:match-next": _MATCHES,
    "desk:match-take-up": _CASE_WORKER,
    "desk:match-hand-back": _CASE_WORKER,
    "desk:match-exclude": _CASE_WORKER,
    "desk:match-reopen": _CASE_WORKER,
    "desk:explain": _MATCHES,
    "desk:explain-pair": _MATCHES,
    "desk:withhold": _FREEZE,
    "desk:release": _REGISTRAR,
    "desk:delete": _REGISTRAR,
    "desk:imports": _IMPORTS,
    "desk:import-new": _REGISTRAR,
    "desk:incoming": _REGISTRAR,
    "desk:incoming-progress": _REGISTRAR,
    "desk:import": _REJECTED_ROWS,
    "desk:rejected": _REJECTED_ROWS,
    "desk:undo": _REGISTRAR,
    "desk:sources": _IMPORTS,
    "desk:source": _IMPORTS,
    "desk:source-edit": _REGISTRAR,
    "desk:source-new": _REGISTRAR,
    "desk:source-agreement": _REGISTRAR,
    "desk:decisions": _DECISIONS,
    "desk:pair": _DECISIONS,
    "desk:comparison-add": _CASE_WORKER,
    "desk:evidence-ask": _CASE_WORKER,
    "desk:identification-propose": _CASE_WORKER,
    "desk:board-decision": _CASE_WORKER,
    "desk:identification": _DECISIONS,
    "desk:identification-sign": _CASE_WORKER,
    "desk:identification-rescind": _CASE_WORKER,
    "desk:enquiries": _CASE_WORKER,
    "desk:enquiry": _CASE_WORKER,
    "desk:enquiry-take": _CASE_WORKER,
    "desk:enquiry-open": _CASE_WORKER,
    "desk:enquiry-reply": _CASE_WORKER,
    "desk:telling-draft": _CASE_WORKER,
    "desk:telling": _CASE_WORKER,
    "desk:telling-approve": _CASE_WORKER,
    "desk:telling-drop": _CASE_WORKER,
    "desk:telling-deliver": _CASE_WORKER,
    "desk:record-freeze": _CASE_WORKER,
    "desk:record-unfreeze": _CASE_WORKER,
    "desk:remains": _REMAINS,
    "desk:remains-place": _REMAINS,
    "desk:remains-part": _REMAINS,
    "desk:remains-body": _REMAINS,
    "desk:remains-moves": _REMAINS,
    "desk:remains-transfers": _REMAINS,
    "desk:remains-transfer": _REMAINS,
    "desk:remains-finds": _REMAINS,
    "desk:remains-find": _REMAINS,
    "desk:remains-find-take-in": _CUSTODIAN,
    "desk:remains-photograph": _CUSTODIAN,
    "desk:remains-scan": _CUSTODIAN,
    "desk:scene": _CUSTODIAN,
    "desk:scene-page": _CUSTODIAN,
    "desk:scene-worker": _CUSTODIAN,
    "desk:scene-session": _CUSTODIAN,
    "desk:scene-entry": _CUSTODIAN,
    "desk:scene-photograph": _CUSTODIAN,
    "desk:remains-act": _CUSTODIAN,
    "desk:remains-act-on": _CUSTODIAN,
    "desk:remains-move-sign": _CUSTODIAN,
    "desk:remains-move-drop": _CUSTODIAN,
    "desk:remains-draw-up": _CUSTODIAN,
    "desk:remains-offer": _CUSTODIAN,
    "desk:remains-answer": _CUSTODIAN,
    "desk:remains-hand-over": _CUSTODIAN,
    "desk:remains-stock": _CUSTODIAN,
    "desk:remains-sheet": _CUSTODIAN,
    "desk:remains-list-paper": _CUSTODIAN,
    "desk:remains-labels": _CUSTODIAN,
    "desk:remains-mixed": _REMAINS,
    "desk:remains-inventory": _CUSTODIAN,
    "desk:remains-packets": _CUSTODIAN,
    "desk:description": _RECORDS,
    "desk:description-group": _DESCRIBE,
    "desk:description-teeth": _DESCRIBE,
    "desk:description-bones": _DESCRIBE,
    "desk:record-paper": _DESCRIBE,
    "desk:pair-teeth": _DECISIONS,
    "desk:pair-report": _CASE_WORKER,
    "desk:identification-paper": _CASE_WORKER,
    "desk:incidents": _INCIDENTS,
    "desk:incident": _INCIDENTS,
    "desk:incident-open": _OBSERVERS,
    "desk:incident-act": _OBSERVERS,
    "desk:incident-look": _OBSERVERS,
    "desk:incident-finding": _INCIDENTS,
    "desk:incident-review": _OBSERVERS,
    "desk:incident-untie": _CASE_WORKER,
    "desk:incident-sign": _CASE_WORKER,
    "desk:incident-drop": _CASE_WORKER,
    "desk:footage": _INCIDENTS,
    "desk:footage-image": _INCIDENTS,
    "desk:footage-lift": _OBSERVERS,
    "desk:footage-compare": _INCIDENTS,
    "desk:footage-pair-image": _INCIDENTS,
    "desk:footage-align": _OBSERVERS,
    "desk:footage-mark": _OBSERVERS,
    "desk:footage-series": _INCIDENTS,
    "desk:footage-figures": _OBSERVERS,
    "desk:families": _FAMILIES,
    "desk:family": _FAMILIES,
    "desk:family-tree": _FAMILIES,
    "desk:family-next": _FAMILIES,
    "desk:family-withdraw": _WITHDRAWALS,
    "desk:photograph": _RECORDS,
    "desk:photograph-cover": _RECORDS,
    "desk:photograph-look": _RECORDS,
    "desk:photograph-picture": _RECORDS,
    "desk:photograph-new": _REGISTRAR,
    "desk:photograph-describe": _FREEZE,
    "desk:photograph-mark": _FREEZE,
    "desk:photograph-unmark": _FREEZE,
    "desk:photograph-part": _FREEZE,
    "desk:photograph-withdraw": _REGISTRAR,
    "desk:marks": _FREEZE,
    "desk:faces": _FREEZE,
    "desk:photograph-faces": _FREEZE,
    "desk:photograph-faces-look": _FREEZE,
    "desk:photograph-faces-picture": _FREEZE,
    "desk:photograph-face-choose": _FREEZE,
    "desk:channel": _DECISIONS,
    "desk:channel-post": _DECISIONS,
    "desk:channel-picture": _DECISIONS,
    "desk:channel-new": _CASE_WORKER,
    "desk:channel-write": _CASE_WORKER,
    "desk:channel-sign": _CASE_WORKER,
    "desk:channel-schedule": _CASE_WORKER,
    "desk:channel-withdraw": _CASE_WORKER,
    "desk:channel-again": _CASE_WORKER,
    "desk:redaction": _DECISIONS,
    "desk:redaction-copy": _DECISIONS,
    "desk:redaction-propose": _CASE_WORKER,
    "desk:redaction-sign": _CASE_WORKER,
    "desk:redaction-drop": _CASE_WORKER,
    "desk:gallery": _DECISIONS,
    "desk:gallery-thing": _DECISIONS,
    "desk:gallery-picture": _DECISIONS,
    "desk:gallery-propose": _CASE_WORKER,
    "desk:gallery-sign": _CASE_WORKER,
    "desk:gallery-take-out": _CASE_WORKER,
    "desk:enquiry-pictures": _CASE_WORKER,
    "desk:enquiry-picture-sign": _CASE_WORKER,
    "desk:enquiry-picture-end": _CASE_WORKER,
    "desk:partners": _PARTNERS,
    "desk:partner": _PARTNERS,
    "desk:partner-new": _ADMINISTRATOR,
    "desk:partner-renew": _ADMINISTRATOR,
    "desk:partner-revoke": _ADMINISTRATOR,
    "desk:webhook": _PARTNERS,
    "desk:webhook-add": _ADMINISTRATOR,
    "desk:webhook-pause": _ADMINISTRATOR,
    "desk:webhook-resume": _ADMINISTRATOR,
    "desk:webhook-test": _ADMINISTRATOR,
    "desk:webhook-again": _ADMINISTRATOR,
    "desk:webhook-remove": _ADMINISTRATOR,
}


class NotPermitted(Exception):
    """No role of this person may do this."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: a member of the staff by name and roles, or nobody (the empty name)."""

    name: str = ""
    roles: frozenset[Role] = frozenset()

    @property
    def signed_in(self) -> bool:
        return bool(self.name)

    def may(self, route: str) -> bool:
        """Whether one of the roles opens the route. Nobody's role opens a route that the table does not name."""
        return route in OPEN or bool(self.roles & ROUTES.get(route, frozenset()))

    def actor(self, route: str) -> Actor:
        """Who acts on this route, in which role; of several roles that may, the first in the order of `Role`.

        Raises:
            NotPermitted: none may.
        """
        for role in Role:
            if role in self.roles & ROUTES.get(route, frozenset()):
                return Actor(self.name, role.value)
        raise NotPermitted(f"{self.name or 'nobody'} may not open {route}")


def roles_named(names: Iterable[str]) -> frozenset[Role]:
    """The roles among these names of groups; other groups mean nothing here."""
    known = {role.value: role for role in Role}
    return frozenset(known[name] for name in names if name in known)
