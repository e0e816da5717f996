import { inventoryOf } from "../../../cli/file-inventory";
import type { StackResource } from "../../../cli/stack-resource";
import { findRenewalDefects, type RenewalDefect } from "../../../policies/certificate-renews-in-time/renewal-defects";
import { certManager, dns01, kubernetesObject, stack, unknown, type Inputs } from "../../support";

const now = new Date("2026-06-03T00:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const issuer = certManager.clusterIssuer();
const certificate = (spec: Inputs, status?: Inputs): StackResource => {
  const plain = certManager.certificate("shop", { dnsNames: ["shop.example.org"], spec });
  return status === undefined ? plain : { ...plain, outputs: { ...plain.inputs, status: status as StackResource["inputs"] } };
};

function defects(...resources: readonly StackResource[]): readonly RenewalDefect[] {
  const inventory = inventoryOf(stack(...resources));
  return inventory.certificates.flatMap((each) => findRenewalDefects(each, inventory, now));
}

test("renewals every few hours are Let's Encrypt's concern, where its issuer is declared", () => {
  const acme = (server: string): StackResource =>
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { acme: { server, solvers: [dns01()] } } });
  const often = certificate({ renewBefore: "2159h" });
  expect(defects(acme("https://acme-v02.api.letsencrypt.org/directory"), often)).toMatchObject([{ kind: "too-often", hours: 1 }]);
  expect(defects(acme("https://dv.acme-v02.api.pki.goog/directory"), often)).toEqual([]);
  expect(defects(acme("https://ca.example.org/directory"), often)).toEqual([]);
  expect(defects(often)).toEqual([]);
});

describe("what the webhook makes of durations", () => {
  const below1h = [{ kind: "refused", rule: "duration-below-1h" }];
  const malformed = [{ kind: "no-duration", field: "duration" }];
  const durations: Readonly<Record<string, readonly unknown[]>> = {
    "1h": [],
    "60m": [],
    "3600s": [],
    "3600000ms": [],
    "59m60s": [],
    "+2160h": [],
    "1.5h": [],
    "1.h": [],
    ".5h30m": [],
    "0.25h.75h": [],
    "3600000000us": [],
    "3600000000µs": [],
    "3600000000μs": [],
    "3600000000000ns": [],
    "59m59s": below1h,
    "59.99m": below1h,
    ".25h": below1h,
    "3599999ms": below1h,
    "3599999999us": below1h,
    "1m": below1h,
    "0": below1h,
    "+0": below1h,
    "-0": below1h,
    "-2h": below1h,
    "-1h-": malformed,
    "2h-": malformed,
    "1": malformed,
    "10": malformed,
    "01": malformed,
    "90d": malformed,
    "1h30": malformed,
    "1h ": malformed,
    " 1h": malformed,
    x1h: malformed,
    "1h30x": malformed,
    h: malformed,
    ".h": malformed,
    ".xh": malformed,
    "1:h": malformed,
    "--1h": malformed,
    "two hours": malformed,
  };
  test.each(Object.entries(durations))("a duration of %j", (duration, expected) => {
    expect(defects(certificate({ duration, renewBefore: undefined }))).toEqual(expected);
  });

  const refused: Readonly<Record<string, readonly [Inputs, readonly string[]]>> = {
    "five minutes before the end, the least that it takes": [{ renewBefore: "5m" }, []],
    "a moment less": [{ renewBefore: "4m59.999s" }, ["renewBefore-below-5m"]],
    "after the end": [{ renewBefore: "-720h" }, ["renewBefore-below-5m"]],
    "for as long as it lasts": [{ duration: "720h", renewBefore: "720h" }, ["renewBefore-not-below-duration"]],
    "for almost as long as it lasts": [{ duration: "720h", renewBefore: "719h59m" }, []],
    "for longer than ninety days, which is what it lasts unless it says so": [{ renewBefore: "2160h" }, ["renewBefore-not-below-duration"]],
    "for longer than it lasts, which is not known yet": [{ duration: unknown, renewBefore: "8760h" }, []],
    "of too short a one, by two rules": [{ duration: "4m", renewBefore: "1m" }, ["duration-below-1h", "renewBefore-below-5m"]],
    "by two properties that exclude each other": [{ renewBefore: "1m", renewBeforePercentage: 33 }, ["renewBefore-and-percentage"]],
    "by a percentage alone": [{ renewBeforePercentage: 33 }, []],
  };
  test.each(Object.entries(refused))("a renewal %s", (_, [spec, rules]) => {
    expect(defects(certificate(spec))).toEqual(rules.map((rule) => ({ kind: "refused", rule })));
  });

  test("nothing else is judged where a duration is none, or where renewal is switched off", () => {
    expect(defects(certificate({ duration: "90d", renewBefore: "30d" }))).toEqual([
      { kind: "no-duration", field: "duration" },
      { kind: "no-duration", field: "renewBefore" },
    ]);
    expect(defects(certificate({ duration: "90d", renewal: { policy: "Disabled" } }))).toEqual([{ kind: "disabled" }]);
  });
});

describe("how often Let's Encrypt is asked", () => {
  const tooOften = (hours: number): unknown[] => [{ kind: "too-often", authority: "Let's Encrypt", hours }];
  const profile = (name: string): StackResource =>
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", {
      spec: { acme: { server: "https://acme-v02.api.letsencrypt.org/directory", profile: name, solvers: [dns01()] } },
    });
  const cases: Readonly<Record<string, readonly [StackResource, Inputs, readonly unknown[]]>> = {
    "five times in seven days, which is all that it allows": [issuer, { renewBefore: "2126h24m" }, []],
    "a minute more often": [issuer, { renewBefore: "2126h25m" }, tooOften(34)],
    "five times in seven days, by a percentage": [issuer, { renewBeforePercentage: 98 }, []],
    "every day, by a percentage": [issuer, { renewBeforePercentage: 99 }, tooOften(22)],
    "for longer than a profile lasts, which is ignored": [profile("shortlived"), { renewBefore: "160h" }, []],
    "every few hours, of a profile of six days": [profile("shortlived"), { renewBefore: "155h" }, tooOften(5)],
    "every few hours, of a profile of 45 days": [profile("tlsserver"), { renewBefore: "1070h" }, tooOften(10)],
    "every few hours, of a profile whose length nobody knows": [profile("someday"), { renewBefore: "2150h" }, []],
  };
  test.each(Object.entries(cases))("%s", (_, [asked, spec, expected]) => {
    expect(defects(asked, certificate(spec))).toEqual(expected);
  });
});

describe("what a status tells", () => {
  const at = (time: number): string => new Date(now.getTime() + time).toISOString();
  const issuing = (status: string, reason: string, since = -2 * day): Inputs => ({
    type: "Issuing",
    status,
    reason,
    lastTransitionTime: at(since),
  });
  const judged = (condition: Inputs, status: Inputs = {}): readonly RenewalDefect[] =>
    defects(certificate({}, { notAfter: at(30 * day), conditions: [condition], ...status }));
  const notAfter = now.getTime() + 30 * day;
  const failed = issuing("False", "Failed");

  test("a renewal is overdue once a day has passed, not before", () => {
    expect(judged(issuing("True", "Renewing", -day))).toEqual([]);
    expect(judged(issuing("True", "Renewing", -day - 1))).toEqual([{ kind: "overdue", since: now.getTime() - day - 1, notAfter }]);
  });

  test("of a short certificate it is overdue after half of what was left when it began", () => {
    expect(judged(issuing("True", "Renewing", -6 * hour), { notAfter: at(6 * hour) })).toEqual([]);
    expect(judged(issuing("True", "Renewing", -6 * hour), { notAfter: at(6 * hour - 1) })).toMatchObject([{ kind: "overdue" }]);
  });

  test("it has expired in the moment of its end, and is overdue until then", () => {
    expect(judged(issuing("True", "Renewing"), { notAfter: at(1) })).toMatchObject([{ kind: "overdue" }]);
    expect(judged(issuing("True", "Renewing"), { notAfter: at(0) })).toEqual([{ kind: "expired", notAfter: now.getTime() }]);
    expect(judged(failed, { notAfter: at(0), failedIssuanceAttempts: 1 })).toMatchObject([{ kind: "expired" }]);
  });

  test("a failed attempt counts where attempts are counted, with the end where one is known", () => {
    expect(judged(failed, { failedIssuanceAttempts: 2 })).toEqual([{ kind: "failing", attempts: 2, notAfter }]);
    expect(judged(failed, { failedIssuanceAttempts: 1, notAfter: undefined })).toStrictEqual([{ kind: "failing", attempts: 1 }]);
    expect(judged(failed, { failedIssuanceAttempts: 0 })).toEqual([]);
    expect(judged(failed)).toEqual([]);
    expect(judged(failed, { failedIssuanceAttempts: unknown })).toEqual([]);
  });

  test("a renewal without dates, or with none that can be read, is no matter of time", () => {
    expect(judged(issuing("True", "Renewing"), { notAfter: undefined })).toEqual([]);
    expect(judged(issuing("True", "Renewing"), { notAfter: "soon" })).toEqual([]);
    expect(judged({ ...issuing("True", "Renewing"), lastTransitionTime: undefined })).toEqual([]);
    expect(judged({ ...issuing("True", "Renewing"), lastTransitionTime: "lately" })).toEqual([]);
  });

  test("only a renewal counts: a first issuance, a changed spec and a healthy certificate are under way or done", () => {
    for (const condition of [issuing("True", "DoesNotExist"), issuing("True", "RequestChanged"), issuing("False", "Renewing")]) {
      expect(judged(condition, { notAfter: at(-day) })).toEqual([]);
    }
    expect(judged(issuing("True", "Failed"), { failedIssuanceAttempts: 1, notAfter: at(-day) })).toEqual([]);
    expect(judged(issuing("False", "ManuallyTriggered"), { failedIssuanceAttempts: 1 })).toEqual([]);
  });
});
