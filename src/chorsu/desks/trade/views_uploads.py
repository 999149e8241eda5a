"""Pages of invoices that are sent in: choose a file, look at what was read, put it right, make it a case."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks import files
from chorsu.desks.language import engine_language, written_figure
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import require
from chorsu.desks.plans import examples
from chorsu.desks.plans.forms import CURRENCIES, UNITS, show_faults
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import answers, queries, services, shown_uploads
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.previews import preview_of
from chorsu.documents import draft_invoice, to_xml
from chorsu.documents.invoices import KINDS, MOST_BYTES, MOST_ROWS, Choices, invoice_rows, to_text, to_workbook
from chorsu.documents.invoices.table import ENCODINGS
from chorsu.facts import Faulty
from chorsu.planning import load_references, read_for_plan

UNPROCESSABLE = 422
PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def upload(request):
    """Choose an invoice and send it."""
    require(may.begin, request.actor)
    fault = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Refused(_("Choose a file first."))
            content = files.read_sent(sent, most=MOST_BYTES)
            made = services.receive_invoice(sent.name, content, by=request.actor, at=timezone.now())
            return redirect("trade:upload_preview", pk=made.pk)
        except NotAllowed:
            raise
        except Refused as refused:
            fault = str(refused)
    context = {
        "fault": fault,
        "most_mb": MOST_BYTES // 1_000_000,
        "most_rows": written_figure(Decimal(MOST_ROWS)),
        "waiting": queries.visible_uploads(request.actor)[:10],
    }
    return render(request, "trade/upload.html", context, status=UNPROCESSABLE if fault else 200)


@require_safe
def example(request, form):
    """The apples as an invoice, in the reader's language: an example of each format that is read."""
    language = engine_language()
    consignment = read_for_plan(examples.documents()[examples.FIRST], load_references())
    if form == "xml":
        content = to_xml(draft_invoice(consignment, number="2026-0042", on=timezone.now().date()))
    else:
        rows = invoice_rows(consignment, language)
        content = to_workbook(rows) if form == "xlsx" else to_text(rows, language)
    kind = next(kind for kind in KINDS if kind.name == form)
    name = f"invoice-apples-{language}{kind.ending}"
    return HttpResponse(content, content_type=kind.media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def preview(request, pk):
    """What was read of an invoice, its faults first; posted, what was answered is read in, or the case is made."""
    row = queries.found(queries.visible_uploads(request.actor), pk)
    if request.method != "POST":
        return _page(request, row)
    require(may.begin, request.actor)
    read = preview_of(row.digest, Choices.of(row.preview["choices"]))
    form = answers.AnswerForm(request.POST)
    form.is_valid()
    choices = answers.taken(request.POST, form, read, Choices.of(row.preview["choices"]))
    at = timezone.now()
    try:
        row = services.change_upload(row, choices, by=request.actor, at=at)
        if request.POST.get("do") != "make":
            return redirect(f"{reverse('trade:upload_preview', args=[row.pk])}?{request.GET.urlencode()}".rstrip("?"))
        return redirect(services.make_case(row, by=request.actor, at=at))
    except NotAllowed:
        raise
    except Faulty as faulty:
        form.errors.pop("__all__", None)
        show_faults(faulty.faults, form, [], engine_language())
        return _page(request, row, form=form, status=UNPROCESSABLE)
    except Refused as refused:
        return _page(request, row, refused=str(refused), status=UNPROCESSABLE)


def _page(request, row, *, form=None, refused="", status=200):
    choices = Choices.of(row.preview["choices"])
    read = preview_of(row.digest, choices)
    language = engine_language()
    faulty = shown_uploads.faulty_rows(read, language)
    page, asked = paged(request, read.rows, most=PAGE)
    faults_page, faults_asked = shown_uploads.page_of(faulty, request.GET.get("faults", ""), request.GET)
    context = {
        "upload": row,
        "read": read,
        "choices": choices,
        "form": form or answers.AnswerForm(initial=answers.told(read, choices)),
        "refused": refused,
        "columns": shown_uploads.columns(read, choices),
        "fields": shown_uploads.fields(),
        "notes": shown_uploads.notes(read, language),
        "words": shown_uploads.words(read, language),
        "codeless": shown_uploads.codeless(read, language),
        "guesses": shown_uploads.guesses(read, language),
        "faults": faults_page,
        "faults_asked": faults_asked,
        "fault_count": len(read.all_faults),
        "guess_count": len(read.open_guesses),
        "heads": shown_uploads.heads(),
        "rows": shown_uploads.rows(page.object_list, language),
        "page": page,
        "asked": asked,
        "left_out": shown_uploads.left_out(read, language),
        "told": shown_uploads.told(read),
        "sums": shown_uploads.sums(read),
        "missing": shown_uploads.missing(read),
        "encodings": ENCODINGS,
        "currencies": CURRENCIES,
        "units": UNITS,
    }
    return render(request, "trade/upload_preview.html", context, status=status)


@never_cache
@require_safe
@for_actor
def faults(request, pk):
    """The faults as a workbook: a list, and the table as it was sent with its faulty cells marked."""
    row = queries.found(queries.visible_uploads(request.actor), pk)
    choices = Choices.of(row.preview["choices"])
    content = shown_uploads.marked(preview_of(row.digest, choices), files.content_of(row.digest), choices, engine_language())
    name = f"faults-{row.pk}.xlsx"
    return HttpResponse(
        content,
        content_type=KINDS[0].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def forget(request, pk):
    """Ask, then forget an invoice that is not to become a case."""
    row = queries.found(queries.visible_uploads(request.actor), pk)
    require(may.begin, request.actor)
    if request.method == "POST":
        services.forget_upload(row, by=request.actor, at=timezone.now())
        return redirect("trade:upload")
    return render(request, "trade/upload_forget.html", {"upload": row})
