"""Addresses of the gallery at the desk."""

from django.urls import path

from antigone.interfaces.desk.gallery import relatives, views

patterns = [
    path("gallery/", views.listed, name="gallery"),
    path("redactions/<uuid:public_id>/gallery/", views.propose, name="gallery-propose"),
    path("gallery/<str:code>/", views.thing, name="gallery-thing"),
    path("gallery/<str:code>/picture.jpg", views.picture, name="gallery-picture"),
    path("gallery/<str:code>/sign/", views.sign, name="gallery-sign"),
    path("gallery/<str:code>/take-out/", views.take_out, name="gallery-take-out"),
    path("enquiries/<uuid:public_id>/pictures/", relatives.pictures, name="enquiry-pictures"),
    path("pictures/<uuid:number>/sign/", relatives.sign, name="enquiry-picture-sign"),
    path("pictures/<uuid:number>/end/", relatives.end, name="enquiry-picture-end"),
]
