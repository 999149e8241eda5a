"""The trade desk's tables. The organisation is a key of every big one."""

from chorsu.desks.trade.models.beginnings import Template, Upload
from chorsu.desks.trade.models.cases import Alteration, Case, Milestone, PlanOfDay
from chorsu.desks.trade.models.offers import Enquiry, EnquiryMessage, Offer
from chorsu.desks.trade.models.partners import Partner
from chorsu.desks.trade.models.talk import File, Message

__all__ = [
    "Alteration",
    "Case",
    "Enquiry",
    "EnquiryMessage",
    "File",
    "Message",
    "Milestone",
    "Offer",
    "Partner",
    "PlanOfDay",
    "Template",
    "Upload",
]
