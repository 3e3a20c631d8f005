"""The desk's addresses: those that every staffed channel has."""

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes

urlpatterns = routes(Channel.DESK)
