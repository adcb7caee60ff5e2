"""What `matrix.yaml` names: objects in the states that matter, and forms that depend on them.

An object is made by a function that gives the arguments of its address; it acts with the desk's rights, and everything
that it makes is rolled back after its line of the matrix was tried.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from tests.bureau.enquiries.families import WORKER, ask
from tests.bureau.identification.deciding.board import TARAS, signature, verified
from tests.bureau.photographs.album import add
from tests.bureau.photographs.faces.gallery import face, person, read
from tests.interfaces.desk import incidents, looking, partners, storage
from tests.interfaces.desk.deciding import a_pair, a_telling, an_enquiry, an_identification, rights_of_the_owner
from tests.interfaces.desk.office import DEAD_NAME, MEMORIAL, OPERATOR, PASSWORD, REGISTRAR

from antigone.bureau.disclosure.channel.actions import write_post
from antigone.bureau.disclosure.channel.values import PostDraft, PostKind
from antigone.bureau.enquiries import queries
from antigone.bureau.enquiries.actions import assign
from antigone.bureau.enquiries.pictures.actions import grant_picture
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.identification.actions import keep_families
from antigone.bureau.identification.deciding.actions import sign_identification
from antigone.bureau.identification.deciding.queries import statement_to_sign
from antigone.bureau.identification.models import Donor, Family
from antigone.bureau.identification.values import DonorDraft, FamilyDraft, TreeMember
from antigone.bureau.ledger import Actor
from antigone.bureau.matching.actions import exclude_match, take_up_match
from antigone.bureau.matching.models import Match, Relation, Run, RunState
from antigone.bureau.matching.parameters import parameters_in_force
from antigone.bureau.photographs import actions as photographs
from antigone.bureau.photographs.gallery.actions import propose_release, withdraw_release
from antigone.bureau.photographs.gallery.values import ReleaseDraft
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.queries import photograph_card
from antigone.bureau.photographs.values import RegionDraft
from antigone.bureau.registry.actions import undo_batch
from antigone.bureau.registry.models import Batch, Record, Source
from antigone.bureau.registry.values import SourceDraft
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role
from antigone.interfaces.desk.registrars.importing import Stage, Upload, uploads

Arguments = dict[str, object]

IRYNA = Actor("iryna", "case worker")
LUKA = Actor("luka", "case worker")
LABORATORY = Actor("lab", "laboratory")


def _record(number: str = "m-1") -> Record:
    return Record.objects.get(source_record_id=number)


def a_record() -> Arguments:
    return {"public_id": _record().public_id}


def a_withheld_record() -> Arguments:
    Record.objects.filter(source_record_id="m-1").update(sensitivity="withheld")
    return a_record()


def an_import() -> Arguments:
    return {"batch_id": Batch.objects.get(source__name=MEMORIAL.name).pk}


def an_undone_import() -> Arguments:
    undo_batch(Batch.objects.get(source__name=MEMORIAL.name).pk, actor=REGISTRAR)
    return an_import()


def a_file_in_hand() -> Arguments:
    number = uploads.new_folder()
    source = SourceDraft(MEMORIAL.name)
    uploads.save(Upload(number, "olena", "registrar", uploads.now(), "x.csv", 0, "0" * 64, source, Stage.FAILED))
    return {"number": number}


def a_source() -> Arguments:
    return {"source_id": Source.objects.get(name=MEMORIAL.name).pk}


def a_colleague() -> None:
    """A second case worker."""
    if not User.objects.filter(username=IRYNA.name).exists():
        with rights_of_the_owner():
            add_account(IRYNA.name, Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)


def _match() -> Match:
    with rights_of_the_owner():
        return _match_of(_record("c-2"), _record("m-1"))


def _match_of(sought: Record, found: Record) -> Match:
    run = Run.objects.create(
        engine="postgres",
        engine_version="0",
        blocking={},
        floor=2,
        sought=1,
        found=1,
        parameters=parameters_in_force(),
        inputs="",
        priors={},
        state=RunState.RUNNING,
        started_by="nobody",
    )
    return Match.objects.create(
        left=sought,
        right=found,
        relation=Relation.ACROSS,
        log10_lr=3,
        prior=-3,
        weights=[],
        pairwise_posterior=0.5,
        joint_posterior=0.5,
        run=run,
    )


def a_match() -> Arguments:
    return {"public_id": _match().public_id}


def a_match_of(who: Actor) -> Callable[[], Arguments]:
    def taken_up() -> Arguments:
        if who is IRYNA:
            a_colleague()
        match = _match()
        take_up_match(match.public_id, actor=who)
        return {"public_id": match.public_id}

    return taken_up


def an_excluded_match() -> Arguments:
    of_taras = a_match_of(TARAS)()
    exclude_match(UUID(str(of_taras["public_id"])), identifier="dental", because="other teeth", actor=TARAS)
    return of_taras


def a_matched_record() -> Arguments:
    _match()
    return {"public_id": _record("c-2").public_id}


def a_signed_identification() -> Arguments:
    proposed = an_identification()
    a_colleague()
    number = UUID(str(proposed["public_id"]))
    statement = statement_to_sign(number, by=IRYNA.name)
    sign_identification(number, signature(IRYNA, statement), verified=verified, actor=IRYNA)
    return proposed


def an_enquiry_of(who: Actor | None) -> Callable[[], Arguments]:
    def asked() -> Arguments:
        if who is TARAS:
            return an_enquiry()
        with rights_of_the_owner():
            ask()
            take_in(actor=WORKER)
        (line,) = queries.enquiries()
        if who is not None:
            a_colleague()
            assign(line.id, to=who.name, actor=who)
        return {"public_id": line.id}

    return asked


def a_family() -> Arguments:
    parents = (TreeMember("father", "", "", "M"), TreeMember("mother", "", "", "F"))
    members = (TreeMember("son", "father", "mother", "M"), *parents)
    swab = DonorDraft("F-1", "mother", "R-1", "mother", ("search",), date(2026, 5, 2))
    keep_families([FamilyDraft("F-1", "c-2", "son", members)], [swab], actor=LABORATORY)
    return {"public_id": Family.objects.get(label="F-1").public_id}


def a_donor() -> Arguments:
    return a_family() | {"donor": Donor.objects.get(family__label="F-1").pk}


def a_photograph() -> Arguments:
    return {"public_id": add(_record().public_id)}


def a_photograph_with_two_faces() -> Arguments:
    made = a_photograph()
    read(Photograph.objects.get(public_id=made["public_id"]), face(person(1)), face(person(2)))
    return made


def a_picture_whose_time_is_over() -> Arguments:
    return a_photograph() | {"permit": "0" * 32 + ":1:x"}


def a_marked_part() -> Arguments:
    of = add(_record().public_id)
    region = RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "forearm", "left", "якір")
    return {"public_id": of, "region": photographs.mark_region(of, region, actor=REGISTRAR)}


def a_copy_of_a_photograph() -> Arguments:
    add(_record("m-3").public_id)
    of = add(_record().public_id)
    return {"public_id": of, "link": photograph_card(of).copies[0].link}


def a_post() -> Arguments:
    return {"public_id": write_post(PostDraft(PostKind.GUIDANCE, "en", "How to ask."), actor=IRYNA)}


def a_stopped_post() -> Arguments:
    post = a_post()
    with rights_of_the_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE channel.post SET problem = 'x' WHERE public_id = %s", [post["public_id"]])
    return post


def the_post_as_it_was_read() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM channel.wording ORDER BY post DESC, number DESC LIMIT 1")
        return {"read": cursor.fetchone()[0]}


def a_redaction() -> Arguments:
    of = add(_record().public_id)
    made, _ = photographs.propose_redaction(
        of, manner="crop", boxes=[(0.1, 0.1, 0.5, 0.5)], purpose="to be shown", actor=IRYNA
    )
    return {"public_id": made}


def a_signed_copy_of_remains(*, seed: int = 7) -> Arguments:
    of = add(_record("m-3").public_id, seed=seed, shows="tattoo")
    made, _ = photographs.propose_redaction(
        of, manner="crop", boxes=[(0.1, 0.1, 0.5, 0.5)], purpose="to be shown", actor=LUKA
    )
    photographs.sign_redaction(made, actor=IRYNA)
    return {"public_id": made}


def a_thing_that_waits() -> Arguments:
    draft = ReleaseDraft("tattoo", "so that a family may know it", what="anchor")
    return {"code": propose_release(UUID(str(a_signed_copy_of_remains()["public_id"])), draft, actor=IRYNA)}


def a_thing_that_was_taken_out() -> Arguments:
    thing = a_thing_that_waits()
    withdraw_release(str(thing["code"]), reason="the family asked for it", actor=IRYNA)
    return thing


def a_picture_granted_to_a_family() -> Arguments:
    enquiry = an_enquiry_of(IRYNA)()["public_id"]
    found = _record("m-1")
    with rights_of_the_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT record_id FROM intake.enquiry WHERE id = %s", [enquiry])
        sought = Record.objects.get(pk=cursor.fetchone()[0])
        _match_of(sought, found)
    granted = grant_picture(
        UUID(str(enquiry)), add(found.public_id), because="his mother, seen in person", days=3, actor=IRYNA
    )
    return {"number": granted}


OBJECTS: dict[str | None, Callable[[], Arguments]] = {
    None: dict,
    "a record": a_record,
    "a withheld record": a_withheld_record,
    "a living prisoner": lambda: {"public_id": _record("c-1").public_id},
    "a kind": lambda: {"kind": "dead"},
    "an import": an_import,
    "an undone import": an_undone_import,
    "a file in hand": a_file_in_hand,
    "a source": a_source,
    "a match": a_match,
    "a match of taras": a_match_of(TARAS),
    "a match of iryna": a_match_of(IRYNA),
    "an excluded match": an_excluded_match,
    "a matched record": a_matched_record,
    "two records": lambda: {"left": _record("c-2").public_id, "right": _record("m-1").public_id},
    "a pair": a_pair,
    "a proposed identification": an_identification,
    "a signed identification": a_signed_identification,
    "an enquiry of nobody": an_enquiry_of(None),
    "an enquiry of taras": an_enquiry_of(TARAS),
    "an enquiry of iryna": an_enquiry_of(IRYNA),
    "a draft": a_telling,
    "a family": a_family,
    "a photograph": a_photograph,
    "a photograph with two faces": a_photograph_with_two_faces,
    "a prisoner's photograph": lambda: {"public_id": add(_record("c-1").public_id)},
    "a picture whose time is over": a_picture_whose_time_is_over,
    "a record to be pictured": lambda: {"record": _record().public_id},
    "a marked part": a_marked_part,
    "a copy of a photograph": a_copy_of_a_photograph,
    "a post": a_post,
    "a stopped post": a_stopped_post,
    "a redaction": a_redaction,
    "a signed copy of remains": a_signed_copy_of_remains,
    "a thing that waits": a_thing_that_waits,
    "a thing that was taken out": a_thing_that_was_taken_out,
    "a code that never was": lambda: {"code": "22222222"},
    "an address that nobody was given": lambda: {"permit": "22222222l0:x"},
    "a picture granted to a family": a_picture_granted_to_a_family,
    "a donor": a_donor,
    "figures that are not there": lambda: {"slug": "nothing"},
    "a chart that is not there": lambda: {"slug": "nothing", "name": "nothing"},
    "a paper that is not there": lambda: {"code": UUID(int=7)},
    **partners.OBJECTS,
    "an incident": incidents.a_case,
    "an act on an incident": incidents.an_act,
    "an act on an incident that is none": incidents.an_act_that_is_none,
    "a look": incidents.a_look,
    "a finding": incidents.a_finding,
    "a tie of an incident": incidents.a_tie,
    "a decision of two": incidents.a_decision,
    "a place of storage": storage.a_place,
    "a part": storage.a_part,
    "a body": storage.a_body,
    "a part with a packet": storage.a_part_with_a_packet,
    "remains' record": lambda: {"public_id": _record("m-3").public_id},
    "looks of a record": lambda: a_record() | {"group": "physical"},
    "a group that is none": lambda: a_record() | {"group": "aura"},
    "a summary of a record": lambda: a_record() | {"paper": "summary"},
    "a paper that is none": lambda: a_record() | {"paper": "poem"},
    "the certificate of a proposal": lambda: an_identification() | {"paper": "certificate"},
    "the certificate of a signed identification": lambda: a_signed_identification() | {"paper": "certificate"},
    "a find": storage.a_find,
    "a language of the scene": lambda: {"language": "uk"},
    "taking in": storage.an_act("receive"),
    "moving a part": storage.an_act("move", on_a_part=True),
    "an act that is none": storage.an_act("burn"),
    "a move that waits": storage.a_waiting_move,
    "a case with pictures": looking.a_case_with_pictures,
    "graves of a case": lambda: looking.a_case_with_pictures() | {"what": "graves"},
    "tents of a case": lambda: looking.a_case_with_pictures() | {"what": "tents"},
    "a large picture": lambda: looking.a_picture(1, kind="large"),
    "an original of a picture": lambda: looking.a_picture(1, kind="original"),
    "a covered picture": lambda: looking.a_picture(2),
    "graves in a picture": lambda: looking.a_picture(1, what="graves"),
    "graves in a covered picture": lambda: looking.a_picture(2, what="graves"),
    "before and after": looking.a_pair,
    "before laid over a covered one": lambda: looking.a_pair(kind="laid"),
    "a list drawn up": storage.a_list,
    "a list on offer": storage.an_offered_list,
    "an accepted list": storage.an_accepted_list,
}


def an_amendment() -> dict[str, str]:
    version = _record().content_hash
    said = {"name_0": DEAD_NAME, "kind": "dead", "rank": "майор"}
    return said | {"do": "keep", "version": version, "basis": "source", "reason": "letter 14"}


FORMS: dict[str, Callable[[], dict[str, str]]] = {
    "an amendment": an_amendment,
    "the post as it was read": the_post_as_it_was_read,
}
