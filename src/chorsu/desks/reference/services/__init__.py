"""Every change of state of the reference desk: drafts written, checked, reviewed, published, taken back."""

from chorsu.desks.reference.services.changes import add_rows, change_law, take_file_out, take_out, write_change
from chorsu.desks.reference.services.drafts import begin, change_draft, restore, withdraw
from chorsu.desks.reference.services.publishing import publish, reverse
from chorsu.desks.reference.services.review import ask, finish, return_draft, submit, take_back

__all__ = [
    "add_rows", "ask", "begin", "change_draft", "change_law", "finish", "publish", "restore", "return_draft", "reverse",
    "submit", "take_back", "take_file_out", "take_out", "withdraw", "write_change",
]  # fmt: skip
