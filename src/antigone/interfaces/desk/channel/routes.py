"""Addresses of posts in the channel; a post's number is random."""

from django.urls import path

from antigone.interfaces.desk.channel import views

patterns = [
    path("channel/", views.channel, name="channel"),
    path("channel/new/", views.new, name="channel-new"),
    path("channel/<uuid:public_id>/", views.post, name="channel-post"),
    path("channel/<uuid:public_id>/picture.jpg", views.picture, name="channel-picture"),
    path("channel/<uuid:public_id>/write/", views.write, name="channel-write"),
    path("channel/<uuid:public_id>/sign/", views.sign, name="channel-sign"),
    path("channel/<uuid:public_id>/schedule/", views.schedule, name="channel-schedule"),
    path("channel/<uuid:public_id>/withdraw/", views.withdraw, name="channel-withdraw"),
    path("channel/<uuid:public_id>/again/", views.again, name="channel-again"),
]
