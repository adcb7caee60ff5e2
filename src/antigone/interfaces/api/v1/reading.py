"""Read: whom a question singles out, one by id, the list as it changes, what was agreed, figures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from antigone.bureau.disclosure.feeds import FeedEntry
from antigone.bureau.disclosure.figures import public_figure_titles, public_figures
from antigone.bureau.disclosure.letting_out import PARTNER_FIELDS, OutgoingPerson
from antigone.bureau.disclosure.partners import Scope
from antigone.bureau.disclosure.partners.agreed import agreed_persons
from antigone.bureau.disclosure.partners.changes import Place, changes_after, has_departed, public_person
from antigone.bureau.disclosure.queries import public_search
from antigone.bureau.disclosure.values import PublicQuery
from antigone.interfaces.api.keys import key_of
from antigone.interfaces.api.problems import Refused
from antigone.interfaces.api.v1 import shapes
from antigone.interfaces.api.v1.cursors import FIRST, cursor_of, place_of
from antigone.interfaces.api.v1.gate import behind, partner_of, told, with_etag
from antigone.interfaces.website.even_answers import at_even_instants

router = Router()
_LONGEST_CURSOR = 200
Cursor = Annotated[str, Query(max_length=_LONGEST_CURSOR, description="From the answer before; empty to begin.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Entries of one answer.")]


@router.get("/key", **behind(), response=shapes.Key, operation_id="key", summary="What the key is good for")
def key(request: HttpRequest) -> HttpResponse:
    """The key's partner, domain, audience, scopes and quota. This request counts too."""
    own = partner_of(request)
    return told(
        shapes.Key(
            partner=own.name,
            domain=own.domain,
            audience=own.audience,
            scopes=sorted(own.scopes),
            quota=own.quota,
            left_today=own.left_today,
        )
    )


# A question in an address would stand in logs.
@router.post(
    "/persons/search",
    **behind(Scope.SEARCH),
    response=shapes.Found,
    operation_id="search_persons",
    summary="Whom a question singles out",
)
@decorate_view(at_even_instants)
def search_persons(request: HttpRequest, question: shapes.Question) -> HttpResponse:
    """By the rule of the families' website: who already knows a person finds him, who fishes finds nothing, and nothing
    tells «nobody» from «withheld» or «too vague»."""
    answer = public_search(PublicQuery(**question.model_dump()))
    return told(shapes.Found(found=[shapes.person_of(one) for one in answer.found]))


@router.get(
    "/persons/{uuid:id}",
    **behind(Scope.SEARCH, Scope.FEED),
    response=shapes.Person,
    operation_id="person",
    summary="One person by id",
)
def person(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever is public under this id now. 410: he stood on the public list and does no more, so drop your copy."""
    found = public_person(id)
    if found is not None:
        return told(shapes.person_of(found))
    if has_departed(id):
        raise Refused(HTTPStatus.GONE, "no longer on the list; drop your copy")
    raise Refused(HTTPStatus.NOT_FOUND, "nobody is public under this id")


@router.get(
    "/changes",
    **behind(Scope.FEED),
    response=shapes.Changes,
    operation_id="changes",
    summary="The public list as it changes",
)
def changes(request: HttpRequest, cursor: Cursor = "", limit: Limit = 200) -> HttpResponse:
    """Entries after the cursor, the oldest first. Go on from `cursor`, for ever: nothing is missed, and nothing comes
    twice unless it has changed. Drop your copy of whoever is `gone`."""
    place = place_of(cursor, of="changes")
    entries = changes_after(place, most=limit)
    if entries:
        place = Place(entries[-1].person.changed_at, UUID(entries[-1].person.public_id))
    return told(
        shapes.Changes(
            changes=[_change(entry) for entry in entries],
            cursor=cursor_of(place, of="changes"),
            more=len(entries) == limit,
        )
    )


def _change(entry: FeedEntry) -> shapes.Change:
    return shapes.Change(
        id=UUID(entry.person.public_id),
        at=entry.person.changed_at,
        gone=entry.gone,
        person=None if entry.gone else shapes.person_of(entry.person),
        keep_until=entry.person.expires_at,
    )


@router.get(
    "/agreed",
    **behind(Scope.AGREED),
    response=shapes.AgreedPage,
    operation_id="agreed",
    summary="What sources agreed that partners may have",
)
def agreed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 200) -> HttpResponse:
    """Records of sources whose agreement in force names partners; never who is withheld. Read the whole of it anew now
    and then, and drop whoever is no longer in it. What was read on a day stands in the bureau's ledger."""
    persons = agreed_persons(key_of(request), place_of(cursor, of="agreed").public_id, most=limit)
    following = Place(FIRST.at, UUID(persons[-1].public_id)) if len(persons) == limit else None
    cursor_on = cursor_of(following, of="agreed") if following else None
    return told(shapes.AgreedPage(persons=[_agreed_person(one) for one in persons], cursor=cursor_on))


def _agreed_person(one: OutgoingPerson) -> shapes.AgreedPerson:
    return shapes.AgreedPerson(
        id=UUID(one.public_id),
        kind=one.kind,
        name=one.name,
        other_names=list(one.other_names),
        source=one.source,
        as_of=one.as_of,
        changed_at=one.changed_at,
        keep_until=one.expires_at,
        **{name: getattr(one, name) for name in PARTNER_FIELDS},
    )


@router.get(
    "/figures",
    **behind(Scope.FIGURES),
    response=shapes.FigureTitles,
    operation_id="figure_pages",
    summary="Pages of figures",
)
@decorate_view(with_etag)
def figure_pages(request: HttpRequest) -> HttpResponse:
    """Every page of figures that the bureau shows on its website."""
    titles = [shapes.FigureTitle(slug=slug, title=dict(title)) for slug, title in public_figure_titles()]
    return told(shapes.FigureTitles(figures=titles))


@router.get(
    "/figures/{slug:slug}",
    **behind(Scope.FIGURES),
    response=shapes.Figures,
    operation_id="figures",
    summary="One page of figures",
)
@decorate_view(with_etag)
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Claims as they were said, what of them cannot hold together, releases of a named list, an estimate."""
    found = public_figures(slug)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "there is no page of figures of this name")
    content, published_on = found
    return told(shapes.Figures.model_validate({"slug": slug, "published_on": published_on, "content": content}))
