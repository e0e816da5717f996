import { networkInterfaces } from "node:os";
import path from "node:path";
import { packVersion } from "../../cli/pack";
import { Folder, run, type Outcome } from "../cli/command";
import { packDir } from "../support";
import { Authority } from "./certificates";
import { freePort, startNamed, type NameServer } from "./named";
import { addresses, startServers, type Servers } from "./servers";
import { certificate, issuer, state, subscription } from "./state";

/** `tls-ownership probe` against a real BIND and real TLS servers, all on loopback. */

const command = path.join(packDir, "bin", "cli", "main.js");
const folder = new Folder();
const authority = new Authority();
const steering = new Authority("/O=Example Trust/CN=Red \u001b[31m \u202etxet");

let named: NameServer;
let servers: Servers;
/** What ends what runs, even where a later part did not start. */
const endings: (() => Promise<void> | void)[] = [() => authority.remove(), () => steering.remove(), () => folder.remove()];

beforeAll(async () => {
  named = await startNamed({
    zones: {
      "example.test": [
        ...Object.entries(addresses).map(([name, address]) => `${name} A ${address}`),
        ...served.map((name) => `${name.replace(/\.example\.test$/, "")} A ${addresses.tls}`),
        // Whose CNAMEs stand where.
        ...["xpro", "www", "stale", "http01", "private", "late", "doubt"].map(
          (name) => `_acme-challenge.${name} CNAME K1.fastly-validations.com.`,
        ),
        "_acme-challenge.star CNAME 1.authorize.certificatemanager.goog.",
        "_acme-challenge.elsewhere CNAME elsewhere.acme.test.",
        "_acme-challenge.delegated CNAME delegated.acme.test.",
        "_acme-challenge.chained CNAME chained.acme.test.",
        "_acme-challenge.ignored CNAME ignored.acme.test.",
        "_acme-challenge.assumed CNAME assumed.acme.test.",
        "_acme-challenge.round CNAME round.acme.test.",
        "_acme-challenge.unfollowable CNAME unfollowable.broken.test.",
        "*.wild CNAME tls",
        "*.wildfollow CNAME tls",
        // CAA, and what leads to it.
        'caa CAA 0 issue "pki.goog"',
        'own.caa CAA 0 issue "letsencrypt.org"',
        'inform CAA 0 iodef "mailto:caa@example.test"',
        'fastly.caa CAA 0 issue "letsencrypt.org"',
        'wildonly CAA 0 issuewild ";"',
        // Servers that are no good.
        "lame NS ns.lame",
        "ns.lame A 127.0.0.1",
        "lame.caa NS ns.lame",
        "nowhere TXT nothing",
      ],
      "acme.test": ["chained CNAME k2.fastly-validations.com.", "round CNAME _acme-challenge.round.example.test."],
      "alias.test": [`caa A ${addresses.tls}`, "www CNAME caa.alias.test.", 'caa CAA 0 issue "pki.goog"'],
      "fastly.test": ["www A 151.101.2.132", "gone A 192.0.2.1"],
      "broken.test": [],
    },
    silent: ["silent.test"],
    unreachable: ["unreachable.test"],
  });
  endings.push(named.stop);
  const valid = authority.issue(served, -30, 60);
  servers = await startServers({
    ...Object.fromEntries(served.map((name) => [name, valid])),
    ...Object.fromEntries(["www.fastly.test", "gone.fastly.test"].map((name) => [name, valid])),
    "late.example.test": authority.issue(["late.example.test"], -70, 20),
    "ended.example.test": authority.issue(["ended.example.test"], -93.5, -3.5),
    "soon.example.test": authority.issue(["soon.example.test"], -80.5, 9.5),
    "week.example.test": authority.issue(["week.example.test"], -1, 6),
    "tomorrow.example.test": authority.issue(["tomorrow.example.test"], 1, 90),
    "self.example.test": authority.selfSigned(["self.example.test"]),
    "other.example.test": authority.issue(["default.example.test"], -30, 60),
    "steering.example.test": steering.issue(["steering.example.test"], -30, 60),
    "huge.example.test": authority.issue(
      Array.from({ length: 3000 }, (_, index) => `${String(index).padStart(40, "x")}.example.test`),
      -30,
      60,
    ),
  });
  endings.push(servers.stop);
});

afterAll(async () => {
  for (const end of endings.reverse()) {
    await end();
  }
});

const served = [
  ...["xpro", "www", "stale", "http01", "private", "late", "doubt", "elsewhere", "delegated", "chained", "ignored", "assumed", "round"],
  ...[
    "unfollowable",
    "wild",
    "wildfollow",
    "caa",
    "deep.caa",
    "own.caa",
    "fastly.caa",
    "inform",
    "wildonly",
    "missing",
    "ended",
    "soon",
    "week",
  ],
  ...["tomorrow", "self", "other", "huge", "steering"],
]
  .map((name) => `${name}.example.test`)
  .concat("www.alias.test");

interface Probed extends Outcome {
  readonly report: {
    readonly names: readonly {
      name: string;
      status: string;
      challenge: Record<string, unknown>;
      caa: Record<string, unknown>;
      certificate: Record<string, unknown>;
      findings: readonly { kind: string; level: string; message: string }[];
    }[];
    readonly summary: Record<string, number>;
    readonly notes: readonly string[];
  };
}

let written = 0;

async function text(resources: readonly object[], ...args: readonly string[]): Promise<Outcome> {
  written += 1;
  const file = folder.write(`${written}.json`, state(...resources));
  return run(command, ["probe", file, "--resolver", `127.0.0.1:${named.port}`, "--port", String(servers.port), "--timeout", "2", ...args], {
    environment: { NODE_EXTRA_CA_CERTS: authority.file },
  });
}

async function probe(resources: readonly object[], ...args: readonly string[]): Promise<Probed> {
  const outcome = await text(resources, "--format", "json", ...args);
  return { ...outcome, report: JSON.parse(outcome.stdout) as Probed["report"] };
}

/** @returns the findings as `level kind`, and the only name's report. */
async function probeOne(...args: Parameters<typeof probe>) {
  const { status, report } = await probe(...args);
  const [only] = report.names;
  if (only === undefined || report.names.length !== 1) {
    throw new Error(`one name was expected, and there are ${report.names.length}`);
  }
  return {
    exit: status,
    ...only,
    kinds: only.findings.map(({ level, kind }) => `${level} ${kind}`),
    message: only.findings[0]?.message ?? "",
  };
}

const followed = issuer("followed", { dns01: { cnameStrategy: "Follow", route53: {} } });
const unfollowed = issuer("unfollowed", { dns01: { route53: {} } });
const http01 = issuer("http01", { http01: { ingress: {} } });

function dates(from: number, to: number): [string, string] {
  return [from, to].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)) as [string, string];
}

describe("a CNAME that stands in a solver's way", () => {
  test("the incident: Fastly's, under a certificate of cert-manager, which will break when it is due", async () => {
    const { exit, kinds, message, challenge, status } = await probeOne([
      certificate("xpro", ["xpro.example.test"]),
      subscription("xpro-tls", ["xpro.example.test"]),
    ]);
    const [start, end] = dates(30, 60);
    expect({ exit, kinds, status }).toEqual({ exit: 1, kinds: ["broken blocked-solver"], status: "broken" });
    expect(challenge).toEqual({
      name: "_acme-challenge.xpro.example.test",
      state: "cname",
      targets: ["k1.fastly-validations.com"],
      owner: "Fastly",
      wildcard: false,
      failure: null,
    });
    expect(message).toContain("A CNAME at _acme-challenge.xpro.example.test leads to k1.fastly-validations.com (Fastly)");
    expect(message).toContain('Certificate "xpro" in namespace shop lists xpro.example.test in `spec.dnsNames`');
    expect(message).toContain('TlsSubscription "xpro-tls" lists xpro.example.test in `domains`');
    expect(message).toContain(
      `cert-manager starts to renew about ${start}, in vain; what xpro.example.test serves, by Example CA R1, Example Trust, ends on ${end}.`,
    );
    expect(message).toContain('Fix: take xpro.example.test out of `domains` of TlsSubscription "xpro-tls", then delete the CNAME');
  });

  test("a renewal that is due already", async () => {
    const { kinds, message } = await probeOne([certificate("late", ["late.example.test"])]);
    const [start, end] = dates(-10, 20);
    expect(kinds).toEqual(["broken blocked-solver"]);
    expect(message).toContain(`cert-manager should have renewed since about ${start}, and cannot; what late.example.test serves`);
    expect(message).toContain(`ends on ${end}`);
  });

  test("renewBefore says when", async () => {
    const [start] = dates(50, 60);
    const { message } = await probeOne([certificate("xpro", ["xpro.example.test"], "elsewhere", { renewBefore: "240h" })]);
    expect(message).toContain(`cert-manager starts to renew about ${start}`);
  });

  test("at a wildcard's challenge name, which is that of its base; nobody connects to a wildcard", async () => {
    const { kinds, certificate: shown, challenge, message } = await probeOne([certificate("star", ["*.star.example.test"])]);
    expect(kinds).toEqual(["broken blocked-solver"]);
    expect(challenge).toMatchObject({ name: "_acme-challenge.star.example.test", owner: "Google Certificate Manager" });
    expect(shown).toMatchObject({ state: "not-asked", notAfter: null, failure: null });
    expect(message).toContain("when the certificate ends could not be learned");
  });

  test("behind a delegation of one's own", async () => {
    const { kinds, challenge } = await probeOne([certificate("chained", ["chained.example.test"], "followed"), followed]);
    expect(kinds).toEqual(["broken blocked-solver"]);
    expect(challenge).toMatchObject({ targets: ["chained.acme.test", "k2.fastly-validations.com"], owner: "Fastly" });
  });

  test("a delegation that the solver does not follow", async () => {
    const { kinds, message } = await probeOne([certificate("ignored", ["ignored.example.test"], "unfollowed"), unfollowed]);
    expect(kinds).toEqual(["broken blocked-solver"]);
    expect(message).toContain("set `cnameStrategy: Follow`");
  });

  test("a wildcard CNAME that the solver follows", async () => {
    const { kinds, challenge } = await probeOne([certificate("wildfollow", ["wildfollow.example.test"], "followed"), followed]);
    expect(kinds).toEqual(["broken blocked-solver"]);
    expect(challenge).toMatchObject({ state: "cname", wildcard: true });
  });

  test("a CNAME that leads round in a circle", async () => {
    const { exit, kinds, message } = await probeOne([certificate("round", ["round.example.test"], "followed"), followed]);
    expect({ exit, kinds }).toEqual({ exit: 1, kinds: ["broken challenge-loop"] });
    expect(message).toContain("round in a circle");
  });

  test("whether it is in the way is a doubt where the issuer is not in the files, and the target is nobody's", async () => {
    const { exit, kinds, status } = await probeOne([certificate("assumed", ["assumed.example.test"])]);
    expect({ exit, kinds, status }).toEqual({ exit: 0, kinds: ["doubtful undetermined"], status: "doubtful" });
  });

  test.each([
    ["a delegation that the solver follows", [certificate("delegated", ["delegated.example.test"], "followed"), followed]],
    ["Fastly's under a certificate by HTTP-01", [certificate("http01", ["http01.example.test"], "http01"), http01]],
    ["a wildcard CNAME that nobody follows", [certificate("wild", ["wild.example.test"], "unfollowed"), unfollowed]],
    ["Fastly's for its own subscription", [subscription("www", ["www.example.test"], { "www.example.test": "k1.fastly-validations.com" })]],
  ])("nothing is said of %s", async (_, resources) => {
    expect(await probeOne(resources)).toMatchObject({ exit: 0, status: "fine", kinds: [] });
  });

  test("a private issuer needs no challenge", async () => {
    const selfSigned = { ...issuer("private", {}) } as { inputs: { spec: object }; outputs: { spec: object } };
    selfSigned.inputs.spec = { selfSigned: {} };
    selfSigned.outputs.spec = { selfSigned: {} };
    expect(await probeOne([certificate("private", ["private.example.test"], "private"), selfSigned])).toMatchObject({ exit: 0, kinds: [] });
  });

  test("a delegation of which the end is not known is a question without an answer", async () => {
    const { exit, challenge, status } = await probeOne([certificate("unfollowable", ["unfollowable.example.test"], "followed"), followed]);
    expect({ exit, status }).toEqual({ exit: 0, status: "unanswered" });
    expect(challenge).toMatchObject({
      state: "cname",
      targets: ["unfollowable.broken.test"],
      failure: "the resolver could not find out (SERVFAIL)",
    });
  });
});

describe("a subscription's own CNAME", () => {
  test("missing", async () => {
    const target = { "missing.example.test": "k7.fastly-validations.com" };
    const { exit, kinds, message } = await probeOne([subscription("edge", ["missing.example.test"], target)]);
    const [, end] = dates(0, 60);
    expect({ exit, kinds }).toEqual({ exit: 1, kinds: ["broken missing-record"] });
    expect(message).toContain("No CNAME stands at _acme-challenge.missing.example.test, where Fastly needs its own at every renewal.");
    expect(message).toContain(`the one that it serves ends on ${end}`);
    expect(message).toContain("Fix: put a CNAME at _acme-challenge.missing.example.test to k7.fastly-validations.com");
  });

  test("leading elsewhere", async () => {
    const { exit, kinds, message } = await probeOne([subscription("edge", ["elsewhere.example.test"])]);
    expect({ exit, kinds }).toEqual({ exit: 1, kinds: ["broken blocked-subscription"] });
    expect(message).toContain("leads to elsewhere.acme.test, and not to Fastly");
  });

  test("answered for by a wildcard is missing", async () => {
    const { kinds } = await probeOne([subscription("edge", ["wild.example.test"])]);
    expect(kinds).toEqual(["broken missing-record"]);
  });

  test("another one of Fastly's than the files name is a doubt: the files may be old", async () => {
    const { exit, kinds } = await probeOne([
      subscription("edge", ["stale.example.test"], { "stale.example.test": "k9.fastly-validations.com" }),
    ]);
    expect({ exit, kinds }).toEqual({ exit: 0, kinds: ["doubtful other-record"] });
  });

  test("missing where the name leads to Fastly, which may have validated by HTTP, is a doubt; for a wildcard it is none", async () => {
    const connect = ["--connect", `127.0.0.1:${servers.port}`];
    expect(await probeOne([subscription("edge", ["www.fastly.test"])], ...connect)).toMatchObject({
      exit: 0,
      kinds: ["doubtful missing-record"],
    });
    expect(await probeOne([subscription("edge", ["gone.fastly.test"])], ...connect)).toMatchObject({
      exit: 1,
      kinds: ["broken missing-record"],
    });
    expect(await probeOne([subscription("edge", ["*.www.fastly.test"])], ...connect)).toMatchObject({
      exit: 1,
      kinds: ["broken missing-record"],
    });
  });
});

describe("CAA", () => {
  const refused = (name: string) => [certificate("web", [name], "unfollowed"), unfollowed];

  test.each([
    ["caa.example.test", "caa.example.test"],
    ["deep.caa.example.test", "caa.example.test"],
    ["*.caa.example.test", "caa.example.test"],
    ["www.alias.test", "www.alias.test"],
  ])("refuses Let's Encrypt for %s by the records of %s", async (name, place) => {
    const { exit, kinds, message, caa } = await probeOne(refused(name));
    expect({ exit, kinds, caa }).toEqual({
      exit: 1,
      kinds: ["broken refused-by-caa"],
      caa: { state: "records", place, records: ['0 issue "pki.goog"'], failure: null },
    });
    expect(message).toContain(`CAA keeps Let's Encrypt from certifying ${name} of Certificate "web"`);
    expect(message).toMatch(/Fix: add `0 issue "letsencrypt\.org"`.* beside the others at /);
  });

  test("refuses the authority of a subscription", async () => {
    const { kinds, message } = await probeOne([subscription("edge", ["*.fastly.caa.example.test"])]);
    expect(kinds).toEqual(["broken missing-record", "broken refused-by-caa"]);
    const { findings } = await probeOne([subscription("edge", ["*.fastly.caa.example.test"])]);
    expect(findings[1]?.message).toContain("CAA keeps Certainly from certifying *.fastly.caa.example.test");
    expect(message).toContain("No CNAME stands at");
  });

  test.each(["own.caa.example.test", "inform.example.test", "wildonly.example.test", "delegated.example.test"])(
    "lets %s pass",
    async (name) => {
      expect(await probeOne([certificate("web", [name], "followed"), followed])).toMatchObject({ exit: 0, status: "fine", kinds: [] });
    },
  );

  test("of an issuer that the files do not show is told, and judged by nobody", async () => {
    expect(await probeOne([certificate("web", ["caa.example.test"])])).toMatchObject({
      exit: 0,
      kinds: [],
      caa: { state: "records", place: "caa.example.test" },
    });
  });

  test("that cannot be asked decides nothing, not even by its parents", async () => {
    const { exit, kinds, caa } = await probeOne(refused("www.broken.test"));
    expect({ exit, kinds }).toEqual({ exit: 2, kinds: [] });
    expect(caa).toEqual({ state: "failed", place: "www.broken.test", records: [], failure: "the resolver could not find out (SERVFAIL)" });
  });
});

test("CAA of a parent refuses nobody below a name that cannot be asked", async () => {
  const names = ["caa.example.test", "www.lame.caa.example.test"];
  const { report } = await probe([certificate("web", names, "unfollowed"), unfollowed]);
  expect(report.names.map(({ name, findings }) => [name, findings.map(({ kind }) => kind)])).toEqual([
    ["caa.example.test", ["refused-by-caa"]],
    ["www.lame.caa.example.test", []],
  ]);
});

describe("the certificate that a name serves", () => {
  const shows = async (name: string, ...args: string[]) => probeOne([certificate("web", [`${name}.example.test`])], ...args);

  test("ended", async () => {
    const [, end] = dates(0, -3.5);
    expect(await shows("ended")).toMatchObject({ exit: 1, kinds: ["broken ended"] });
    expect((await shows("ended")).message).toContain(`serves a certificate that ended on ${end}, 3 days ago`);
  });

  test("ends within --days", async () => {
    expect(await shows("soon")).toMatchObject({
      exit: 1,
      kinds: ["broken ends-soon"],
      message: expect.stringContaining("in 9 days") as string,
    });
    expect(await shows("soon", "--days", "9")).toMatchObject({ exit: 0, kinds: [] });
  });

  test("of a week is not late before its last third", async () => {
    expect(await shows("week")).toMatchObject({ exit: 0, kinds: [] });
  });

  test("is not valid yet", async () => {
    expect(await shows("tomorrow")).toMatchObject({ exit: 1, kinds: ["broken not-yet-valid"] });
  });

  test("is told with its issuer and its trust, which make no finding", async () => {
    const [from, to] = dates(-30, 60);
    const { certificate: trusted } = await shows("delegated");
    expect(trusted).toMatchObject({
      state: "served",
      issuer: "Example CA R1, Example Trust",
      covers: true,
      untrusted: null,
      failure: null,
    });
    expect([String(trusted["notBefore"]).slice(0, 10), String(trusted["notAfter"]).slice(0, 10)]).toEqual([from, to]);
    expect(await shows("self")).toMatchObject({ exit: 0, status: "fine", certificate: { untrusted: "self-signed", covers: true } });
    expect(await shows("other")).toMatchObject({ exit: 0, status: "fine", certificate: { untrusted: null, covers: false } });
  });

  test("of an authority that this machine does not trust", async () => {
    const file = folder.write("untrusted.json", state(certificate("web", ["delegated.example.test"])));
    const args = ["probe", file, "--resolver", `127.0.0.1:${named.port}`, "--port", String(servers.port), "--format", "json"];
    const { stdout } = await run(command, args);
    expect((JSON.parse(stdout) as Probed["report"]).names[0]?.certificate["untrusted"]).toMatch(
      /^of an authority that is not publicly trusted/,
    );
  });

  test("is asked at one place for all names by --connect", async () => {
    expect(await shows("delegated", "--port", "1", "--connect", `127.0.0.1:${servers.port}`)).toMatchObject({
      certificate: { state: "served", covers: true },
    });
  });
});

describe("every failure is a line", () => {
  const failure = async (name: string) => {
    const { exit, status, kinds, certificate: shown } = await probeOne([certificate("web", [name])], "--timeout", "1");
    return { exit, status, kinds, failure: shown["failure"] };
  };
  const unanswered = { exit: 0, status: "unanswered", kinds: [] };

  test.each([
    ["nobody.example.test", "connection refused"],
    ["silent.example.test", "no answer in time"],
    ["plain.example.test", "the server does not speak TLS there"],
    ["hangup.example.test", "the server ended the connection before it showed a certificate"],
    ["tls.example.test", "the server ended the connection before it showed a certificate"],
    ["nothing.example.test", "the name does not exist (NXDOMAIN)"],
    ["nowhere.example.test", "the name has no address"],
  ])("%s: %s", async (name, words) => {
    expect(await failure(name)).toEqual({ ...unanswered, failure: words });
  });

  test("a certificate too large to be one", async () => {
    expect(await failure("huge.example.test")).toMatchObject({
      ...unanswered,
      failure: expect.stringMatching(/^the TLS handshake failed \(ERR_SSL_/) as string,
    });
  });

  test.each([
    ["www.broken.test", "no address: the resolver could not find out (SERVFAIL)"],
    ["www.lame.example.test", "no address: the resolver could not find out (SERVFAIL)"],
    ["www.unreachable.test", "no address: the resolver could not find out (SERVFAIL)"],
    ["www.silent.test", "no address: no answer in time"],
  ])("%s: %s; without a single answer the status is 2", async (name, words) => {
    expect(await failure(name)).toEqual({ ...unanswered, exit: 2, failure: words });
  });

  test("each within its time", async () => {
    const began = Date.now();
    await probeOne([certificate("web", ["www.silent.test"])], "--timeout", "4");
    expect(Date.now() - began).toBeLessThan(6500);
  });

  test("and the others are asked all the same, many at once", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `n${index}.silent.test`);
    const began = Date.now();
    const { status, report } = await probe(
      [certificate("silent", names), certificate("web", ["delegated.example.test"]), subscription("edge", ["missing.example.test"])],
      ...["--timeout", "0.5", "--concurrency", "64"],
    );
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(status).toBe(1);
    expect(report.summary).toEqual({ names: 62, broken: 1, doubtful: 1, answered: 6, unanswered: 180 });
  });
});

test("an IPv6 resolver", async () => {
  const hasIPv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === "::1"));
  const { status, report } = await probe([subscription("edge", ["missing.example.test"])], "--resolver", `[::1]:${named.port}`);
  expect({ status, challenge: report.names[0]?.challenge["state"] }).toEqual(
    hasIPv6 ? { status: 1, challenge: "none" } : { status: 2, challenge: "failed" },
  );
});

test("a resolver that is not there: status 2, and it is said", async () => {
  const closed = await freePort();
  const { status, stdout, stderr } = await text([certificate("web", ["www.example.test"])], "--resolver", `127.0.0.1:${closed}`);
  expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  expect(stdout).toContain("    challenge    not known: no DNS server answers at the resolver's address\n");
  expect(stdout).toContain("note: No question had an answer: nothing is known of these names.\n");
});

test("an issuer that would steer the terminal is written out", async () => {
  const { stdout } = await text([certificate("web", ["steering.example.test"])]);
  expect(stdout).toContain("certificate  by Red \\1B[31m \\u202etxet, Example Trust; ends ");
  // eslint-disable-next-line no-control-regex -- controls are what this is about
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test("the text: the worst first, aligned, and a line that sums up", async () => {
  const { status, stdout } = await text([
    certificate("web", ["delegated.example.test"], "followed"),
    followed,
    certificate("xpro", ["xpro.example.test"]),
    certificate("dark", ["nobody.example.test"], "followed"),
    subscription("edge", ["stale.example.test"], { "stale.example.test": "k9.fastly-validations.com" }),
  ]);
  const [, end] = dates(0, 60);
  expect(status).toBe(1);
  expect(stdout.split("\n").filter((line) => /^\S|^ {4}(challenge|CAA|certificate) /.test(line))).toEqual([
    'broken      xpro.example.test  Certificate "xpro"',
    "    challenge    CNAME to k1.fastly-validations.com (Fastly)",
    "    CAA          none, any authority may issue",
    `    certificate  by Example CA R1, Example Trust; ends ${end}, in 59 days`,
    'doubtful    stale.example.test  TlsSubscription "edge"',
    "    challenge    CNAME to k1.fastly-validations.com (Fastly)",
    "    CAA          none, any authority may issue",
    `    certificate  by Example CA R1, Example Trust; ends ${end}, in 59 days`,
    'unanswered  nobody.example.test  Certificate "dark"',
    "    challenge    no CNAME",
    "    CAA          none, any authority may issue",
    "    certificate  not known: connection refused",
    'fine        delegated.example.test  Certificate "web"',
    "    challenge    CNAME to delegated.acme.test",
    "    CAA          none, any authority may issue",
    `    certificate  by Example CA R1, Example Trust; ends ${end}, in 59 days`,
    `1 broken, 1 doubtful; 4 names, 11 questions answered, 1 not; asked by tls-ownership ${packVersion()}`,
  ]);
});
