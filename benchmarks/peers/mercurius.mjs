// mercurius with its JIT on the first request, over the statements the bare server runs, prepared once a connection.
// No authentication: whoever sends x-tenant is believed.
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const [socket, database, port, file] = process.argv.slice(2);
const statements = JSON.parse(readFileSync(file));
const pool = new pg.Pool({ host: socket, port: 5432, database, user: "wuyi_runtime", max: 10 });
const answer = async (name, tenant, given) =>
  (await pool.query({ name, text: statements[name], values: [tenant, given] })).rows[0].answer;

const schema = `
  type Query { unitStatus(code: String!): UnitStatus named(first: Int!): Units! plain(first: Int!): Units! }
  type UnitStatus {
    code: String! name: String! kind: String! titled: Boolean!
    title: String number: String since: String validUntil: String
  }
  type Units { edges: [Edge!]! pageInfo: PageInfo! }
  type Edge { node: Unit! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
  type Kind { id: ID! }
  type Designation { number: String! title: String! status: String! }
  type Unit {
    id: ID! code: String! name: String! path: String! revision: Int! openedOn: String closedOn: String
    kind: Kind! designation: Designation
  }
`;
const resolvers = {
  Query: {
    unitStatus: (_, { code }, { tenant }) => answer("status", tenant, code),
    named: (_, { first }, { tenant }) => answer("named", tenant, first),
    plain: (_, { first }, { tenant }) => answer("plain", tenant, first),
  },
};
const app = Fastify();
app.register(mercurius, {
  schema, resolvers, jit: 1, context: (request) => ({ tenant: request.headers["x-tenant"] }),
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
