import { readFileSync } from "node:fs";
import path from "node:path";
import type { StackResource } from "../../cli/stack-resource";
import { judged, kubernetesObject, resource, secretObject, type Inputs } from "../support";
import { found, foundInStatus, leftAlone, leftAloneInStatus } from "../cases/certificate-renews-in-time";
import { acme, found as ending, leftAlone as lasting } from "../cases/stored-certificates";
import { clientCertificate, serverCertificate } from "../support/certificates";
import { findingIds, idsOf } from "./findings";

const policy = "certificate-renews-in-time";
const now = new Date("2026-06-03T00:00:00Z");

describe("finds", () => {
  test.each(Object.entries({ ...found, ...foundInStatus }))("%s", (_, resources) => {
    const violations = judged(resources, {}, { now }).filter((each) => each.policy === policy);
    expect(findingIds(violations)).toEqual([`${policy}[shop]`]);
    expect(violations).toEqual([expect.objectContaining({ level: "mandatory" })]);
  });

  test("xPRO's renewal, blocked for a month, and says that no alert on Ready sees it", () => {
    const [violation] = judged(foundInStatus["a renewal that has been under way for a month"] ?? [], {}, { now });
    expect(violation?.message).toContain("has been under way since 2026-05-05");
    expect(violation?.message).toContain("ends on 2026-06-04. Until then Ready stays True");
    expect(violation?.message).toContain("`cmctl renew` does nothing");
  });
});

describe("leaves alone", () => {
  test.each(Object.entries({ ...leftAlone, ...leftAloneInStatus }))("%s", (_, resources) => {
    expect(findingIds(judged(resources, {}, { now }))).toEqual([]);
  });
});

describe("finds stored certificates", () => {
  // The one of a week is near its end only in its last third: the 5th is, the 3rd is not.
  const late = "a certificate of a week on its last day";

  test.each(Object.entries(ending).filter(([name]) => name !== late))("%s", (_, resources) => {
    const violations = judged(resources, {}, { now }).filter((each) => each.policy === policy);
    expect(violations).toEqual([expect.objectContaining({ level: "mandatory", urn: resources[0]?.urn })]);
    expect(violations[0]?.message).not.toContain("BEGIN");
  });

  test.each([
    ["2026-06-05T12:00:00Z", ["certificate-renews-in-time[edge.example.org]"]],
    ["2026-06-03T00:00:00Z", []],
  ])("one that lives a week only in its last third: at %s", (at, ids) => {
    expect(idsOf(policy, judged(ending[late] ?? [], {}, { now: new Date(at) }))).toEqual(ids);
  });

  const client = secretObject("content-client", { "tls.crt": clientCertificate, "tls.key": "key" });

  test.each([
    ["2026-05-01T00:00:00Z", undefined],
    ["2026-06-01T00:00:00Z", 'The client certificate in `data.tls.crt` of Secret "content-client" ends on 2026-06-10, in 9 days'],
    ["2026-06-11T00:00:00Z", "ended on 2026-06-10"],
  ])("SCORM Cloud's client certificate, made by hand: at %s", (at, words) => {
    const messages = judged([client], {}, { now: new Date(at) })
      .filter((each) => each.policy === policy)
      .map(({ message }) => message);
    expect(messages).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
  });

  test.each([
    [7, 1],
    [6, 0],
  ])("%i days before the end as the setting says: %i findings", (daysBeforeExpiry, count) => {
    const upload = resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: serverCertificate });
    expect(idsOf(policy, judged([upload], { [policy]: { daysBeforeExpiry } }, { now }))).toHaveLength(count);
  });
});

describe("leaves stored certificates alone", () => {
  test("one of the acme provider that is not due yet, seven days before its end", () => {
    expect(findingIds(judged([acme({ minDaysRemaining: 6 })], {}, { now }))).toEqual([]);
    expect(idsOf(policy, judged([acme({ minDaysRemaining: 7 })], {}, { now }))).toEqual([`${policy}[edge.example.org]`]);
  });

  test.each(Object.entries(lasting))("%s", (_, resources) => {
    expect(findingIds(judged(resources, {}, { now }))).toEqual([]);
  });
});

describe("what a live cluster said of one certificate of fifteen minutes", () => {
  const { states } = JSON.parse(readFileSync(path.join(__dirname, "..", "recordings", "renewal-states.json"), "utf8")) as {
    readonly states: readonly { readonly what: string; readonly at?: string; readonly certificate: Inputs & { readonly spec: Inputs } }[];
  };
  const expected: readonly (readonly [string, string, readonly string[]])[] = [
    ["healthy", "2026-11-22T16:29:00Z", []],
    ["renewal blocked, certificate still valid", "2026-11-22T16:33:45Z", []],
    ["renewal blocked, certificate still valid", "2026-11-22T16:40:00Z", [`${policy}[incident]`]],
    ["expired: Ready is still True", "2026-11-22T16:44:12Z", [`${policy}[incident]`]],
    ["CNAME removed three minutes ago, still stuck, still Ready", "2026-11-22T16:47:54Z", [`${policy}[incident]`]],
    [
      "the order became invalid at the CA: failed attempt counted, back-off, Ready is True",
      "2026-11-22T16:41:00Z",
      [`${policy}[incident]`],
    ],
  ];
  test.each(expected)("%s at %s", (what, at, ids) => {
    const state = states.find((each) => each.what === what);
    expect(state).toBeDefined();
    const inputs: Inputs = { ...state?.certificate, metadata: { name: "incident" } };
    const certificate: StackResource = kubernetesObject("cert-manager.io/v1", "Certificate", "incident", inputs);
    expect(idsOf(policy, judged([certificate], {}, { now: new Date(at) }))).toEqual(ids);
  });
});
