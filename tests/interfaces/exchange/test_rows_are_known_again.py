"""The same file twice changes nothing; namesakes stay apart."""

from __future__ import annotations

from tests.interfaces.exchange.conftest import Arrival, Write, arrive

from antigone.interfaces.exchange import load_mapping


def ids(arrived: Arrival) -> list[str]:
    return [draft.source_record_id for draft in arrived.drafts]


LIST = "name,birth,note\nIvanov Ivan,1990,a\nPetrov Petr,13.05.1987,b\n"


def test_the_same_file_gives_the_same_ids(write: Write) -> None:
    path = write(LIST)
    assert ids(arrive(path)) == ids(arrive(path))
    assert len(set(ids(arrive(path)))) == 2


def test_order_case_spaces_notes_and_form_of_the_date_do_not_change_an_id(write: Write) -> None:
    again = write("birth;name;note\n1987-05-13;PETROV  PETR;c\n1990;Ivanov Ivan;\n", name="second.csv")
    assert set(ids(arrive(again))) == set(ids(arrive(write(LIST))))


def test_a_different_birth_gives_a_different_id(write: Write) -> None:
    again = write(LIST.replace("1990", "1991"), name="second.csv")
    assert len(set(ids(arrive(again))) & set(ids(arrive(write(LIST))))) == 1


def test_a_row_that_stands_twice_is_rejected_once(write: Write) -> None:
    arrived = arrive(write(LIST + "Ivanov Ivan,1990,a\n"))
    assert len(arrived.parsed) == 2
    assert (arrived.rejected[0].line, arrived.reasons[0]) == (4, "the same row stands on line 2")


def test_namesakes_of_one_year_are_both_kept_and_said(write: Write) -> None:
    path = write(LIST + "Ivanov Ivan,1990,another\nIvanov Ivan,1990,another\n")
    arrived = arrive(path)
    assert len(set(ids(arrived))) == 3
    assert ids(arrived) == ids(arrive(path))
    assert "as on line 2; both are kept" in arrived.warnings[0].reason
    assert arrived.reasons == ["the same row stands on line 4"]


def test_an_id_given_to_two_people_rejects_the_second(write: Write) -> None:
    arrived = arrive(write("id,name\n7,Ivanov\n7,Petrov\n"))
    assert ids(arrived) == ["7"]
    assert (arrived.rejected[0].line, arrived.rejected[0].column) == (3, "id")
    assert arrived.reasons[0] == "the id 7 stands on line 2 with other content; give each person an id"


def test_a_row_without_the_id_that_others_have_gets_one_made(write: Write) -> None:
    arrived = arrive(write("id,name\n7,Ivanov\n,Petrov\n"))
    assert ids(arrived)[0] == "7"
    assert ids(arrived)[1].startswith("row-")


def test_a_mapping_file_says_what_tells_rows_apart(write: Write) -> None:
    mapping = load_mapping(
        write("kind: dead\ncolumns: {name: name, birth: birth_date, note: note}\nid: [name, note]\n", name="m.yaml")
    )
    first = arrive(write(LIST), mapping=mapping)
    second = arrive(write(LIST.replace("1990", "1991"), name="second.csv"), mapping=mapping)
    assert ids(first) == ids(second)
