"""Each zone has its own role, limits and connections."""

import dataclasses
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from antigone.server.configuration import BadSetting, Configuration, Zone, configuration_from_environment
from antigone.server.database import django_database, known_migrations, running_database
from antigone.server.trouble import ServerTrouble


@pytest.fixture
def configuration(data: Path) -> Configuration:
    return dataclasses.replace(
        configuration_from_environment(),
        data=data,
        database_url="",
        zone_urls={},
        database_name="antigone",
        postgres_bin=None,
    )


def test_describing_the_database_touches_nothing(configuration: Configuration) -> None:
    django_database(configuration)
    assert not configuration.data.exists()


@pytest.mark.parametrize(
    ("zone", "role"),
    [
        (Zone.OWNER, "antigone"),
        (Zone.WEBSITE, "antigone_public"),
        (Zone.DESK, "antigone_staff"),
        (Zone.STAFF, "antigone_staff"),
        (Zone.WORKER, "antigone_worker"),
    ],
)
def test_on_the_embedded_server_a_zone_is_its_role(configuration: Configuration, zone: Zone, role: str) -> None:
    entry = django_database(dataclasses.replace(configuration, zone=zone))
    assert entry["USER"] == role
    assert entry["HOST"] == str(configuration.data / "run")


def test_on_another_server_a_zone_gives_up_all_rights_but_its_roles(configuration: Configuration) -> None:
    url = "postgresql://own%40er:p%20w@db.example:5433/people?sslmode=verify-full"
    entry = django_database(dataclasses.replace(configuration, zone=Zone.WEBSITE, database_url=url))
    assert (entry["USER"], entry["PASSWORD"], entry["NAME"]) == ("own@er", "p w", "people")
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "5433")
    assert entry["OPTIONS"]["sslmode"] == "verify-full"
    assert "-c role=antigone_public" in entry["OPTIONS"]["options"]


def test_a_zone_with_a_log_in_of_its_own_uses_it(configuration: Configuration) -> None:
    entry = django_database(
        dataclasses.replace(
            configuration,
            zone=Zone.WEBSITE,
            database_url="postgresql://owner@db.example/people",
            zone_urls={Zone.WEBSITE: "postgresql://web@db.example/people"},
        )
    )
    assert entry["USER"] == "web"
    assert "role=" not in entry["OPTIONS"]["options"]


def test_only_the_website_is_held_to_one_second(configuration: Configuration) -> None:
    website = django_database(dataclasses.replace(configuration, zone=Zone.WEBSITE))
    staff = django_database(dataclasses.replace(configuration, zone=Zone.STAFF))
    assert "statement_timeout=1000" in website["OPTIONS"]["options"]
    assert "statement_timeout" not in staff["OPTIONS"]["options"]


def test_the_web_zones_keep_pools_and_all_zones_bind_values_on_the_server(configuration: Configuration) -> None:
    for zone in Zone:
        options = django_database(dataclasses.replace(configuration, zone=zone))["OPTIONS"]
        assert ("pool" in options) == (zone in {Zone.WEBSITE, Zone.DESK})
        assert options["server_side_binding"] is True


@pytest.mark.parametrize("url", ["postgresql://", "people", "mysql://x/y", "postgresql://host:port/people"])
def test_a_url_that_cannot_be_used_is_explained(configuration: Configuration, url: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        django_database(dataclasses.replace(configuration, database_url=url))


def test_the_password_is_never_in_the_explanation(configuration: Configuration) -> None:
    with pytest.raises(BadSetting) as refused:
        django_database(dataclasses.replace(configuration, database_url="postgresql://u:geheim@host/?x"))
    assert "geheim" not in str(refused.value)


def test_a_server_that_cannot_be_reached_is_explained(configuration: Configuration) -> None:
    unreachable = dataclasses.replace(configuration, database_url="postgresql://u@127.0.0.1:1/people")
    with pytest.raises(ServerTrouble, match="cannot be reached"), running_database(unreachable):
        pass


@pytest.mark.django_db
def test_every_migration_that_django_knows_is_looked_for_at_start() -> None:
    assert known_migrations() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


@pytest.mark.embedded
def test_the_first_start_makes_everything_and_the_second_finds_it(configuration: Configuration) -> None:
    for _ in range(2):
        with running_database(configuration):
            host = str(configuration.data / "run")
            with psycopg.connect(host=host, dbname="antigone", user="antigone_public") as connection:
                row = connection.execute("SELECT current_user, to_regclass('registry_record')::text").fetchone()
            assert row == ("antigone_public", "registry_record")
