"""An employer hands in a roll with photos and follows its own batches; other employers' do not exist here."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.steps import step_words
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import drafts, filling, flow
from yikatong.channels.derive.answer import service_names
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import staff_window
from yikatong.office import batches as shelf
from yikatong.office.batches import BatchView, RowView
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.services import catalogue

UPLOAD_BYTES_MAX = 50_000_000
ROWS_PAGE = 100


@dataclass(frozen=True, slots=True)
class BatchLine:
    href: str
    received_at: str
    place: str
    total: int
    answered: int
    granted: int
    refused: int
    state: str
    words: str
    finished: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    number: int
    masked: str
    granted: bool
    reference: str
    words: tuple[str, ...]
    next: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.EMPLOYER)
def batches(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The form for a new batch, and the batches so far. Handing in twice by a double click is one batch."""
    if request.method != "POST":
        return _page(request, posting)
    case_number = drafts.case_number_of(request.POST.get("case_number", ""))
    raw = {f: request.POST.get(f, "") for f in ("region", "bank", "outlet")}
    try:
        roll, photos = _file(request, "roll"), _file(request, "photos")
        if roll is None:
            raise NotUnderstood((_fault("roll", "file_missing", "没有收到申领名单文件。"),))
        received = shelf.receive(
            posting.party, posting.client, case_number, posting.actor, posting.region, raw, roll, photos
        )
    except NotUnderstood as fault:
        return _page(request, posting, raw, fault.faults)
    return HttpResponseRedirect(f"/employer/batches/{received.batch_id}/")


@require_safe
@staffed(Channel.EMPLOYER)
def batch(request: HttpRequest, posting: Posting, batch_id: str) -> HttpResponse:
    after = request.GET.get("after", "0")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    found = shelf.rows(batch_id, posting.party, start, ROWS_PAGE)
    line = _line(shelf.status(batch_id, posting.party))
    more = found[-1].number if len(found) == ROWS_PAGE else None
    rows = [_row(row) for row in found]
    return page(request, "employer/batch.html", title=_("本批申领的结果"), batch=line, rows=rows, more=more)


@require_safe
@staffed(Channel.EMPLOYER)
def results(request: HttpRequest, posting: Posting, batch_id: str) -> StreamingHttpResponse:
    """All answered rows as a file that spreadsheets open."""
    lines = shelf.rows_csv(batch_id, posting.party)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="results.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.EMPLOYER)
def service(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    """Services that concern nobody: outlets, the photo check. The roll has a page of its own."""
    if code == "apply_for_employees":
        return HttpResponseRedirect("/employer/")
    return flow.form_view(request, staff_window(posting, Assurance.NONE), code)


def _page(
    request: HttpRequest, posting: Posting, raw: dict[str, str] | None = None, faults: tuple[FieldFault, ...] = ()
) -> HttpResponse:
    service = catalogue()["apply_for_employees"]
    window = staff_window(posting, Assurance.NONE)
    others = [s for s in catalogue().values() if Channel.EMPLOYER in s.channels and not s.about_person and not s.share]
    return page(
        request, "employer/batches.html", 422 if faults else 200, title=service.name, summary=service.summary,
        form=filling.draw(service, window, None, dict(raw) if raw else None, faults), faults=faults,
        case_number=request.POST.get("case_number") or drafts.new_case_number(), posting=posting,
        lines=[_line(b) for b in shelf.recent(posting.party)],
        services=[(s.name, window.service_path(s.code)) for s in others],
    )  # fmt: skip


def _file(request: HttpRequest, name: str) -> bytes | None:
    file = request.FILES.get(name)
    if file is None:
        return None
    if (file.size or 0) > UPLOAD_BYTES_MAX:
        raise NotUnderstood((_fault(name, "file_too_large", "文件超过50MB，请分批上传。"),))
    return bytes(file.read())


def _fault(field: str, code: str, words: str) -> FieldFault:
    return FieldFault(
        field, {"roll": "申领名单文件", "photos": "照片压缩包"}[field], code, words, "请重新选择文件后再提交。"
    )


def _line(view: BatchView) -> BatchLine:
    whole = view.whole
    words = "；".join((whole.words, *(r.words for r in whole.reasons))).strip("；") if whole else ""
    state = "已办结" if view.finished_at else "正在逐人受理" if view.answered else "已收到，等待受理"
    return BatchLine(
        f"/employer/batches/{view.batch_id}/", words_of(view.received_at), regions.name(view.region), view.total,
        view.answered, view.granted, view.refused, state, words, view.finished_at is not None,
    )  # fmt: skip


def _row(row: RowView) -> RowLine:
    answer = row.answer
    words = (answer.words,) if answer.granted else tuple(r.words for r in answer.reasons)
    steps = dict.fromkeys(answer.next + tuple(step for reason in answer.reasons for step in reason.next))
    told = tuple(step_words(step, service_names()) for step in steps)
    return RowLine(row.number, row.masked, answer.granted, answer.reference, words, told)
