"""What is done for the person at their own table: any service of this channel, at the window that a visit opens."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive import flow
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.window import Window
from yikatong.office import visits
from yikatong.office.staff import Posting
from yikatong.office.visits import Task

SKIN = "derive/h5.html"  # a telephone, though staff hold it
FORM = require_http_methods(["GET", "HEAD", "POST"])


def visit_window(posting: Posting, task: Task) -> Window:
    """The visit is the leave to see this person, wherever their cards were issued; every look is noted by the visit.

    On each form the worker says whether the document was seen.
    """
    start = f"/field/visits/{task.visit_id}/"
    return Window(
        Channel.FIELD, Assurance.PRESENT, posting.client, base=start, public=start, about=task.person_id,
        handle=task.visit_id, actor=posting.actor, region=task.region, vouches=True,
    )  # fmt: skip


@FORM
@staffed(Channel.FIELD)
def service(request: HttpRequest, posting: Posting, visit_id: str, code: str) -> HttpResponse:
    request.skin = SKIN  # type: ignore[attr-defined]
    return flow.form_view(request, visit_window(posting, visits.open_visit(posting, visit_id, code[:40])), code)


@FORM
@staffed(Channel.FIELD)
def check(request: HttpRequest, posting: Posting, visit_id: str, code: str) -> HttpResponse:
    request.skin = SKIN  # type: ignore[attr-defined]
    return flow.check_view(request, visit_window(posting, visits.open_visit(posting, visit_id, code[:40])), code)
