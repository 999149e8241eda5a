"""The law's arithmetic a second time: small, slow, in plain fractions, and with nothing taken from the product.

It reads the plain dictionaries of the contract (a consignment, a book of measures, groups and chains, rows of exchange
rates) and gives an assessment in the contract's form. It knows nothing of columns, of speed or of how the product is built:
each sentence of the law is one function that says it again. ``assess`` raises :class:`Fault` where the contract calls the
input faulty.
"""

from .charges import assess
from .customs_value import Fault
from .rounding import plain

__all__ = ["Fault", "assess", "plain"]
