"""What it costs at the border: exact charges on consignments, each with its measure, base and source."""

from chorsu.assessment.assess import assess, assess_all
from chorsu.assessment.case import Case
from chorsu.assessment.counting import measures_counting
from chorsu.assessment.exchange import Quote, Rates, load_rates, parse_rates, read_rates
from chorsu.assessment.model import Assessment, Assumed, Charge, Saving, Unknown

__all__ = [
    "Assessment", "Assumed", "Case", "Charge", "Quote", "Rates", "Saving", "Unknown",
    "assess", "assess_all", "load_rates", "measures_counting", "parse_rates", "read_rates",
]  # fmt: skip
