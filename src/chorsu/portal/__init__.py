"""The web project: settings, pages, static files, translations."""

from chorsu.portal.serve import seed_demo, serve

__all__ = ["seed_demo", "serve"]
