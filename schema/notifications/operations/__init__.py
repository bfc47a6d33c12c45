"""What an official does with notifications: reads them, and says where else they should go."""

from schema.notifications.operations.inbox import (
    ADDRESS as ADDRESS,
)
from schema.notifications.operations.inbox import (
    MarkRead as MarkRead,
)
from schema.notifications.operations.inbox import (
    UpdateContact as UpdateContact,
)
from schema.notifications.operations.inbox import (
    mark_notifications_read as mark_notifications_read,
)
from schema.notifications.operations.inbox import (
    update_contact as update_contact,
)
