"""Names across scripts: how strongly do two spellings speak for one person?"""

from antigone.evidence.names.blocking import KEY_ORDER, NameWord, join_keys, keys, query_keys, sort_key, words
from antigone.evidence.names.contradiction import contradict
from antigone.evidence.names.line import NameLine, with_father
from antigone.evidence.names.reading import lexicon
from antigone.evidence.names.reading.patronymics import (
    eastern_patronymic,
    patronymic_of,
    russian_patronymic,
    ukrainian_patronymic,
)
from antigone.evidence.names.reading.roles import PersonName, parse
from antigone.evidence.names.reading.romanisation import RomanisationScheme, romanise
from antigone.evidence.names.reading.vocabulary import word_codes
from antigone.evidence.names.weighing.agreement import Agreement, Agreements
from antigone.evidence.names.weighing.comparison import compare_many
from antigone.evidence.names.weighing.indexing import IndexWord, index_words, places
from antigone.evidence.names.weighing.model import Strangers
from antigone.evidence.names.weighing.reasons import compare, compare_each
from antigone.evidence.names.weighing.rows import agreement_rows, compare_rows
from antigone.evidence.names.weighing.table import NameTable, encode

__all__ = [
    "KEY_ORDER",
    "Agreement",
    "Agreements",
    "IndexWord",
    "NameLine",
    "NameTable",
    "NameWord",
    "PersonName",
    "RomanisationScheme",
    "Strangers",
    "agreement_rows",
    "compare",
    "compare_each",
    "compare_many",
    "compare_rows",
    "contradict",
    "eastern_patronymic",
    "encode",
    "index_words",
    "join_keys",
    "keys",
    "parse",
    "patronymic_of",
    "places",
    "query_keys",
    "romanise",
    "russian_patronymic",
    "sort_key",
    "ukrainian_patronymic",
    "with_father",
    "word_codes",
    "words",
]

# The room is ready when its import returns: the first comparison of a search is as fast as the next.
lexicon.prepare()
