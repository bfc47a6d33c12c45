"""An answer on its way out: its bytes, and the replies it was written as."""

from dataclasses import dataclass, field

from api.negotiation import MediaType
from api.replies import Reply
from api.validators import entity_tag


@dataclass(slots=True)
class Served:
    """An answer as bytes. `ran` is false when the document or its variables were at fault; `clean` has no errors.

    `replies` are those it was written as so far: one that is kept is written once for all who are given it.
    """

    body: bytes
    ran: bool
    clean: bool
    replies: dict[tuple[bool, ...], Reply] = field(default_factory=dict)
    _tags: dict[bool, str] = field(default_factory=dict)

    def tag(self, media_type: MediaType) -> str:
        """Give the tag of the answer in a format."""
        if media_type.strict not in self._tags:
            self._tags[media_type.strict] = entity_tag(self.body, media_type)
        return self._tags[media_type.strict]
