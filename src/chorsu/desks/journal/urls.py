"""Addresses of the desk: journal."""

from django.urls import path

from chorsu.desks.journal.views import entries, mine, notices, webhooks

app_name = "journal"
urlpatterns = [
    path("", entries.entries, name="entries"),
    path("entries/<uuid:key>/", entries.entry, name="entry"),
    path("notices/", notices.notices, name="notices"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.register, name="register_webhook"),
    path("webhooks/<uuid:key>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:key>/change/", webhooks.change, name="change_webhook"),
    path("webhooks/<uuid:key>/pause/", webhooks.pause, name="pause_webhook"),
    path("webhooks/<uuid:key>/resume/", webhooks.resume, name="resume_webhook"),
    path("webhooks/<uuid:key>/secret/", webhooks.rotate, name="rotate_secret"),
    path("webhooks/<uuid:key>/delete/", webhooks.delete, name="delete_webhook"),
    path("deliveries/<uuid:key>/retry/", webhooks.retry, name="retry_delivery"),
    path("my-data/", mine.mine, name="mine"),
    path("my-data/file/", mine.file, name="mine_file"),
    path("my-data/erase/", mine.erase, name="erase"),
]
