"""Addresses of remains. Parts, bodies, moves and lists have random numbers; a place is named by its code."""

from django.urls import path

from antigone.interfaces.desk.remains import acting, reading, transferring

patterns = [
    path("remains/", reading.home, name="remains"),
    path("remains/parts/<uuid:public_id>/", reading.part, name="remains-part"),
    path("remains/parts/<uuid:public_id>/sheet/", reading.sheet, name="remains-sheet"),
    path("remains/bodies/<uuid:public_id>/", reading.body, name="remains-body"),
    path("remains/labels/", reading.labels, name="remains-labels"),
    path("remains/moves/", reading.moves, name="remains-moves"),
    path("remains/moves/<uuid:public_id>/sign/", acting.sign, name="remains-move-sign"),
    path("remains/moves/<uuid:public_id>/drop/", acting.drop, name="remains-move-drop"),
    path("remains/do/<slug:what>/", acting.act, name="remains-act"),
    path("remains/do/<slug:what>/<uuid:about>/", acting.act, name="remains-act-on"),
    path("remains/transfers/", transferring.transfers, name="remains-transfers"),
    path("remains/transfers/new/", transferring.draw_up_list, name="remains-draw-up"),
    path("remains/transfers/<uuid:public_id>/", transferring.transfer, name="remains-transfer"),
    path("remains/transfers/<uuid:public_id>/offer/", transferring.offer_list, name="remains-offer"),
    path("remains/transfers/<uuid:public_id>/answer/", transferring.answer, name="remains-answer"),
    path("remains/transfers/<uuid:public_id>/hand-over/", transferring.hand_over_list, name="remains-hand-over"),
    path("remains/transfers/<uuid:public_id>/paper/", transferring.list_paper, name="remains-list-paper"),
    path("remains/places/<path:code>/count/", acting.stock, name="remains-stock"),
    path("remains/places/<path:code>/", reading.place, name="remains-place"),
]
