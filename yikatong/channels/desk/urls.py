"""The desk's addresses: those that every staffed channel has, the shift at a window, and the queue of the hall."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes
from yikatong.channels.desk import hall_views, shift_views, ticket_views

urlpatterns = [
    path("shift/", shift_views.shift),
    path("shift/hand-over/", shift_views.hand_over),
    path("shift/<int:shift_id>/", shift_views.summary),
    path("queue/", ticket_views.queue),
    path("queue/call/", ticket_views.call),
    path("queue/take/", ticket_views.take),
    path("display/", hall_views.displays),
    path("display/<str:outlet>/", hall_views.display),
    path("tickets/", hall_views.machines),
    path("tickets/<str:outlet>/", hall_views.machine),
    *routes(Channel.DESK),
]
