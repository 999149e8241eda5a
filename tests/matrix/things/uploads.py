"""What the matrix asks for invoices that are sent in: one of the owner's, no case yet."""

from django.utils import timezone

from chorsu.desks.trade import services
from tests.uploads import made


def things(cast) -> dict:
    upload = services.receive_invoice("apples.xlsx", made.apples(), by=cast.staff, at=timezone.now())
    return {"invoice": upload, "xlsx": "xlsx", "trade:upload_preview POST": {"do": "read"}}
