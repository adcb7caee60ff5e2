"""The words that head the columns of lists of people, in English, Russian and Ukrainian.

A phrase stands here once, in its plain form: lower case, ё as е, without points, apostrophes and brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange.fields import Field

_PHRASES: dict[Field, str] = {
    Field.ID: """id | ид | record id | person id | identifier | case id | source id | record number | body id |
        body number | номер тела | номер тіла | номер записи | номер запису | номер справи | номер дела |
        идентификатор | ідентифікатор | код | uid | uuid | case number | номер карточки | номер картки""",
    Field.NAME: """name | full name | fullname | names | name of person | person | person name | victim |
        victim name | deceased | name of deceased | prisoner | prisoner name | name of prisoner |
        missing person | name of missing person | surname and name |
        фио | имя | имя фамилия | фамилия имя | фамилия и имя | фамилия имя отчество | имя отчество фамилия |
        фамилия и о | фамилия ио | полное имя | фио погибшего | фио военнослужащего | фио пленного |
        ф и о | піб | п і б | ім я фамілія | прізвище імя по батькові | прізвище імя та по батькові |
        прізвище та імя | прізвище імя | імя прізвище | повне імя | піб загиблого | піб військовослужбовця |
        піб зниклого | піб полоненого | пип | прізвище власне імя по батькові |
        прізвище власне імя та по батькові | прізвище власне імя по батькові за наявності""",
    Field.SURNAME: """surname | last name | lastname | family name | family | фамилия | прізвище | прозвище""",
    Field.GIVEN: """given | given name | given names | first name | firstname | forename | имя собственное | імя |
        власне імя""",
    Field.PATRONYMIC: """patronymic | middle name | middlename | second name | отчество | по батькові |
        по отчеству""",
    Field.ALIAS: """alt | alias | aliases | also known as | aka | alt name | alternative name | other name |
        other names | other spelling | variant | variants | он же | она же | другое имя | другие имена |
        варианты | вариант имени | другая фамилия | варианти | варіанти | інше імя | інші імена |
        він же | вона ж""",
    Field.MAIDEN: """maiden name | nee | birth name | девичья фамилия | дівоче прізвище | former name |
        previous name | прежняя фамилия | попереднє прізвище""",
    Field.TRANSLITERATION: """en name | name en | english name | name in english | latin name | name latin |
        transliteration | имя латиницей | фио латиницей | піб латиницею | імя латиницею | транслитерация |
        транслітерація | name translit | romanised name | romanized name""",
    Field.FATHER_NAME: """father | father name | fathers name | father s name | name of father | отец |
        имя отца | фио отца | батько | імя батька | піб батька""",
    Field.MOTHER_MAIDEN_NAME: """mothers maiden name | mother s maiden name | mother maiden name |
        maiden name of mother | девичья фамилия матери | дівоче прізвище матері""",
    Field.SEX: "sex | gender | пол | стать",
    Field.BIRTH_DATE: """birth | dob | born | date of birth | birth date | birthdate | birthday | born on |
        year of birth | birth year | yob | born year | дата рождения | день рождения | год рождения | г р | гр |
        д р | др | рожд | родился | дата рожд | год рожд | дата народження | день народження |
        рік народження | р н | рн | д н | дн | дата нар | народився | число месяц год рождения |
        день месяц год рождения | число місяць рік народження | дата год рождения | дата рік народження |
        дата місяць рік народження | день місяць рік народження | день месяц год рождения | дата месяц год рождения""",
    Field.AGE: "age | age at death | age years | возраст | вік | лет | років | полных лет | повних років",
    Field.BIRTHPLACE: """birth place | birthplace | place of birth | born in | место рождения | место рожд |
        уроженец | місце народження | уродженець | місце нар""",
    Field.RESIDENCE: """residence | address | place of residence | home address | home town | hometown |
        место жительства | место проживания | адрес | адрес проживания | домашний адрес | місце проживання |
        місце проживання реєстрації | адреса | адреса проживання | місце реєстрації | место регистрации |
        проживал | проживав | жил | lived in | регион | область""",
    Field.NATIONALITY: "nationality | citizenship | гражданство | национальность | громадянство | національність",
    Field.DOCUMENTS: """document | documents | passport | passport number | id document | паспорт |
        серия и номер паспорта | документ | документы | документи | військовий квиток | военный билет |
        инн | іпн | рнокпп | снилс | ідентифікаційний код | серія та номер паспорта | national id |
        id card | identity card""",
    Field.FORCE: """force | armed force | side | армия | вооруженные силы | збройні сили | армія |
        приналежність | принадлежность | сторона""",
    Field.BRANCH: """branch | branch of service | service branch | arm | род войск | вид войск | рід військ |
        вид військ""",
    Field.UNIT: """unit | military unit | regiment | brigade | battalion | company | unit number | воинская часть |
        в ч | вч | часть | номер части | подразделение | військова частина | частина | підрозділ | бригада |
        полк | батальон | батальйон | номер частини | место службы | місце служби""",
    Field.RANK: """rank | military rank | звание | воинское звание | в з | звання | військове звання""",
    Field.SERVICE_NUMBER: """service number | service no | serial number | military number | tag | dog tag |
        tag number | personal number | личный номер | л н | жетон | номер жетона | личный знак |
        особистий номер | о н | номер жетону | особовий номер | військовий номер | личный no |
        особистий no | no жетона | no жетону""",
    Field.CALL_SIGN: "call sign | callsign | позывной | позивний | псевдо",
    Field.STATUS: """status | state | статус | состояние | стан | судьба | доля | fate""",
    Field.LAST_SEEN_DATE: """last seen | last seen date | date last seen | last contact | date of last contact |
        missing since | date missing | date of disappearance | disappearance date | went missing |
        пропал | дата пропажи | дата исчезновения | последний контакт | последний раз на связи |
        дата последнего контакта | дата последней связи | зник | дата зникнення | останній контакт |
        дата останнього контакту | дата останнього звязку | останній звязок | пропал без вести |
        зник безвісти | безвісти зник""",
    Field.LAST_SEEN_PLACE: """last seen place | last seen at | last seen in | place last seen |
        place of disappearance | last known place | last known location | last location |
        location last seen | place of detention | held at | место содержания | место удержания | місце утримання |
        де утримується | где содержится |
        место исчезновения | место пропажи | место последнего контакта | последнее место |
        місце зникнення | місце останнього контакту | останнє місце""",
    Field.CIRCUMSTANCES: """circumstances | circumstance | circumstances of death |
        circumstances of disappearance | обстоятельства | обстоятельства гибели |
        обстоятельства исчезновения | обстоятельства пленения | обставини | обставини загибелі |
        обставини зникнення | обставини полону""",
    Field.DESCRIPTION: """description | physical description | marks | distinguishing marks |
        distinguishing features | features | special marks | tattoo | tattoos | scars | clothing | приметы |
        особые приметы | описание | одежда | татуировки | шрамы | прикмети | особливі прикмети | опис | одяг |
        татуювання | шрами""",
    Field.OCCURRED_DATE: """date of death | death date | died | died on | dod | killed | killed on |
        date killed | shot | executed | date of execution | date captured | capture date |
        date of capture | captured | captured on | recovery date | date of recovery |
        date found | found on | дата смерти | дата гибели | погиб | дата расстрела | расстрелян | умер |
        дата кончины | дата пленения | дата плена | взят в плен | попал в плен | в плену с | дата обнаружения |
        дата загибелі | загинув | дата смерті | помер | дата полону | дата полонення | потрапив у полон |
        у полоні з | в полоні з | дата виявлення | дата взяття в полон | дата потрапляння в полон |
        дата выбытия | дата вибуття""",
    Field.OCCURRED_PLACE: """place of death | death place | place killed | died in | died at | killed in |
        killed at | place of capture | captured in | captured at | place of recovery |
        found in | found at | recovery place | место смерти | место гибели | погиб в | место пленения |
        место плена | место обнаружения | место расстрела | місце смерті | місце загибелі | місце полону |
        місце полонення | місце виявлення | місце взяття в полон""",
    Field.CAUSE: """cause | cause of death | причина смерти | причина гибели | причина смерті |
        причина загибелі | причина | причина выбытия | причина вибуття""",
    Field.BURIAL_PLACE: """burial place | place of burial | burial | buried | buried in | buried at | grave |
        cemetery | место захоронения | место погребения | захоронен | похоронен | могила | кладбище |
        первичное место захоронения | место первичного захоронения |
        місце поховання | похований | похований в | кладовище | цвинтар""",
    Field.INFORMANT: """informant | reported by | information source | источник сведений | источник информации |
        кто сообщил | джерело відомостей | джерело інформації | хто повідомив | заявитель | заявник""",
    Field.FAMILY_INFORMED_ON: """family informed | family informed on | family notified |
        date family informed | родные уведомлены | семья уведомлена | родина повідомлена |
        дата повідомлення родини | сповіщено родину""",
    Field.SOURCE_DATE: """source date | updated | updated at | last updated | as of | record date |
        date of record | дата обновления | дата записи | дата оновлення | дата запису | станом на""",
    Field.NOTE: """note | notes | remark | remarks | comment | comments | примечание | примечания |
        комментарий | прочее | дополнительно | примітка | примітки | коментар | додатково | інше |
        додаткова інформація | дополнительная информация""",
}

_IGNORED: dict[str, str] = {
    "a running number changes when the list does": """no | nr | n | row | row number | number | num | index | пп | п п |
        no пп | no п п | no зп | no з п | з п | номер | порядковый номер | порядковий номер | номер по порядку | nn""",
    "whom to ask is kept in the original row only": """contact | contacts | phone | telephone | контакты |
        контакти | телефон | phone number | email | e mail | контактный телефон | контактний телефон""",
    "where the list had it from is kept in the original row only": """source | sources | url | link | источник |
        источники | джерело | джерела | ссылка | посилання""",
}


def word_set(words: str) -> frozenset[str]:
    """The words of a text, without order; for lists of words that should read as such."""
    return frozenset(words.split())


_KINDS: dict[RecordKind, str] = {
    RecordKind.REMAINS: r"remains|bod(?:y|ies)\b|unidentified|останк|неопознан|невпізнан|тел[ао]\b|тіл[ао]\b"
    r"|эксгум|ексгум",
    RecordKind.PRISONER: r"prisoner|\bpows?\b|captur|captiv|плен|полон|detain|hostage|заложник|заручник",
    RecordKind.MISSING: r"missing|disappear|last seen|last contact|пропа|безвіст|исчез|зник|без вести|розшук|розыск",
    RecordKind.DEAD: r"dead|death|died|killed|shot\b|executed|deceased|fatalit|victims?\b|casualt|погиб|гибел"
    r"|убит|расстрел|смерт"
    r"|загибл|загибел|загину|вбит|помер|умер|burial|buried|похорон|похован|memorial|мемориал|меморіал",
}
_KIND_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}

_SOMEBODY_ELSE = word_set(
    """mother mothers father fathers wife husband relative relatives contact informant applicant commander
    doctor reporter witness матери мать отца отец жены жена мужа муж родственника родственник заявителя
    заявитель командира контактного врача свидетеля матері мати батька батько дружини чоловіка родича
    заявника командира лікаря свідка контактної place city village file unit event side місця места"""
)

_EVENT_WORDS = word_set(
    """deaths fatalities personnel casualties event conflict dyad killed wounded captured losses tanks
    latitude longitude geom потери втрати жертв количество кількість pow day best high low"""
)


def plain(header: str) -> str:
    """A header cell as the vocabulary writes it: "First_Name", "firstName" and "FIRST NAME" are one."""
    text = unicodedata.normalize("NFKC", header[:300].replace("№", " no "))
    text = re.sub(r"(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])", " ", text)
    text = text.casefold().replace("ё", "е")
    text = re.sub(r"['’ʼ`´]", "", text)
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """What a header cell means. One of `field` and `ignored` is set; `plain` is the phrase that matched."""

    plain: str
    field: Field | None = None
    ignored: str = ""


def _vocabulary() -> dict[str, HeaderWord]:
    words: dict[str, HeaderWord] = {}
    for field, phrases in _PHRASES.items():
        for phrase in phrases.split("|"):
            spelled = " ".join(phrase.split())
            words[spelled] = HeaderWord(spelled, field=field)
            words.setdefault(spelled.replace(" ", ""), HeaderWord(spelled, field=field))
    for why, phrases in _IGNORED.items():
        for phrase in phrases.split("|"):
            spelled = " ".join(phrase.split())
            words[spelled] = HeaderWord(spelled, ignored=why)
    return words


_VOCABULARY = _vocabulary()
_LONGEST = max(len(phrase.split()) for phrase in _VOCABULARY)
_MAY_GO_ON = word_set(
    "фио піб статус status звание звання обставини обстоятельства примітки примечания контакти контакты телефон"
)


@lru_cache(maxsize=4096)
def recognised(header: str) -> HeaderWord | None:
    """What a header cell means, or None.

    Tried in turn: the whole cell; the cell without what stands in brackets; its first words, when two or more
    of them are a known phrase and the rest does not turn it to somebody else ("фамилия имя матери").
    """
    if not header or len(header) > 300:
        return None
    for text in (header, re.sub(r"\(.*?\)|\[.*?\]", " ", header)):
        spelled = plain(text)
        if not spelled:
            continue
        if spelled in _VOCABULARY:
            return _VOCABULARY[spelled]
        words = spelled.split()
        if any(word in _SOMEBODY_ELSE for word in words):
            continue
        for length in range(min(len(words) - 1, _LONGEST), 0, -1):
            phrase = " ".join(words[:length])
            if phrase in _VOCABULARY and (length > 1 or phrase in _MAY_GO_ON):
                return _VOCABULARY[phrase]
    return None


def kinds_spoken_of(text: str) -> frozenset[RecordKind]:
    """Which kinds of record a title, file name or header speaks of."""
    spelled = plain(text) if len(text) < 300 else text[:300].casefold()
    return frozenset(kind for kind, pattern in _KIND_PATTERNS.items() if pattern.search(spelled))


def speaks_of_events(headers: tuple[str, ...]) -> tuple[str, ...]:
    """Those headers that count or place events ("deaths_civilians", "personnel")."""
    return tuple(header for header in headers if _EVENT_WORDS & set(plain(header).split()))
