"""Addresses of invoices that are sent in."""

from django.urls import path, re_path

from chorsu.desks.trade import views_uploads

UPLOAD = "uploads/<uuid:pk>"

urlpatterns = [
    path("uploads/", views_uploads.upload, name="upload"),
    re_path(r"^uploads/example\.(?P<form>xlsx|csv|xml)$", views_uploads.example, name="upload_example"),
    path(f"{UPLOAD}/", views_uploads.preview, name="upload_preview"),
    path(f"{UPLOAD}/faults.xlsx", views_uploads.faults, name="upload_faults"),
    path(f"{UPLOAD}/forget/", views_uploads.forget, name="upload_forget"),
]
