"""How much a browser may send: looked at before a byte of it is read, so that nothing large reaches memory or disk."""

from django.shortcuts import render

# The largest file that any page takes (20 MB), with the fields and the frame of its form.
MOST_BYTES = 21_000_000


def sizes(get_response):
    """Middleware: a request that says it is larger than any page takes is answered with 413, and not read.

    What comes is never more than was said: as many bytes are read as the request announces, and none where it announces none.
    """

    def answer(request):
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isascii() or not said.isdigit() or int(said[:20]) > MOST_BYTES:
            return render(request, "413.html", {"most": MOST_BYTES // 1_000_000 - 1}, status=413)
        return get_response(request)

    return answer
