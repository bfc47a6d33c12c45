"""Mail: hands messages to an SMTP server, each under an id of its own that stays the same when it is sent again."""

from email.message import EmailMessage
from email.utils import formatdate

import aiosmtplib
import structlog

from api.settings import Settings
from schema.notifications.ports import Message

log = structlog.get_logger(__name__)


class SmtpSender:
    """Sends by the SMTP server of the settings; the connection is encrypted unless told otherwise."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def send(self, message: Message) -> None:
        """Hand the message over; raises what the server or the network refuses it with."""
        settings, mail = self.settings, EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = settings.mail_from, message.address, message.subject
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<{message.id}@{settings.mail_from.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        await aiosmtplib.send(
            mail,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username or None,
            password=password,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=settings.smtp_seconds,
        )


class NoSender:
    """Stands in where no SMTP server is set: the inbox is all there is."""

    async def send(self, message: Message) -> None:
        """Send nothing; tell the operator."""
        log.info("no mail server is set", notification=str(message.id))
