"""Two spellings of one name meet, two names that look alike do not. The people are invented."""

from __future__ import annotations

import pytest

from antigone.evidence import names

ONE_PERSON = {
    "yo written as e": ("Семён Королёв", "Семен Королев"),
    "pet name with e for yo": ("Леша Дерябин", "Алексей Дерябин"),
    "decomposed short i": ("Сергей Зайцев", "Сергей Зайцев"),
    "Ukrainian i and Russian i": ("Вікторія Білик", "Виктория Билик"),
    "g as h": ("Богдан Гопко", "Bohdan Hopko"),
    "g as g": ("Богдан Гопко", "Bogdan Gopko"),
    "Hanna and Anna": ("Ганна Мороз", "Anna Moroz"),
    "ye and e": ("Євген Ємець", "Evgeny Emets"),
    "straight apostrophe": ("Мар'яна Лук'янчук", "Marianna Lukyanchuk"),
    "typographic apostrophe": ("Мар’яна Лук’янчук", "Мар'яна Лук'янчук"),
    "modifier apostrophe": ("Марʼяна Лукʼянчук", "Мар'яна Лук'янчук"),
    "prime for the soft sign": ("Vasil′ev Igor′", "Васильев Игорь"),
    "shch in English": ("Щербаков Илья", "Shcherbakov Ilya"),
    "shch in Polish": ("Щербаков Илья", "Szczerbakow Ilja"),
    "shch in German": ("Щербаков Илья", "Schtscherbakow Ilja"),
    "shch in French": ("Щербаков Илья", "Chtcherbakov Ilia"),
    "shch with carons": ("Щербаков Илья", "Ščerbakov Il'ja"),
    "kh": ("Хромов Артур", "Khromov Artur"),
    "kh as h": ("Хромов Артур", "Hromov Artur"),
    "kh as ch": ("Хромов Артур", "Chromow Artur"),
    "ts": ("Цветков Юрий", "Tsvetkov Yuri"),
    "ts as c": ("Цветков Юрий", "Cvetkov Jurij"),
    "ts as z": ("Цветков Юрий", "Zwetkow Juri"),
    "zh as zh": ("Журин Яков", "Zhurin Yakov"),
    "zh as j": ("Журин Яков", "Jourine Iakov"),
    "zh with a dot": ("Журин Яков", "Żurin Jakow"),
    "zh as sch": ("Журин Яков", "Schurin Jakow"),
    "ya as ia": ("Яшина Юлия", "Iashina Iuliia"),
    "yo as jo": ("Пётр Соловьёв", "Pjotr Solowjow"),
    "endings of adjectives": ("Николай Заречный", "Mykola Zarechnyi"),
    "Belarusian akanie": ("Алег Марозаў", "Олег Морозов"),
    "Belarusian akanie in Latin": ("Aleh Marozau", "Олег Морозов"),
    "short u as w": ("Pawlowski Dzmitry", "Дмитрий Павловский"),
    "dz and ts": ("Дзмітрый Цімашэнка", "Дмитрий Тимошенко"),
    "Ukrainian and Russian given names": ("Олексій Ковальчук", "Алексей Ковальчук"),
    "Mykola and Nikolai": ("Микола Стельмах", "Nikolai Stelmakh"),
    "Pylyp and Filipp": ("Пилип Стельмах", "Филипп Стельмах"),
    "Yevhen and Eugene": ("Yevhen Stelmakh", "Eugene Stelmakh"),
    "Latin i in a Cyrillic word": ("Сергiй Iваненко", "Сергій Іваненко"),
    "Latin capitals in a Cyrillic word": ("CAXAPOB Антон", "САХАРОВ Антон"),
    "Cyrillic letters in a Latin word": ("Аntоn Sаkhаrоv", "Anton Sakharov"),
    "Greek kappa": ("Аляκсандр Кавалёў", "Александр Ковалёв"),
    "her own form of the surname": ("Ольга Деревянко-Белова", "Olga Derevyanko-Belov"),
    "feminine of ov": ("Анна Белозёрова", "Anna Belozerov"),
    "feminine of ski": ("Анна Загорская", "Hanna Zahorskyi"),
    "feminine in Ukrainian": ("Анна Загорська", "Анна Загорская"),
    "surname without a feminine": ("Ірина Ковальчук", "Irina Kovalchuk"),
    "patronymic omitted": ("Глеб Викторович Чепурной", "Gleb Chepurnoy"),
    "surname like a patronymic": ("Рубинович Лев Маркович", "Lev Rubinovich"),
    "surname like a given name": ("Борис Игнат", "Игнат Борис"),
    "given name like the surname": ("Николай Николаев", "Nikolaev Nikolai"),
    "half of a double surname": ("Вера Соснова-Гай", "Вера Соснова"),
    "surname and initials": ("Дрозд И. П.", "Игнат Петрович Дрозд"),
    "initials without spaces": ("Дрозд И.П.", "Ihnat Petrovych Drozd"),
    "initials before the surname": ("И.П. Дрозд", "Дрозд Игнат Петрович"),
    "surname first without a comma": ("Дрозд Игнат Петрович", "Игнат Петрович Дрозд"),
    "surname first with a comma": ("Drozd, Ihnat", "Игнат Дрозд"),
    "oglu": ("Мамедов Рашад Эльдар оглы", "Rashad Eldar oglu Mammadov"),
    "kyzy": ("Алиева Лейла Эльдар кызы", "Leyla Eldar qizi Aliyeva"),
    "genitive of a family post": ("Дерягина Ивана", "Иван Дерягин"),
    "stress marks": ("Игнáт Дерябин", "Игнат Дерябин"),
    "Belarusian u for l": ("Таўстой Ігнат", "Толстой Игнат"),
    "lost space": ("ИгнатДрозд", "Игнат Дрозд"),
    "soft hyphen and zero-width space": ("Иг\u00adнат Дро\u200bзд", "Игнат Дрозд"),
    "Arabic script": ("محمد حسين", "Muhammad Hussein"),
}

TWO_PEOPLE = {
    "another patronymic": ("Игнат Петрович Дрозд", "Игнат Маркович Дрозд"),
    "another given name": ("Игнат Петрович Дрозд", "Роман Петрович Дрозд"),
    "another surname": ("Игнат Петрович Дрозд", "Игнат Петрович Сомов"),
    "brother and sister": ("Евгений Петрович Дрозд", "Евгения Петровна Дрозд"),
    "an initial that does not fit": ("Дрозд И. П.", "Сергей Маркович Дрозд"),
    "a surname that begins alike": ("Антон Громов", "Антон Громаковский"),
    "father and son": ("Виктор Павлович Дрозд", "Павел Викторович Дрозд"),
    "an Arabic forefather exchanged": ("Yusuf Omar Hamid Nasser", "Yusuf Karim Bashir Haddad"),
}


@pytest.mark.parametrize(("left", "right"), ONE_PERSON.values(), ids=ONE_PERSON.keys())
def test_spellings_of_one_name_speak_for_one_person(left: str, right: str) -> None:
    assert names.compare(left, right).log10_lr > 0


@pytest.mark.parametrize(("left", "right"), TWO_PEOPLE.values(), ids=TWO_PEOPLE.keys())
def test_names_of_two_people_speak_against_one_person(left: str, right: str) -> None:
    assert names.compare(left, right).log10_lr < -0.3


def test_leaving_the_patronymic_out_is_no_contradiction_but_another_patronymic_is() -> None:
    full = "Глеб Викторович Чепурной"
    same, omitted, contradicted = (
        names.compare(full, other).log10_lr
        for other in ("Gleb Viktorovich Chepurnoy", "Gleb Chepurnoy", "Gleb Markovich Chepurnoy")
    )
    assert same > omitted > 0 > contradicted


def test_agreeing_on_a_common_surname_says_less_than_on_a_rare_one() -> None:
    common = names.compare("Иван Кузнецов", "Ivan Kuznetsov").log10_lr
    rare = names.compare("Иван Дерябина", "Ivan Deryabina").log10_lr
    assert rare > common + 0.3


def test_the_wife_s_married_name_weighs_less_against_her_than_a_man_s_other_surname_against_him() -> None:
    woman = names.compare("Ольга Марковна Дроздова", "Ольга Марковна Чепурная").log10_lr
    man = names.compare("Олег Маркович Дроздов", "Олег Маркович Чепурной").log10_lr
    assert man < woman < 1
