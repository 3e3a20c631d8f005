"""The dashboard: bars drawn here, each with its table beneath; and the same figures as a file."""

from dataclasses import dataclass
from unicodedata import east_asian_width

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yikatong.adapters.sheets.writing import CSV, XLSX, as_csv, as_xlsx
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import handed_out, page
from yikatong.office import deployment, figures, personnel
from yikatong.office.figures import Chart
from yikatong.office.staff import Posting

STEP, LABELS, COUNTS, WIDTH = 28, 200, 70, 640  # of the drawing, in its own units
HAN, LATIN = 14, 8  # how much room a character of a label takes: an English label may need more than LABELS


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the drawing, in its units; ``count`` in words."""

    label: str
    y: int
    text_y: int
    length: int
    count_x: int
    count: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """``labels``: how wide the column of labels is; the bars begin behind it."""

    code: str
    title: str
    height: int
    labels: int
    bars: tuple[Bar, ...]


@require_safe
@staffed(Channel.OFFICER)
def dashboard(request: HttpRequest, posting: Posting) -> HttpResponse:
    return page(
        request, "officer/figures.html", title=_("统计"), posting=posting, now=words_of(deployment.now()),
        charts=[_view(chart) for chart in figures.charts(posting)],
    )  # fmt: skip


@require_POST
@staffed(Channel.OFFICER)
def export(request: HttpRequest, posting: Posting) -> HttpResponse:
    """One chart as CSV or XLSX. Figures only; that they were taken is written down first."""
    kind = request.POST.get("kind")
    chart = figures.chart(posting, request.POST.get("chart", "")) if kind in ("csv", "xlsx") else None
    if chart is None:
        raise Http404
    personnel.note(posting, "exported", f"{chart.code}.{kind}")
    title = _say(chart.title)
    rows = [(title, _("数量")), *((_say(f.label), _few() if f.count is None else f.count) for f in chart.figures)]
    body = as_csv(rows) if kind == "csv" else as_xlsx(chart.code, rows)
    return handed_out(body, CSV if kind == "csv" else XLSX, f'attachment; filename="{chart.code}.{kind}"')


def _view(chart: Chart) -> ChartView:
    said = [_say(f.label) for f in chart.figures]
    labels = max([LABELS, *(_width(label) + 16 for label in said)])
    most = max((f.count or 0 for f in chart.figures), default=0) or 1
    longest = WIDTH - labels - COUNTS
    lengths = [round(longest * (f.count or 0) / most) for f in chart.figures]
    counts = [_few() if f.count is None else str(f.count) for f in chart.figures]
    bars = tuple(
        Bar(label, n * STEP + 5, n * STEP + 19, length, labels + length + 6, count)
        for n, (label, length, count) in enumerate(zip(said, lengths, counts, strict=True))
    )
    return ChartView(chart.code, chart.title, len(bars) * STEP, labels, bars)


def _width(label: str) -> int:
    """The most that a label takes, in units of the drawing."""
    return sum(HAN if east_asian_width(sign) in "WF" else LATIN for sign in label)


def _few() -> str:
    return _("少于5")


def _say(words: str) -> str:
    return speech.said(words, translation.get_language() or "zh-hans").words
