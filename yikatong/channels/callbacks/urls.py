"""One address for each connected bank."""

from django.urls import path

from yikatong.channels.callbacks.messages import take_receipts
from yikatong.channels.callbacks.views import bank

app_name = "callbacks"
urlpatterns = [path("banks/<str:code>/", bank, name="bank"), path("messages/", take_receipts, name="messages")]
