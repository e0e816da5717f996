/**
 * A stand-in for Pulumi Cloud's API: an organisation to which a policy pack is published and enabled, and whose stacks are
 * previewed with it. `serve.ts FOLDER ORGANIZATION TOKEN` prints its address, and keeps what is published in FOLDER:
 * NAME-VERSION.tgz, and what was told of it in NAME-VERSION.json.
 */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

interface PublishRequest {
  name: string;
  versionTag: string;
}

interface RequiredPack {
  name: string;
  versionTag: string;
  config?: unknown;
}

interface Answer {
  status: number;
  body?: object | Buffer;
}

interface Call {
  /** What stands in the route's groups. */
  parts: string[];
  content: Buffer;
}

interface Route {
  method: string;
  path: RegExp;
  /** Who may ask: a user, an update that runs, or whoever holds the address, as with a presigned one. */
  by: "token" | "update-token" | "anyone";
  answer: (call: Call) => Answer;
}

const [folder = ".", organization = "", token = ""] = process.argv.slice(2);
const stacks = new Map<string, object>();
/** Packs that were announced, whose content may still be on its way. */
const announced = new Map<string, PublishRequest>();
/** The packs of the policy groups, by name. Every stack is in every group. */
const required = new Map<string, RequiredPack>();
const leaseToken = randomUUID();

const done: Answer = { status: 204 };
const missing: Answer = { status: 404, body: { code: 404, message: "Not found" } };

function ok(body: object | Buffer): Answer {
  return { status: 200, body };
}

function json({ content }: Call): unknown {
  return JSON.parse(content.toString("utf8"));
}

const stack = "/api/stacks/([^/]+/[^/]+/[^/]+)";
const pack = `/api/orgs/${organization}/policypacks`;

const routes: Route[] = [
  { method: "GET", path: exact("/api/user"), by: "token", answer: () => ok(user) },
  { method: "GET", path: exact("/api/user/organizations/default"), by: "token", answer: () => ok({ gitHubLogin: organization }) },
  { method: "GET", path: exact("/api/capabilities"), by: "token", answer: () => ok({ capabilities: [] }) },

  { method: "POST", path: exact(pack), by: "token", answer: publish },
  { method: "PUT", path: exact("/storage/(.+)"), by: "anyone", answer: upload },
  { method: "POST", path: exact(`${pack}/([^/]+)/versions/([^/]+)/complete`), by: "token", answer: complete },
  { method: "GET", path: exact("/storage/(.+)"), by: "anyone", answer: download },
  { method: "PATCH", path: exact(`/api/orgs/${organization}/policygroups/[^/]+`), by: "token", answer: enable },

  { method: "POST", path: exact("/api/stacks/([^/]+/[^/]+)"), by: "token", answer: createStack },
  { method: "GET", path: exact(stack), by: "token", answer: ({ parts: [name = ""] }) => answerWith(stacks.get(name)) },
  { method: "GET", path: exact(`${stack}/export`), by: "token", answer: () => ok({ version: 3, deployment: null }) },
  { method: "POST", path: exact(`${stack}/preview`), by: "token", answer: startPreview },
  { method: "POST", path: exact(`${stack}/update/[^/]+`), by: "token", answer: () => ok({ version: 1, token: leaseToken }) },
  { method: "POST", path: exact(`${stack}/update/[^/]+/events/batch`), by: "update-token", answer: () => done },
  { method: "POST", path: exact(`${stack}/update/[^/]+/renew_lease`), by: "update-token", answer: () => ok({ token: leaseToken }) },
  { method: "POST", path: exact(`${stack}/update/[^/]+/complete`), by: "update-token", answer: () => done },
];

const user = {
  id: randomUUID(),
  githubLogin: "example-user",
  name: "Example",
  email: "user@example.org",
  organizations: [{ githubLogin: organization, name: organization }],
};

function exact(path: string): RegExp {
  return new RegExp(`^${path}$`);
}

function answerWith(body: object | undefined): Answer {
  return body === undefined ? missing : ok(body);
}

function publish(call: Call): Answer {
  const request = json(call) as PublishRequest;
  const id = `${request.name}-${request.versionTag}`;
  announced.set(id, request);
  return ok({ version: 1, uploadURI: `${address()}/storage/${id}.tgz` });
}

function upload({ parts: [file = ""], content }: Call): Answer {
  writeFileSync(join(folder, file), content);
  return ok({});
}

function complete({ parts: [name = "", version = ""] }: Call): Answer {
  const id = `${name}-${version}`;
  const request = announced.get(id);
  if (request === undefined || !existsSync(join(folder, `${id}.tgz`))) {
    return missing;
  }
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(request));
  return done;
}

function download({ parts: [file = ""] }: Call): Answer {
  const path = join(folder, file);
  return existsSync(path) ? ok(readFileSync(path)) : missing;
}

function enable(call: Call): Answer {
  const { addPolicyPack } = json(call) as { addPolicyPack?: RequiredPack };
  if (addPolicyPack === undefined || !existsSync(join(folder, `${addPolicyPack.name}-${addPolicyPack.versionTag}.json`))) {
    return missing;
  }
  required.set(addPolicyPack.name, addPolicyPack);
  return done;
}

function createStack(call: Call): Answer {
  const { stackName, tags } = json(call) as { stackName: string; tags?: object };
  const [orgName, projectName] = (call.parts[0] ?? "").split("/");
  stacks.set([orgName, projectName, stackName].join("/"), { id: randomUUID(), orgName, projectName, stackName, tags, version: 0 });
  return ok({});
}

/** Tells the engine which packs its organisation requires, and where they are. */
function startPreview(): Answer {
  const requiredPolicies = [...required.values()].map(({ name, versionTag, config }) => ({
    name,
    displayName: name,
    version: 1,
    versionTag,
    packLocation: `${address()}/storage/${name}-${versionTag}.tgz`,
    config,
  }));
  return ok({ updateID: randomUUID(), requiredPolicies });
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  const content = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const { status, body: answered } = answer(request.method ?? "", pathname, request.headers.authorization, content);
  response.writeHead(status);
  response.end(answered === undefined || Buffer.isBuffer(answered) ? answered : JSON.stringify(answered));
}

function answer(method: string, path: string, authorization: string | undefined, content: Buffer): Answer {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) {
      const expected = { anyone: undefined, token: `token ${token}`, "update-token": `update-token ${leaseToken}` }[route.by];
      return authorization === expected
        ? route.answer({ parts: match.slice(1), content })
        : { status: 401, body: { code: 401, message: "Unauthorized" } };
    }
  }
  return missing;
}

const server = createServer((request, response) => {
  respond(request, response).catch((error: unknown) => {
    response.writeHead(500);
    response.end(JSON.stringify({ code: 500, message: String(error) }));
  });
});

function address(): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

server.listen(0, "127.0.0.1", () => console.log(address()));
