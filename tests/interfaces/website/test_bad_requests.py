"""Whatever is sent, the site answers in its own voice and never breaks."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.website.asking import PAGES, search_finds, stranger

from antigone.bureau.disclosure.values import PublicAnswer
from antigone.interfaces.website import views

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _nobody_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"name": ""}, "Please write the name"),
        ({"name": "   "}, "Please write the name"),
        ({"name": "x" * 201}, "This is too long"),
        ({"name": "Ян\0"}, "a sign here that we cannot read"),
        ({"name": "Ян", "born": "31.02.1987"}, "We could not read this date"),
        ({"name": "Ян", "born": "soon"}, "We could not read this date"),
        ({"name": "Ян", "born": "1987 or 1988"}, "We could not read this date"),
        ({"name": "Ян", "place": "x" * 101}, "This is too long"),
        ({"name": "Ян", "service_number": "\0"}, "a sign here that we cannot read"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_the_rest_is_kept(field: dict[str, str], words: str) -> None:
    reply = stranger().post("/en/", {"father": "Данило", **field})
    assert reply.status_code == 400
    assert words in reply.text
    assert 'value="Данило"' in reply.text
    assert 'aria-invalid="true"' in reply.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=" + b"x" * 70_000, FORM),
        (b"&".join(b"a%d=1" % number for number in range(60)), FORM),
        (b"name=\xff\xfe", FORM + "; charset=utf-16"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b'{"name": "x"}', "application/json"),
        (b"", FORM),
        (b"name=%ED%A0%80", "text/plain; charset=no-such"),
    ],
    ids=["too long", "too many fields", "another encoding", "cut off", "no boundary", "json", "empty", "no charset"],
)
def test_a_body_that_cannot_be_read_is_refused_gently(body: bytes, kind: str) -> None:
    reply = stranger().generic("POST", "/en/", body, content_type=kind)
    assert reply.status_code == 400
    assert "<h1>" in reply.text


def test_files_are_not_taken() -> None:
    reply = stranger().post("/en/", {"name": "Ян", "photograph": SimpleUploadedFile("a.jpg", b"\xff\xd8")})
    assert reply.status_code == 400


@pytest.mark.parametrize("path", PAGES.values())
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_told_what_there_is(method: str, path: str) -> None:
    reply = stranger().generic(method, f"/en/{path}")
    assert reply.status_code == 405
    assert reply.headers["Allow"].startswith("GET, HEAD")
    assert "cannot be used in this way" in reply.text


def test_only_the_search_takes_a_form() -> None:
    assert stranger().post("/en/contact/", {"name": "Ян"}).status_code == 405


@pytest.mark.parametrize("path", [*PAGES.values(), "no-such-page/"])
def test_head_has_the_headers_of_get_and_no_body(path: str) -> None:
    head, get = stranger().head(f"/en/{path}"), stranger().get(f"/en/{path}")
    assert head.status_code == get.status_code
    assert head.content == b""
    assert set(head.headers) == set(get.headers)


def test_a_name_of_another_host_gets_no_page_of_ours() -> None:
    reply = stranger().get("/en/", headers={"host": "evil.example"})
    assert reply.status_code == 400
    assert "evil.example" not in reply.text


def test_an_onion_address_is_ours() -> None:
    reply = stranger().get("/en/", headers={"host": f"{'a' * 56}.onion"})
    assert reply.status_code == 200
    assert ".onion" not in reply.text


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "/en//evil.example", "/%2f%2fevil.example/"])
def test_no_address_leads_to_another_host(path: str) -> None:
    reply = stranger().generic("GET", "/", PATH_INFO=path)
    assert "evil.example" not in reply.headers.get("Location", "")
    assert reply.status_code == 404


def test_words_in_an_address_are_not_taken_up() -> None:
    reply = stranger().get("/en?name=Vereshchaka")
    assert reply.headers.get("Location") == "/en/"
    assert "Vereshchaka" not in stranger().get("/en/?name=Vereshchaka").text


@given(st.dictionaries(st.sampled_from(["name", "born", "father", "place", "unit", "service_number"]), st.text()))
def test_no_words_in_the_form_break_the_site(words: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "public_search", lambda _query: PublicAnswer())
        patch.setattr("antigone.interfaces.website.even_answers.time.sleep", lambda _seconds: None)
        encodable = {name: text.encode("utf-8", "replace").decode() for name, text in words.items()}
        assert stranger().post("/ru/", encodable).status_code in {200, 400}


@given(st.binary(max_size=400))
def test_no_bytes_break_the_site(body: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "public_search", lambda _query: PublicAnswer())
        patch.setattr("antigone.interfaces.website.even_answers.time.sleep", lambda _seconds: None)
        assert stranger().post("/ru/", b"name=" + body, content_type=FORM).status_code in {200, 400}
