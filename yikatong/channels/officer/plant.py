"""Between us and the card plant: what waits, batches out, files in, and what was refused with its line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.adapters.sheets.writing import CSV
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import handed_out, page
from yikatong.channels.officer.plant_lines import file_page, plant_page
from yikatong.office import plant as office
from yikatong.office.staff import Posting


@require_safe
@staffed(Channel.OFFICER)
def overview(request: HttpRequest, posting: Posting) -> HttpResponse:
    found = office.overview(_number(request, "batches"), _number(request, "files"))
    return page(request, "officer/plant.html", title=_("制卡中心"), posting=posting, found=plant_page(found))


@require_safe
@staffed(Channel.OFFICER)
def file(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    """One file: taken in, waiting, or refused whole; and the rows that the rules refused, within the post's reach."""
    found = office.file_report(_known(number), posting.region, _number(request, "after") or 0)
    return page(request, "officer/plant_file.html", title=_("制卡文件"), posting=posting, found=file_page(found))


@require_safe
@staffed(Channel.OFFICER)
def rows(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    told = "".join(office.report_csv(_known(number), posting.region)).encode()
    return handed_out(told, CSV, f'attachment; filename="plant-file-{number}.csv"')


@require_safe
@staffed(Channel.OFFICER)
def left_out(request: HttpRequest, posting: Posting, number: str) -> HttpResponse:
    told = "".join(office.left_out_csv(_known(number), posting.region)).encode()
    return handed_out(told, CSV, f'attachment; filename="plant-batch-{number}.csv"')


def _number(request: HttpRequest, name: str) -> int | None:
    """Where the next page of a list begins. Errors: Http404 for what is no number."""
    return _known(request.GET[name]) if name in request.GET else None


def _known(told: str) -> int:
    """Errors: Http404 for what is no number, or none that a row can have."""
    if not (told.isascii() and told.isdigit() and len(told) < 10):
        raise Http404
    return int(told)
