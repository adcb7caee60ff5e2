"""Addresses of looking; all of them have random numbers."""

from django.urls import path

from antigone.interfaces.desk.incidents.viewer import comparing, marking, pictures, series

_CASE = "incidents/<uuid:public_id>/footage/"
_PAIR = f"{_CASE}<uuid:before>/<uuid:after>/"

patterns = [
    path(_CASE, pictures.footage, name="footage"),
    path(f"{_CASE}counts/<slug:what>/", series.series, name="footage-series"),
    path(f"{_CASE}counts/<slug:what>/figures/", series.to_figures, name="footage-figures"),
    path(f"{_CASE}<uuid:picture>/<slug:kind>.jpg", pictures.image, name="footage-image"),
    path(f"{_CASE}<uuid:picture>/lift/", pictures.lift, name="footage-lift"),
    path(f"{_CASE}<uuid:picture>/mark/<slug:what>/", marking.mark, name="footage-mark"),
    path(_PAIR, comparing.compare, name="footage-compare"),
    path(f"{_PAIR}align/", marking.align, name="footage-align"),
    path(f"{_PAIR}<slug:kind>.jpg", comparing.pair_image, name="footage-pair-image"),
]
