"""What the inbox needs of the world outside: somebody who sends mail."""

import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves for one official. `id` is the same in each attempt, so that a gateway can drop a repetition."""

    id: uuid.UUID
    address: str
    subject: str
    text: str


class Sender(Protocol):
    """A gateway for mail or short messages: returns once it took the message over, raises otherwise."""

    async def send(self, message: Message) -> None:
        """Hand the message over."""
