"""The rules of a book, one function each: its docstring says the rule. Importing this gathers them all in ``RULES``."""

from chorsu.measures.checks import chains, conditions, days, dead, goods, money, names, quotas, ranks, replaced, sources  # noqa: F401
from chorsu.measures.checks.rule import FAULT, RULES, WARNING, Examined, Found, Rule

__all__ = ["FAULT", "RULES", "WARNING", "Examined", "Found", "Rule"]
