"""The terms of custody in the reader's language, and why the register refused something."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

VERBS: Words = {
    "received": _("taken in"),
    "split": _("came out of another part"),
    "moved": _("moved to another place"),
    "examined": _("examined"),
    "sampled": _("sample taken"),
    "offered": _("offered"),
    "accepted": _("accepted"),
    "refused": _("refused"),
    "unanswered": _("no answer"),
    "withdrawn": _("offer taken back"),
    "handed_over": _("handed over"),
    "returned": _("came back"),
    "buried": _("buried"),
    "assembled": _("put into a body"),
    "taken_out": _("taken out of a body"),
    "reassociated": _("put into another body"),
    "sealed": _("effects sealed"),
    "opened": _("packet opened"),
    "packet_out": _("packet handed over by itself"),
    "packet_back": _("packet came back"),
}
KINDS: Words = {
    "country": _("country"),
    "facility": _("facility"),
    "car": _("refrigerated car"),
    "row": _("row"),
    "shelf": _("shelf"),
}
SUBJECTS: Words = {
    "effects": _("effects"),
    "radiology": _("radiology"),
    "fingerprints": _("fingerprints"),
    "anthropology": _("anthropology"),
    "pathology": _("pathology"),
    "dental": _("teeth"),
    "dna": _("DNA"),
}
STEPS: Words = {
    "not started": _("not started"),
    "assigned": _("assigned"),
    "in progress": _("in progress"),
    "completed": _("completed"),
    "not applicable": _("not applicable"),
    "not possible": _("not possible"),
}
OFFERS: Words = {"offered": _("on offer"), "accepted": _("accepted, waits for the handover")}
PACKETS: Words = {
    "sealed": _("sealed, with the remains"),
    "opened": _("opened; what lay in it is sealed anew"),
    "out": _("handed over by itself"),
}

#: The rule of the database that refused -> the rule in words. Beside it the page shows the database's own sentence.
RULES: Words = {
    "remains_number_used_once": _("A number or a seal is given once and never again."),
    "remains_number_readable": _("A number has Latin capitals, digits, dots, slashes and hyphens only."),
    "remains_explosives_checked": _("Nothing is taken in that nobody checked for explosives."),
    "remains_record_of_remains": _("Only a record of remains describes a part."),
    "remains_in_one_place": _("A part is in one place only, and it is not where you say."),
    "remains_in_our_keeping": _("This part is not in our keeping now."),
    "remains_in_one_body": _("A part belongs to one body only; take it out of that first."),
    "remains_not_back_in_time": _("Something happened to this part later than that; nothing is written down before."),
    "remains_not_in_future": _("That time is still to come."),
    "remains_two_signatures": _("Two different people must sign: who gives, and who takes."),
    "remains_signed_paper": _("Name the paper that bears both signatures."),
    "remains_custodian_signs": _("Only custodians with an open account sign moves."),
    "remains_move_as_signed": _("This is no longer the move that was signed first."),
    "remains_moved_elsewhere": _("The part lies there already."),
    "remains_place_open": _("Choose a place that is open."),
    "remains_place_has_room": _("The place is full. Choose another, or say that it has more room."),
    "remains_reason": _("Say why; it is kept."),
    "remains_refusal_sourced": _("A refusal needs its words, where they were said, and on which day."),
    "remains_grave_told": _("Write all that is needed to find the grave."),
    "remains_offered_again": _("What was handed over cannot be offered again before it came back."),
    "remains_offered_once": _("It is on offer already. Take that offer back first, or wait for the answer."),
    "remains_on_offer": _("It is not on offer on this list."),
    "remains_on_the_list": _("It is not on this list."),
    "remains_accepted_first": _("Nothing is handed over that nobody has accepted."),
    "remains_list_stands": _("A list that was offered stays as it is. Draw up another."),
    "remains_contents_listed": _("A packet needs the number of its seal and the full list of what is in it."),
    "remains_packet_order": _("That cannot be done with this packet now."),
    "remains_recovery_grid_is_coarse": _("Write a grid square of 10 km or more, such as 37UDQ41."),
    "remains_find_taken_in": _("This find was taken in already."),
    "remains_find_corrected": _("Another entry stands in the place of this one. Look at that."),
    "remains_find_number": _("A find is taken in under the number on its bag."),
    "remains_sample_of_part": _("No such sample was taken of this part."),
    "remains_effects_while_here": _("Effects are sealed while the remains are here, before they are handed over."),
    "remains_nothing_said": _("Something is missing. Please look through the form."),
    "remains_too_long": _("This is too long. Please write it shorter."),
}
KINDS_OF_REFUSAL: Words = {
    "unknown": _("Nothing bears this number."),
    "named": _("Name each part once, and at least one."),
    "yours": _("You have signed this already. Another custodian must."),
}
