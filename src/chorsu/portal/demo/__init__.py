"""The demo zone: ten invented organisations, thirty living cases, signed in by one click. Never in a real installation."""

from chorsu.portal.demo.seed import NotADemo, seed_zone

__all__ = ["NotADemo", "seed_zone"]
