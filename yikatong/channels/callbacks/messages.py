"""A message gateway calls back: what became of text messages. It signed it, or nothing is believed."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yikatong.office import limits
from yikatong.office.telling import receipts
from yikatong.ports.messages import ReceiptFault
from yikatong.ports.unavailable import Unavailable

log = logging.getLogger("yikatong.callbacks")
BODY_BYTES_MAX = 256 * 1024


@csrf_exempt  # a gateway has no cookie of ours; its signature says whom it is from
@require_POST
def take_receipts(request: HttpRequest) -> HttpResponse:
    """``POST /callbacks/messages/``: 200 with how many were news, 401 unsigned, 422 unreadable, 503 without gateway."""
    if wait_s := limits.wait_s("callback_address", request.META.get("REMOTE_ADDR", "")):
        return _json(429, {"code": "too_often", "words": "回执太频繁，请稍后再发。"}, wait_s)
    body = request.read(BODY_BYTES_MAX + 1)
    if len(body) > BODY_BYTES_MAX:
        return _json(413, {"code": "body_too_large", "words": f"正文最大{BODY_BYTES_MAX // 1024}KiB，请分几次发送。"})
    try:
        news = receipts.take_callback(request.headers, body)
    except ReceiptFault as fault:
        log.warning("receipts refused", extra={"code": fault.code})
        return _json(422 if fault.code == "receipts_form" else 401, {"code": fault.code, "words": fault.words})
    except Unavailable as failure:
        return _json(503, {"code": "messages_unavailable", "words": failure.words}, 60)
    return _json(200, {"news": news})


def _json(status: int, page: Mapping[str, Any], wait_s: int = 0) -> HttpResponse:
    response = HttpResponse(json.dumps(page, ensure_ascii=False), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if wait_s:
        response["Retry-After"] = str(wait_s)
    return response
