"""The officer's addresses: the common ones, the review queue, and applications with their photos."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes
from yikatong.channels.officer import approvals, auditing, figures, imports, plant, policies, reviewing, staffing, views

urlpatterns = [
    path("queue/", views.review_queue),
    path("queue/next/", reviewing.following),
    path("people/<slug:handle>/cards/<slug:card_id>/", reviewing.application),
    path("people/<slug:handle>/cards/<slug:card_id>/photo/", views.photo),
    path("approvals/", approvals.approvals),
    path("people/<slug:handle>/corrections/<slug:number>/", approvals.correction),
    path("figures/", figures.dashboard),
    path("figures/export/", figures.export),
    path("staff/", staffing.people),
    path("staff/propose/", staffing.propose),
    path("staff/change/", staffing.change),
    path("staff/proposals/<int:number>/", staffing.decide),
    path("imports/", imports.imports),
    path("imports/template/<slug:kind>/", imports.template),
    path("imports/<slug:number>/", imports.one),
    path("imports/<slug:number>/columns/", imports.columns),
    path("imports/<slug:number>/commit/", imports.commit),
    path("imports/<slug:number>/undo/", imports.undo),
    path("imports/<slug:number>/verdict/", imports.verdict),
    path("imports/<slug:number>/rows/<slug:phase>/", imports.rows),
    path("plant/", plant.overview),
    path("plant/files/<slug:number>/", plant.file),
    path("plant/files/<slug:number>/rows/", plant.rows),
    path("plant/batches/<slug:number>/left-out/", plant.left_out),
    path("audit/", auditing.search),
    path("policies/", policies.values),
    path("policies/proposals/", policies.proposals),
    path("policies/proposals/<slug:number>/", policies.proposal),
    path("policies/proposals/<slug:number>/verdict/", policies.verdict),
    path("policies/<slug:code>/", policies.parameter),
    *routes(Channel.OFFICER),
]
