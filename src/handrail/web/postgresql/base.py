"""
Statements are prepared on the server: their text is sent and planned a few times and not for each request.

A page asks two dozen questions of long text; planning them cost more than answering them. Values travel beside the
text then, which Django calls server-side binding. Each connection may keep as many as all pages together ask; the
driver's own limit of 100 would throw out what the next page needs.
"""

from typing import Any

from django.db.backends.postgresql import base

MOST = 2000


class DatabaseWrapper(base.DatabaseWrapper):
    def _configure_connection(self, connection: Any) -> Any:
        connection.prepared_max = MOST
        return super()._configure_connection(connection)
