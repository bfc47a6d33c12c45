"""What an official does with notifications: reads them, and says where else they should go."""

from schema.notifications.operations.inbox import (
    ADDRESS,
    MarkRead,
    UpdateContact,
    mark_notifications_read,
    update_contact,
)
from schema.notifications.operations.staffing import tell_of_roles

__all__ = [
    "ADDRESS",
    "MarkRead",
    "UpdateContact",
    "mark_notifications_read",
    "tell_of_roles",
    "update_contact",
]
