"""An employer's file over the API: received once, answered row by row, and nobody else's to see."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.api.conftest import V1, Hire, Program, problem
from tests.office.world import number
from yikatong.catalogue.channels import Channel
from yikatong.office import batches
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "姓名,证件号码,手机号码,联系地址,照片文件名\n"


def roll(*serials: int) -> bytes:
    rows = [f"赵一宁,{number(n).number},1380000{n:04},演示路{n}号,{n}.jpg" for n in serials]
    return (HEADER + "\n".join(rows)).encode()


def send(program: Program, raw: bytes | None, key: str | None = "b1", **form: str) -> HttpResponse:
    headers = {**program.headers, **({"Idempotency-Key": key} if key else {})}
    files = {} if raw is None else {"roll": SimpleUploadedFile("roll.csv", raw, "text/csv")}
    return program.http.post(V1 + "/batches", {"bank": "CAB", "outlet": "XA-YT-01", **form, **files}, headers=headers)


@pytest.fixture
def employer(hire: Hire) -> Program:
    return hire(Channel.EMPLOYER, "610000", "E1")


def test_a_file_is_received_once_and_answered_by_row(employer: Program) -> None:
    first, again = (send(employer, roll(1, 2), region="610100") for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202), first.content.decode()
    page = first.json()
    assert (page["total"], page["employer"], page["batch_id"]) == (2, "E1", again.json()["batch_id"])
    assert first["Location"] == f"{V1}/batches/{page['batch_id']}"
    assert models.Batch.objects.count() == 1
    problem(send(employer, roll(1, 2, 3), region="610100"), 422, "case_number_reused")
    batches.work(page["batch_id"])
    assert employer.get(f"/batches/{page['batch_id']}").json()["finished_at"]
    told = employer.get(f"/batches/{page['batch_id']}/rows").json()
    assert len(told["rows"]) == 2
    assert all(row["answer"]["granted"] or row["answer"]["reasons"] for row in told["rows"])
    assert number(1).number not in str(told)
    rest = employer.get(f"/batches/{page['batch_id']}/rows?after={told['after']}").json()
    assert rest == {"rows": [], "after": None}


def test_a_batch_is_its_employers_alone(employer: Program, hire: Hire) -> None:
    batch_id = send(employer, roll(1)).json()["batch_id"]
    other = hire(Channel.EMPLOYER, "610000", "E2", "another-employer")
    for view in ("", "/rows"):
        strange, unknown = (other.get(f"/batches/{id_}{view}") for id_ in (batch_id, uuid.uuid4()))
        assert problem(strange, 404, "batch_not_found") == problem(unknown, 404, "batch_not_found")
    problem(hire(Channel.EMPLOYER, "610000", "", "nobody's").get(f"/batches/{batch_id}"), 403, "post_missing")


def test_what_is_wrong_with_a_file_is_told(employer: Program) -> None:
    problem(send(employer, None), 422, "not_understood")
    problem(send(employer, b"\xff\xfe\x00 nonsense"), 422, "not_understood")
    problem(send(employer, roll(1), key=None), 400, "idempotency_key_missing")
    page = problem(send(employer, roll(1), region="110000", status="done"), 422, "not_understood")
    assert {f["code"] for f in page["faults"]} == {"region_out_of_scope", "answer_unknown"}
    problem(employer.post("/batches", {}, Idempotency_Key="k"), 415, "content_type")
    unbounded = "multipart/form-data; boundary="
    broken = employer.post("/batches", b"--x\r\nnonsense", Content_Type=unbounded, Idempotency_Key="k")
    problem(broken, 400, "request_malformed")
    assert models.Batch.objects.count() == 0
