"""Names to draw people from: given names, patronymics, surnames of several peoples, in Russian and Ukrainian.

The weights of given names are rough public popularity by cohort (born before 1980, and since), set by hand; surnames
follow a Zipf-Mandelbrot law over each people's pool. No person, living or dead, is described: whoever comes out is
a chance combination.
"""

from antigone.simulation.stock.book import CULTURES, NameBook, name_book
from antigone.simulation.stock.surnames import feminine, in_russian, in_ukrainian

__all__ = [
    "CULTURES",
    "NameBook",
    "feminine",
    "in_russian",
    "in_ukrainian",
    "name_book",
]
