"""Mail: to who wants it, by a real server, again when that was away, under one Message-ID, and to nobody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from api.jobs import kinds_for
from api.settings import Settings
from api.stage.demo.platform import bind
from api.worker import Worker
from schema.frame.errors import DomainError, ErrorCode
from schema.notifications.operations import (
    MarkRead,
    UpdateContact,
    mark_notifications_read,
    update_contact,
)
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.applications import Officials, ready, submit
from tests.builders.databases import Urls
from tests.builders.district import District, key
from tests.jobs.desk import jobs, work


class Post:
    """A mail server that keeps what it is given, and may refuse."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []
        self.refusing = False

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.kept.append(message)
        return "451 try again" if self.refusing else "250 OK"


@pytest.fixture
async def post() -> AsyncIterator[tuple[Post, int]]:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    found = Post()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, port
    controller.stop()


def settings_of(urls: Urls, port: int) -> Settings:
    return make_settings(
        urls, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", mail_from="wuyi@district.example"
    )


async def subscribe(officials: Officials, **contact: Any) -> None:
    given = {"email": "shequ@example.cn", "mail_wanted": True} | contact
    await update_contact(officials.community, UpdateContact(idempotency_key=key(), **given))


def worker_for(database: Database, settings: Settings, district: District) -> Worker:
    return Worker(database, settings, district.clock, kinds=kinds_for(settings), sweeps=())


async def test_it_goes_to_who_gave_an_address(
    database: Database, urls: Urls, district: District, officials: Officials, post: tuple[Post, int]
) -> None:
    server, port = post
    await subscribe(officials)
    await submit(officials.applicant, await ready(district, officials, "B1"))
    await work(worker_for(database, settings_of(urls, port), district))
    (mail,) = server.kept
    unit = await district.unit("B1")
    assert mail["To"] == "shequ@example.cn"
    assert mail["From"] == "wuyi@district.example"
    assert mail["Subject"] == f"【{district.tenant.name}】{unit.name}的申请到了您办理的环节。"
    assert mail["Message-ID"].endswith("@district.example>")
    assert unit.name in mail.get_content()
    assert "example.cn" not in str([job.payload for job in await jobs(officials.community.database)])


async def test_a_server_that_refuses_is_asked_again_under_the_same_id(
    database: Database, urls: Urls, district: District, officials: Officials, post: tuple[Post, int]
) -> None:
    server, port = post
    await subscribe(officials)
    await submit(officials.applicant, await ready(district, officials, "B1"))
    worker = worker_for(database, settings_of(urls, port), district)
    server.refusing = True
    await work(worker)
    (job,) = await jobs(officials.community.database)
    assert (job.state, job.attempts, job.error) == ("waiting", 1, "INTERNAL")
    server.refusing = False
    district.clock.now += timedelta(minutes=1)
    await work(worker)
    first, second = server.kept
    assert first["Message-ID"] == second["Message-ID"]
    assert (await jobs(officials.community.database))[0].state == "succeeded"


@pytest.mark.parametrize("contact", [{"mail_wanted": False}, {"email": None}])
async def test_it_does_not_go_to_who_does_not_want_it(
    district: District, officials: Officials, contact: dict[str, Any]
) -> None:
    await subscribe(officials, **contact)
    await submit(officials.applicant, await ready(district, officials, "B1"))
    assert await jobs(officials.community.database) == []


@pytest.mark.parametrize("late", ["read", "unsubscribed"])
async def test_what_was_read_or_called_off_meanwhile_stays_here(
    database: Database,
    urls: Urls,
    district: District,
    officials: Officials,
    post: tuple[Post, int],
    late: str,
) -> None:
    server, port = post
    await subscribe(officials)
    await submit(officials.applicant, await ready(district, officials, "B1"))
    if late == "read":
        await mark_notifications_read(officials.community, MarkRead(idempotency_key=key()))
    else:
        await subscribe(officials, mail_wanted=False)
    await work(worker_for(database, settings_of(urls, port), district))
    assert server.kept == []
    assert [job.state for job in await jobs(officials.community.database)] == ["succeeded"]


@pytest.mark.parametrize("email", ["shequ", "a b@c.cn", "a@b.cn\nBcc: c@d.cn", "a@-b.cn", "a@b.cn\0"])
async def test_an_address_that_is_none_is_refused(officials: Officials, email: str) -> None:
    with pytest.raises(DomainError) as refusal:
        await subscribe(officials, email=email)
    assert refusal.value.code is ErrorCode.INVALID_INPUT
    assert email not in refusal.value.message
