"""The bank's addresses: the wire, the counter, the panel."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from yikatong.sandbox.bank import counter, panel, wire


def healthy(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("healthz", healthy),
    path("v1/orders", wire.take_order),
    path("v1/notices", wire.take_notice),
    path("v1/orders/<str:order_id>", wire.read_order),
    path("v1/accounts/<str:card_id>", wire.read_account),
    path("v1/reconciliation/<str:day>", wire.read_day),
    path("", counter.search, name="search"),
    path("accounts/<str:card_id>/", counter.account, name="account"),
    path("accounts/<str:card_id>/<str:name>/", counter.act, name="act"),
    path("traffic/", counter.traffic, name="traffic"),
    path("traffic/<str:webhook_id>/again/", panel.send_again, name="again"),
    path("panel/", panel.panel, name="panel"),
    path("panel/faults", panel.told(panel.change_fault, panel.show_faults), name="faults"),
    path("panel/clock", panel.told(panel.change_clock, panel.show_clock), name="clock"),
    path("panel/practice", panel.told(panel.change_practice, panel.show_practice), name="practice"),
    path("panel/work", panel.told(panel.hurry, panel.show_work), name="work"),
]
handler400, handler404, handler500 = panel.wrong_host, panel.absent, panel.failed
