"""Relatives, uses and what happens to samples, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.bureau.identification.families import FamilyPage
from antigone.bureau.identification.models import CustodyVerb, Use
from antigone.evidence.dna.kin import Kin, kin_of

KIN: Mapping[Kin, str | Promise] = {
    Kin.SELF: _("the missing person"),
    Kin.FATHER: _("father"),
    Kin.MOTHER: _("mother"),
    Kin.PARENT: _("parent"),
    Kin.SON: _("son"),
    Kin.DAUGHTER: _("daughter"),
    Kin.CHILD: _("child"),
    Kin.BROTHER: _("brother"),
    Kin.SISTER: _("sister"),
    Kin.SIBLING: _("brother or sister"),
    Kin.HALF_BROTHER: _("half brother"),
    Kin.HALF_SISTER: _("half sister"),
    Kin.HALF_SIBLING: _("half brother or half sister"),
    Kin.GRANDFATHER: _("grandfather"),
    Kin.GRANDMOTHER: _("grandmother"),
    Kin.GRANDPARENT: _("grandparent"),
    Kin.GRANDSON: _("grandson"),
    Kin.GRANDDAUGHTER: _("granddaughter"),
    Kin.GRANDCHILD: _("grandchild"),
    Kin.UNCLE: _("uncle"),
    Kin.AUNT: _("aunt"),
    Kin.PARENTS_SIBLING: _("uncle or aunt"),
    Kin.NEPHEW: _("nephew"),
    Kin.NIECE: _("niece"),
    Kin.SIBLINGS_CHILD: _("nephew or niece"),
    Kin.PARTNER: _("partner"),
    Kin.OTHER: _("other relative"),
}
USES: Mapping[str, str | Promise] = {
    Use.SEARCH: _("search among all remains"),
    Use.QUALITY: _("finding errors and relatives among donors"),
    Use.REPORT: _("report to a court or another laboratory"),
}
VERBS: Mapping[str, str | Promise] = {
    CustodyVerb.RECEIVED: pgettext_lazy("sample", "received"),
    CustodyVerb.MOVED: pgettext_lazy("sample", "moved"),
    CustodyVerb.EXTRACTED: pgettext_lazy("sample", "DNA extracted"),
    CustodyVerb.READ: pgettext_lazy("sample", "profile read"),
    CustodyVerb.RETURNED: pgettext_lazy("sample", "returned"),
    CustodyVerb.DESTROYED: pgettext_lazy("sample", "destroyed"),
}


def people_of(family: FamilyPage) -> dict[str, str]:
    """What each member of the tree is to whom the family misses; several alike are numbered in the tree's order.

    Ids of a tree may be names, so that no page shows them.
    """
    kin = {one.id: kin_of(family.tree, one.id, family.missing) for one in family.tree.members}
    alike = {sort: [member for member, its in kin.items() if its is sort] for sort in set(kin.values())}
    return {
        member: str(KIN[sort]) if len(alike[sort]) == 1 else f"{KIN[sort]} {alike[sort].index(member) + 1}"
        for member, sort in kin.items()
    }
