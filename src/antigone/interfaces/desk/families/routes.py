"""Addresses of families. Their numbers are random; labels that were asked for are posted."""

from django.urls import path

from antigone.interfaces.desk.views import families

patterns = [
    path("families/", families.family_list, name="families"),
    path("families/<uuid:public_id>/", families.family, name="family"),
    path("families/<uuid:public_id>/tree.svg", families.tree, name="family-tree"),
    path("families/<uuid:public_id>/next/", families.next_relative, name="family-next"),
    path("families/<uuid:public_id>/donors/<int:donor>/withdraw/", families.withdraw, name="family-withdraw"),
]
