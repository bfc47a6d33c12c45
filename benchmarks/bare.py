"""The same reads without GraphQL, behind everything else of ours: what a compiled plan is held against.

The application is the platform's own, with its middleware, doors, gate, log line and metrics. At three more addresses
documents are still looked up and their cost is checked, and then a statement written by hand runs on the connections
compiled plans read by; its bytes are the answer.
"""

import re
import sys
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette

from admin_ui.app import create_admin_ui
from api.addresses import Addresses
from api.app import SCHEMAS
from api.cli.configuration import read_settings
from api.collector import spare_collector
from api.composition import compose
from api.cost import measure_cost
from api.execution import Call, Executor, Outcome, PlanUse
from api.graphql import GraphQLEndpoint
from api.logging import configure_logging
from api.server import serve
from api.service import GraphQLService
from api.settings import Settings
from benchmarks.statements import STATEMENTS

_ROWS = re.compile(r"first: (\d+)")


class ByHand(Executor):
    """Answers by one statement; the document is there to be looked up and weighed."""

    def __init__(self, schema: Any, settings: Settings, statement: str) -> None:
        super().__init__(schema, settings)
        self.statement = f"select convert_to(answer::text, 'UTF8') from ({statement}) written_by_hand"  # noqa: S608 - names and text of our own
        self.costs: dict[str, int] = {}

    async def run(self, call: Call) -> Outcome:
        """Run the statement for the caller's tenant with the document's code, or as many rows as it asks for."""
        asked = call.parameters
        document = self.documents.read(asked.query)
        operation = document.operation(asked.operation_name)
        cost = self.costs.get(asked.query)
        if cost is None and document.ast is not None:
            cost = measure_cost(self.schema, document.ast, operation.node, asked.variables)
            self.costs[asked.query] = cost
        if cost is None or cost > self.cost_limit:
            raise ValueError("the benchmark's own documents are sound and cheap")
        given = asked.variables.get("code") or int(_ROWS.findall(asked.query)[0])
        database = call.context.operations.database
        answer = await database.database.readers.read(self.statement, (str(database.tenant.id), given))
        return Outcome(b'{"data":{"answer":%b}}' % answer, operation, ran=True, plan=PlanUse.HIT)


def add_statements(app: Starlette, settings: Settings) -> None:
    """Serve the statements beside the schemas of an application, each by the service of its schema."""
    (addresses,) = (route for route in app.router.routes if isinstance(route, Addresses))
    for name, statement in STATEMENTS.items():
        schema, path = (
            (SCHEMAS.public, "/public/graphql") if name == "status" else (SCHEMAS.official, "/graphql")
        )
        by_hand = replaced(addresses, path, ByHand(schema, settings, statement))
        endpoints(addresses)[f"/bare/{name}"] = GraphQLEndpoint(by_hand)


def replaced(addresses: Addresses, path: str, executor: Executor) -> GraphQLService:
    """Give the service of an address with another executor; it keeps no answers."""
    service: GraphQLService = replace(endpoints(addresses)[path].service, executor=executor, answers=None)
    return service


def endpoints(addresses: Addresses) -> dict[str, Any]:
    """Give what is served to a district, by the end of its path."""
    served: dict[str, Any] = addresses._of_a_district  # noqa: SLF001 - nobody else needs to ask for endpoints
    return served


def main() -> None:
    """Serve on the port that is given as the argument."""
    settings = read_settings(port=int(sys.argv[1]))
    configure_logging(settings)
    app = compose(settings, SCHEMAS, create_admin_ui)
    add_statements(app, settings)
    spare_collector()
    serve(settings, app)


if __name__ == "__main__":
    main()
