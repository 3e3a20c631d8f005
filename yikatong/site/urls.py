"""Every address of the site."""

from django.urls import include, path

from yikatong.channels.api.urls import oauth_urls
from yikatong.channels.derive.look import appearance
from yikatong.site.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("appearance/", appearance),
    path("oauth/", include(oauth_urls)),
    path("callbacks/", include("yikatong.channels.callbacks.urls")),
    path("api/v1/", include("yikatong.channels.api.urls")),
    path("", include("yikatong.channels.portal.urls")),
    path("staff/", include("yikatong.channels.staff.urls")),
    path("desk/", include("yikatong.channels.desk.urls")),
    path("hotline/", include("yikatong.channels.hotline.urls")),
    path("bank/", include("yikatong.channels.bank.urls")),
    path("officer/", include("yikatong.channels.officer.urls")),
    path("employer/", include("yikatong.channels.employer.urls")),
    path("kiosk/", include("yikatong.channels.kiosk.urls")),
    path("field/", include("yikatong.channels.field.urls")),
    path("demo/", include("yikatong.channels.demo.urls")),
]

handler400 = "yikatong.channels.derive.screens.bad_request"
handler403 = "yikatong.channels.derive.screens.forbidden"
handler404 = "yikatong.channels.derive.screens.not_found"
handler500 = "yikatong.channels.derive.screens.failed"
