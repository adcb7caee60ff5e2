"""Every address of the website, as its URL configuration has it, and what a visitor can send there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from hypothesis import strategies as st
from tests.bureau.enquiries.families import A_PHOTOGRAPH
from tests.two_worlds.bureaus import PEOPLE
from tests.two_worlds.worlds import Visit

LANGUAGES = ("uk", "ru", "en")
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PROPFIND")

_NAMES = st.sampled_from([asked["name"] for asked in PEOPLE])
_SEARCHES: st.SearchStrategy[Mapping[str, str | list[str]]] = st.sampled_from(
    [*PEOPLE, {"name": " "}, {"name": "x" * 201}]
)
_TEXTS = st.sampled_from(["", "Він не дзвонив.", "x" * 4_000])
_ENQUIRIES: st.SearchStrategy[Mapping[str, str | list[str]]] = st.fixed_dictionaries(
    {"name": _NAMES | st.just("")},
    optional={
        "birth_date": st.sampled_from(["12.03.1987", "навесні", "31.02.1999"]),
        "relation": st.sampled_from(["parent", "nobody"]),
        "email": st.sampled_from(["mother@example.org", "no address"]),
        "notices": st.just("on"),
        "may_be_told": st.just(["neutral agency"]),
        "first_message": _TEXTS,
        "act": st.just("language"),
    },
)
#: What the holder of ten words can send along with them.
ACTS: st.SearchStrategy[Mapping[str, str | list[str]]] = st.one_of(
    st.just({}),
    st.sampled_from(["card", "pause", "resume", "renew", "no such act"]).map(lambda act: {"act": act}),
    st.fixed_dictionaries({"act": st.just("message"), "message": _TEXTS}),
    st.fixed_dictionaries({"act": st.just("detail"), "detail": _TEXTS}),
    st.fixed_dictionaries({"act": st.just("contact"), "phone": st.just("+380 50 000 00 02")}),
    st.fixed_dictionaries({"act": st.just("withdraw"), "keep_record": st.sampled_from(["keep", "erase", ""])}),
    st.fixed_dictionaries({"act": st.just("delete")}, optional={"sure": st.just("on")}),
)
#: What can be asked of the gallery; which things there are, both worlds have alike.
_THINGS: st.SearchStrategy[Mapping[str, str | list[str]]] = st.fixed_dictionaries(
    {},
    optional={
        "words": st.sampled_from(["якір", "хрестик", "x" * 201]),
        "kind": st.sampled_from(["tattoo", "effect", "body"]),
        "place": st.sampled_from(["forearm", "arm"]),
        "year": st.sampled_from(["2023", "1"]),
        "region": st.sampled_from(["Харківська область", "Сумська область"]),
        "page": st.sampled_from(["1", "2"]),
        "code": st.sampled_from(["22222222", "no code"]),
        "act": st.sampled_from(["pictures", "open", "show"]),
    },
)
_WRONG_WORDS = st.sampled_from(
    [
        "ворона " * 10,
        " ".join(["about"] * 10),
        "книга дім ріка ліс поле гора стіл вікно двері сад",
        "not ten words",
        "",
    ]
)
#: Codes that no paper bears.
_CODES = ("3f0e9c5a-5d0c-4f6e-9a31-6b1d2f4c8e70", "b7a1d4e2-90cf-4c1b-8f55-0e6a7d3c2b19")
#: Addresses of pictures that nobody was given.
_PERMITS = ("22222222s69a:x", "22222222l0:" + "A" * 43)
_PARTS: Mapping[str, st.SearchStrategy[dict[str, str]]] = {
    "website:verify": st.fixed_dictionaries({"code": st.sampled_from(_CODES)}),
    "website:thing-picture": st.fixed_dictionaries({"permit": st.sampled_from(_PERMITS)}),
    "figures:page": st.fixed_dictionaries({"slug": st.sampled_from(["north", "south"])}),
    "figures:chart": st.fixed_dictionaries(
        {"slug": st.sampled_from(["north", "south"]), "name": st.sampled_from(["claims", "none"])}
    ),
    "figures:table": st.fixed_dictionaries(
        {"slug": st.sampled_from(["north", "south"]), "name": st.sampled_from(["claims", "none"])}
    ),
}
_EXAMPLES: Mapping[str, dict[str, str]] = {
    "website:verify": {"code": _CODES[0]},
    "website:thing-picture": {"permit": _PERMITS[0]},
    "figures:page": {"slug": "north"},
    "figures:chart": {"slug": "north", "name": "claims"},
    "figures:table": {"slug": "north", "name": "claims"},
}
#: Name of a route -> what can be posted there. A route that is not named here fails the test.
FORMS: Mapping[str, st.SearchStrategy[Mapping[str, str | list[str]]]] = {
    "website:home": _SEARCHES,
    "website:ask": _ENQUIRIES,
    "website:receipt": st.tuples(_WRONG_WORDS, ACTS).map(lambda pair: {"words": pair[0], **pair[1]}),
    "website:things": _THINGS,
    "website:thing-picture": st.just({}),
    "website:help": st.just({}),
    "website:data": st.just({}),
    "website:contact": st.just({}),
    "website:verify": st.just({}),
    "figures:index": st.just({}),
    "figures:standards": st.just({}),
    "figures:page": st.just({}),
    "figures:chart": st.just({}),
    "figures:table": st.just({}),
}
#: Addresses that are no route, and answer all the same.
_ELSEWHERE = ("/", "/uk", "/uk/nowhere/", "/sitemap.xml", "/robots.txt", "/static/website/site.css", "/uk/words/1/")
_HEADERS: st.SearchStrategy[Mapping[str, str]] = st.fixed_dictionaries(
    {},
    optional={
        "If-None-Match": st.sampled_from(['"1"', "*"]),
        "If-Modified-Since": st.just("Mon, 23 Nov 2026 00:00:00 GMT"),
        "If-Match": st.just('"1"'),
        "Range": st.sampled_from(["bytes=0-99", "bytes=-1"]),
        "Cookie": st.just("django_language=ru; sessionid=1"),
        "Accept-Language": st.sampled_from(["ru", "en", "de"]),
        "X-Forwarded-For": st.just("203.0.113.7"),
        "Host": st.sampled_from(["elsewhere.example", "no host"]),
    },
)

_FORM = "application/x-www-form-urlencoded"
#: Bodies that are no form of ours.
UNREADABLE: st.SearchStrategy[tuple[bytes, str]] = st.sampled_from(
    [
        (b"name=%ff%fe&words=%ff", _FORM),
        (b"name=a%00b&words=a%00b&first_message=%00", _FORM),
        (b"&".join(b"name%d=x" % number for number in range(60)), _FORM),
        (b'{"name": "x"}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b"\xff" * 300, "text/plain; charset=nowhere"),
    ]
)


def route_names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all routes of the website."""
    for pattern in (resolver or get_resolver("antigone.server.urls_website")).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from route_names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def address(name: str, language: str, parts: Mapping[str, str] | None = None) -> str:
    """Where a route stands in a language."""
    with override(language):
        return reverse(name, urlconf="antigone.server.urls_website", kwargs=dict(parts or {}))


def every_address(language: str) -> Iterator[str]:
    """One address of each route, and those that are none."""
    for name in FORMS:
        yield address(name, language, _EXAMPLES.get(name))
    yield from _ELSEWHERE


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """Anything that anybody can send to the website without ten words."""
    headers, method = draw(_HEADERS), draw(st.sampled_from(METHODS))
    name = draw(st.sampled_from([*FORMS, ""]))
    if not name:
        return Visit(method, draw(st.sampled_from(_ELSEWHERE)), headers=headers)
    path = address(name, draw(st.sampled_from(LANGUAGES)), draw(_PARTS.get(name, st.just({}))))
    if draw(st.integers(0, 5)) == 5:
        path += "?name=" + draw(_NAMES)
    form = draw(FORMS[name]) if method in ("POST", "PUT") else {}
    photograph = draw(st.sampled_from([None, None, A_PHOTOGRAPH, b"GIF89a", b""])) if form else None
    return Visit(method, path, form, photograph, headers)
