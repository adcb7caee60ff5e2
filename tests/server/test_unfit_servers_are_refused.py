"""A server that would lose people silently is refused with one sentence."""

from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest

from antigone.server import database_check
from antigone.server.database_check import UnfitServer, faults, refuse_unfit
from antigone.server.embedded import Cluster

pytestmark = pytest.mark.embedded


@pytest.fixture
def administration(cluster: Cluster) -> psycopg.Connection[Any]:
    cluster.start()
    return cluster.connect()


def create(cluster: Cluster, administration: psycopg.Connection[Any], options: str) -> psycopg.Connection[Any]:
    administration.execute(f"CREATE DATABASE tried TEMPLATE template0 {options}")
    return cluster.connect("tried")


def test_our_own_is_fit(administration: psycopg.Connection[Any]) -> None:
    assert faults(administration) == []


def test_a_database_blind_to_cyrillic_is_refused(cluster: Cluster, administration: psycopg.Connection[Any]) -> None:
    blind = create(cluster, administration, "ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")
    with pytest.raises(UnfitServer, match="blind to Cyrillic"):
        refuse_unfit(blind)


def test_a_database_in_another_encoding_is_refused(cluster: Cluster, administration: psycopg.Connection[Any]) -> None:
    other = create(cluster, administration, "ENCODING 'WIN1251' LOCALE_PROVIDER libc LOCALE 'C'")
    with pytest.raises(UnfitServer, match="WIN1251"):
        refuse_unfit(other)


def test_a_server_without_an_extension_is_refused(
    administration: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_check, "EXTENSIONS", ("pg_trgm", "no_such_extension"))
    with pytest.raises(UnfitServer, match="lacks the extension no_such_extension"):
        refuse_unfit(administration)


def test_an_extension_that_the_log_in_may_not_switch_on_is_named(
    cluster: Cluster, administration: psycopg.Connection[Any]
) -> None:
    administration.execute("CREATE ROLE antigone_public LOGIN")
    poor = cluster.connect("postgres", role="antigone_public")
    with pytest.raises(UnfitServer, match="CREATE EXTENSION pg_trgm"):
        refuse_unfit(poor)


def test_a_server_that_is_too_old_is_refused() -> None:
    old = cast("psycopg.Connection[Any]", SimpleNamespace(info=SimpleNamespace(server_version=140012)))
    with pytest.raises(UnfitServer, match="version 14"):
        refuse_unfit(old)
