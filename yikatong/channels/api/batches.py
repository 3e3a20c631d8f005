"""An employer's file of applicants: received once, answered row by row."""

from dataclasses import asdict
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.cards.identity import InputFault
from yikatong.catalogue.card_kinds import BANK, OUTLET, REGION
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.api import openapi as o
from yikatong.channels.api.caller import caller_in, only_through
from yikatong.channels.api.faults import Faults
from yikatong.channels.api.headers import case_number
from yikatong.channels.api.problems import Problem, written
from yikatong.channels.api.query import whole_in
from yikatong.channels.api.schemas import component
from yikatong.office import batches, deployment
from yikatong.office.clients import Caller, PostMissing
from yikatong.policies import articles, regions

LABELS = {
    "roll": "申领名单文件", "photos": "照片压缩包", "region": "发卡地", "bank": "社保卡服务银行", "outlet": "领卡网点",
}  # fmt: skip
BASIS = o.legal_basis("用人单位为职工批量申领社保卡", articles.AGENCY_REGISTRATION, articles.CONSENT)
KINDS = {"region": REGION, "bank": BANK, "outlet": OUTLET}


def receive(request: HttpRequest) -> HttpResponse:
    """Take a roll (CSV or XLSX) and its photos (ZIP). The rows are answered afterwards: ask for them."""
    caller = _employer(request)
    number = case_number(request, required=True) or ""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "content_type", "请以multipart/form-data提交。")
    answers, files = _parts(request, caller)
    view = batches.receive(
        employer=caller.party, client=caller.client, case_number=number, actor=caller.client,
        region=answers["region"], answers=answers, roll=files["roll"], photos=files.get("photos"),
    )  # fmt: skip
    response = HttpResponse(written(asdict(view)), status=202, content_type="application/json")
    response["Location"] = f"{request.path}/{view.batch_id}"
    return response


def _parts(request: HttpRequest, caller: Caller) -> tuple[dict[str, Any], dict[str, bytes]]:
    faults, today = Faults(LABELS), day_of(deployment.now())
    faults.strangers(request.POST, KINDS)
    faults.strangers(request.FILES, ("roll", "photos"))
    answers = {}
    for name, kind in KINDS.items():
        if raw := request.POST.get(name):
            answers[name] = faults.read(name, lambda raw, k=kind: k.read(raw, today), raw)  # type: ignore[misc]
    region = answers.setdefault("region", caller.region)
    if region and not regions.covers(caller.region, region):
        faults.add("region", "region_out_of_scope", "这个地区不在您的业务范围内。", "请改填您业务范围内的地区。")
    files = {name: _bytes(request.FILES[name]) for name in ("roll", "photos") if name in request.FILES}
    if "roll" not in files:
        missing = InputFault("file_missing", "没有收到申领名单文件。", "请选择申领名单文件后再提交。")
        faults.add("roll", missing.code, missing.words, missing.cure)
    faults.check()
    return answers, files


def _bytes(upload: Any) -> bytes:
    if not isinstance(upload, UploadedFile):
        raise Problem(400, "request_malformed", "请求不完整或不规范，请检查后重新提交。")
    read: bytes = upload.read()
    return read


def _employer(request: HttpRequest) -> Caller:
    caller = caller_in(request)
    only_through(caller, Channel.EMPLOYER)
    if not caller.party:  # else all clients without an employer's code would see each other's batches
        raise PostMissing
    return caller


def status(request: HttpRequest, batch_id: str) -> HttpResponse:
    """How far a batch is."""
    view = batches.status(_id(batch_id), _employer(request).party)
    return HttpResponse(written(asdict(view)), content_type="application/json")


def rows(request: HttpRequest, batch_id: str) -> HttpResponse:
    """The answers so far; ``after`` is the last row's number of the page before."""
    found = batches.rows(_id(batch_id), _employer(request).party, whole_in(request, "after", 0))
    after = found[-1].number if found else None
    page = {"rows": [asdict(row) for row in found], "after": after}
    return HttpResponse(written(page), content_type="application/json")


def _id(batch_id: str) -> str:
    if not batch_id.isascii() or not batch_id.isprintable():
        raise Problem(404, "batch_not_found", "没有这个批次。")
    return batch_id


def add_batches(api: NinjaAPI) -> None:
    binary = {"type": "string", "format": "binary"}
    text = {"type": "string"}
    form = {
        "type": "object", "required": ["roll"], "additionalProperties": False,
        "properties": {"roll": binary, "photos": binary, "region": text, "bank": text, "outlet": text},
    }  # fmt: skip
    problems = o.problems(*o.COMMON, 409, 413, 415, 503)
    received: o.Schema = {
        "parameters": [o.CASE_NUMBER], "requestBody": o.takes(form, "multipart/form-data"),
        "responses": {**o.answers(component(batches.BatchView), "已收到", 202), **problems}, "x-legal-basis": BASIS,
    }  # fmt: skip
    api.post("/batches", operation_id="receive_batch", summary="提交批量申领", tags=["单位批量"],
             response={202: None}, openapi_extra=received)(receive)  # fmt: skip
    listed = {"type": "array", "items": component(batches.RowView)}
    shape = o.page(rows=listed, after={"type": ["integer", "null"]})
    after = o.query("after", "上一页最后一行的行号", schema={"type": "integer", "minimum": 0})
    for path, view, words, extra in (
        ("", status, "批次进度", o.reads(component(batches.BatchView))),
        ("/rows", rows, "逐行结果", o.reads(shape, after)),
    ):
        api.get(f"/batches/{{batch_id}}{path}", operation_id=f"batch_{view.__name__}", summary=words,
                tags=["单位批量"], openapi_extra={**extra, "x-legal-basis": BASIS})(view)  # fmt: skip
