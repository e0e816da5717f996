import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StackResource } from "../cli/requests";
import * as records from "./cases/acme-challenge-cname-expected";
import * as alerting from "./cases/certificate-expiry-alerted";
import * as issuability from "./cases/certificate-issuable";
import * as pinning from "./cases/certificate-key-pinned";
import * as renewal from "./cases/certificate-renews-in-time";
import * as trust from "./cases/edge-trusts-origin";
import * as http01 from "./cases/http01-name-reaches-cluster";
import * as origins from "./cases/origin-outside-edge-subscription";
import * as undetermined from "./cases/ownership-undetermined";
import * as stored from "./cases/stored-certificates";
import * as owners from "./cases/tls-name-single-owner";
import * as secrets from "./cases/tls-secret-single-writer";
import { clockAt, startPack, type TestPack, type Violation } from "./support";

/**
 * Every word of every finding about the cases, as the CLI would print it, held to the files in test/messages: what a change
 * does to messages is part of its diff. `UPDATE_MESSAGES=1 npm test -- messages` writes them anew; read the diff.
 */

const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "acme-challenge-cname-expected": records,
  "certificate-expiry-alerted": alerting,
  "certificate-issuable": issuability,
  "certificate-key-pinned": pinning,
  "certificate-renews-in-time": renewal,
  "edge-trusts-origin": trust,
  "http01-name-reaches-cluster": http01,
  "origin-outside-edge-subscription": origins,
  "ownership-undetermined": undetermined,
  "stored-certificates": stored,
  "tls-name-single-owner": owners,
  "tls-secret-single-writer": secrets,
};

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack({ environment: clockAt("2026-06-03T12:00:00Z") });
});
afterAll(async () => pack.close());

describe.each(Object.entries(modules))("%s", (name, cases) => {
  const file = path.join(__dirname, "messages", `${name}.txt`);
  const list = Object.entries(cases).flatMap(([group, stacks]) =>
    isCases(stacks)
      ? Object.entries(stacks).map(([title, stack]) => ({
          title: `${group}: ${title}`,
          resources: stack.filter((each) => typeof each !== "string"),
        }))
      : [],
  );
  const written: string[] = [];
  const known = sections(file);

  test.each(list)("$title", async ({ title, resources }) => {
    const said = (await pack.preview(resources)).map(words).join("\n");
    written.push(`## ${title}\n${said}`);
    if (process.env["UPDATE_MESSAGES"] === undefined) {
      expect(said).toBe(known.get(title));
    }
  });

  test("and nothing else is on record", () => {
    if (process.env["UPDATE_MESSAGES"] !== undefined) {
      writeFileSync(file, `${written.join("\n")}\n`);
    }
    expect([...sections(file).keys()]).toEqual(list.map(({ title }) => title));
  });
});

/** Some cases begin with the id of their finding. */
function isCases(value: unknown): value is Readonly<Record<string, readonly (StackResource | string)[]>> {
  return typeof value === "object" && value !== null && Object.values(value).every(Array.isArray);
}

function words({ policy, level, urn, message }: Violation): string {
  const [, , type, name] = urn.split("::");
  return [`${level} ${policy} on ${type ?? "nothing"} ${name ?? ""}`, ...message.split("\n")].join("\n    ");
}

function sections(file: string): Map<string, string> {
  const parts = readFileSync(file, { encoding: "utf8", flag: "a+" }).split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trimEnd()]));
}
