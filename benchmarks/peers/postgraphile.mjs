// PostGraphile 5 as its documentation has it: the Amber preset, one pool, the tenant as a setting of each request.
// No authentication: whoever sends x-tenant is believed.
import { createServer } from "node:http";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";

const [socket, database, port] = process.argv.slice(2);
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      poolConfig: { host: socket, port: 5432, database, user: "wuyi_runtime", max: 10 },
      schemas: ["public"],
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: {
    context: (about) => ({ pgSettings: { "app.tenant_id": about.node?.req.headers["x-tenant"] } }),
  },
};
const server = createServer();
const serving = postgraphile(preset).createServ(grafserv);
await serving.addTo(server);
server.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
