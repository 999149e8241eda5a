"""The desks of this installation that have something to say: a module of one name in each."""

from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

DESKS = "chorsu.desks."


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """The modules of that name in the desks, in the order of INSTALLED_APPS."""
    desks = [app for app in apps.get_app_configs() if app.name.startswith(DESKS)]
    return tuple(import_module(f"{app.name}.{name}") for app in desks if module_has_submodule(app.module, name))
