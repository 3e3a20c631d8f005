"""Imports of former cards: upload, columns, dry run, taking over, taking back. Each step has a page."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.adapters.sheets.cells import ROLL_BYTES_MAX, ROWS_MAX
from yikatong.adapters.sheets.writing import CSV, XLSX, as_csv, as_xlsx
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import handed_out, page
from yikatong.channels.officer.import_lines import column_lines, import_line, import_page, sample_lines
from yikatong.office import imports as office
from yikatong.office.staff import Posting

PHASES = ("try", "commit", "undo")
LIMITS = {"megabytes": ROLL_BYTES_MAX // 1_000_000, "rows": ROWS_MAX - 1}


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def imports(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The form for a new file, and the imports so far."""
    if request.method != "POST":
        return _list(request, posting)
    file = request.FILES.get("file")
    if file is None:
        return _list(request, posting, (_file_fault("file_missing", "没有选择文件。", "请选择CSV或XLSX文件。"),))
    if (file.size or 0) > ROLL_BYTES_MAX:
        words = f"文件超过{LIMITS['megabytes']}MB。"
        return _list(request, posting, (_file_fault("roll_bytes", words, "请分批上传。"),))
    try:
        import_id = office.receive(posting, file.name or "", file.read())
    except NotUnderstood as fault:
        return _list(request, posting, fault.faults)
    return HttpResponseRedirect(f"/officer/imports/{import_id}/columns/")


@require_safe
@staffed(Channel.OFFICER)
def template(request: HttpRequest, posting: Posting, kind: str) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    rows = office.template()
    told = as_csv(rows) if kind == "csv" else as_xlsx("社保卡转入", rows)
    return handed_out(told, CSV if kind == "csv" else XLSX, f'attachment; filename="import-template.{kind}"')


@require_safe
@staffed(Channel.OFFICER)
def one(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """Where an import stands and what comes next. Asked again every two seconds while the worker goes on."""
    return _one(request, posting, number)


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def columns(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """Which column of the file is which answer."""
    faults, chosen = tuple[FieldFault, ...](), None
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            office.choose_columns(number, posting, chosen)
        except NotUnderstood as fault:
            faults = fault.faults
        else:
            return HttpResponseRedirect(f"/officer/imports/{number}/")
    check = office.check_columns(number, posting, chosen)
    return page(
        request, "officer/import_columns.html", 422 if faults else 200, title=_("核对列"), posting=posting,
        faults=faults, check=check, lines=column_lines(check, faults), samples=sample_lines(check),
        sample_numbers=[s.number for s in check.samples],
        mine=check.view.actor == posting.actor,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def commit(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """The confirmation that names the counts; then the taking over, or its proposal."""
    if request.method == "POST":
        office.ask_commit(number, posting)
        return HttpResponseRedirect(f"/officer/imports/{number}/")
    return _confirm(request, posting, number, "tried", "officer/import_commit.html", _("确认转入"))


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def undo(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """The reason for taking a whole import back."""
    faults = tuple[FieldFault, ...]()
    if request.method == "POST":
        try:
            office.ask_undo(number, posting, request.POST.get("ground", "").strip()[:400])
        except NotUnderstood as fault:
            faults = fault.faults
        else:
            return HttpResponseRedirect(f"/officer/imports/{number}/")
    return _confirm(request, posting, number, "committed", "officer/import_undo.html", _("整批撤销转入"), faults)


@require_POST
@staffed(Channel.OFFICER)
def verdict(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    chosen = request.POST.get("verdict", "")
    if chosen == "drop":
        office.drop(number, posting)
    elif chosen in ("approve", "decline"):
        office.decide(number, posting, chosen == "approve")
    else:
        raise Http404
    return HttpResponseRedirect(f"/officer/imports/{number}/")


@require_safe
@staffed(Channel.OFFICER)
def rows(request: HttpRequest, posting: Posting, number: str, phase: str) -> HttpResponse:
    """The refused rows of one phase, to mend the file by."""
    if phase not in PHASES:
        raise Http404
    name = f'attachment; filename="import-{phase}-{number[:8]}.csv"'
    return handed_out(office.rows_csv(number, phase, posting), CSV, name)


def _one(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    found = import_page(office.view(number, posting), posting)
    template = "officer/_import.html" if request.headers.get("HX-Request") else "officer/import.html"
    return page(request, template, title=_("导入批次"), posting=posting, found=found)


def _confirm(
    request: HttpRequest, posting: Posting, number: str, state: str, template: str, title: str,
    faults: tuple[FieldFault, ...] = (),
) -> HttpResponse:  # fmt: skip
    """A confirmation page; where the import has gone on, its own page instead."""
    found = office.view(number, posting)
    if found.state != state:
        return HttpResponseRedirect(f"/officer/imports/{number}/")
    return page(
        request, template, 422 if faults else 200, title=title, posting=posting, found=import_page(found, posting),
        faults=faults, typed=request.POST.get("ground", "")[:200], alone_max=office.ALONE_MAX,
    )  # fmt: skip


def _list(request: HttpRequest, posting: Posting, faults: tuple[FieldFault, ...] = ()) -> HttpResponse:
    found = office.recent(posting, _before(request))
    more = found[-1].uploaded_at.isoformat() if len(found) == office.PAGE else ""
    return page(
        request, "officer/imports.html", 422 if faults else 200, title=_("导入原系统的社保卡"), posting=posting,
        faults=faults, lines=[import_line(one) for one in found], more=more, limits=LIMITS, kept=office.KEPT_DAYS,
    )  # fmt: skip


def _chosen(request: HttpRequest) -> dict[str, int]:
    """Columns by field; what is no number is no choice."""
    asked = {field.name: request.POST.get(field.name, "") for field in office.import_fields()}
    return {name: int(place) for name, place in asked.items() if place.isascii() and place.isdigit() and len(place) < 4}


def _before(request: HttpRequest) -> datetime | None:
    """Errors: Http404 for what is no moment."""
    try:
        moment = datetime.fromisoformat(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise Http404 from None
    if moment is not None and moment.tzinfo is None:
        raise Http404
    return moment


def _file_fault(code: str, words: str, cure: str) -> FieldFault:
    return FieldFault("file", "文件", code, words, cure)
