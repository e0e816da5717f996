import fc from "fast-check";
import type { StackResource } from "../../cli/stack-resource";
import type { Inventory } from "../../ownership/inventory";
import { challengeName, parseName, type DnsName } from "../../ownership/names";
import {
  certManager,
  dns01,
  fastly,
  gateway,
  http01,
  ingress,
  kubernetesObject,
  resource,
  route53,
  secret,
  secretObject,
  unknown,
  type Inputs,
} from "../support";
import { namesBelow, spelling } from "./names";

/** A stack that is wrong, whatever stands around it. */
export interface Conflict {
  readonly policy: string;
  /** What the finding is about, as its id says it. */
  readonly subject: string;
  readonly resources: readonly StackResource[];
  /** What of the stack could still make it right: of that, an unknown does matter. */
  readonly openTo: readonly (keyof Inventory)[];
}

/** Everything here is in domains, a namespace, and under an issuer that nothing else has. */
const domains = fc.constantFrom("kite.dev", "lark.co.uk", "bücher-laden.de");
const name = domains.chain(namesBelow);
const namespace = "kite";
const issuerName = "kite-issuer";
const issuerRef = { group: "cert-manager.io", kind: "ClusterIssuer", name: issuerName };
const annotations = { "cert-manager.io/cluster-issuer": issuerName };
const zoneId = "ZKITE";

/** Names of the same owner beside the contested one, and one that is not known yet. */
const besides = fc.subarray(["front.kite.dev", "*.front.kite.dev", unknown]);

/** A cluster that does not exist yet shows no outputs. */
const planned = fc.constantFrom<{ readonly outputs?: Inputs }>({}, { outputs: {} });

/** Issuers of which the first solver takes every name, and writes its record at the challenge name. */
const declared = fc
  .constantFrom([dns01()], [dns01({}), http01({ dnsNames: ["other.kite.dev"] })], [http01(), dns01({ dnsZones: ["dev", "uk", "de"] })])
  .map((solvers) => certManager.clusterIssuer(issuerName, solvers));
const staying = certManager.clusterIssuer(issuerName);
const following = certManager.clusterIssuer(issuerName, [dns01(undefined, { cnameStrategy: "Follow" })]);

const certificate = (dnsNames: readonly string[], extra: { readonly outputs?: Inputs } = {}, spec: Inputs = {}): StackResource =>
  certManager.certificate("kite-certificate", { dnsNames, issuerRef, spec }, { namespace, ...extra });

type Claimant = (name: string) => StackResource;

/** Whoever makes cert-manager write the record of a name. */
const solved: fc.Arbitrary<Claimant> = fc.tuple(besides, planned, fc.nat(4)).map(([others, shown, kind]) => {
  const hosts = others.filter((each) => each !== unknown);
  const settings = { namespace, annotations, ...shown };
  const claimants: readonly Claimant[] = [
    (name) => certificate([name, ...others], shown),
    (name) => certificate([], shown, { commonName: name }),
    (name) => certificate([`*.${name.trim()}`, ...others], shown),
    (name) => ingress("kite-ingress", { hosts: [name, ...hosts] }, settings),
    (name) => gateway("kite-gateway", { hosts: [name, ...hosts] }, settings),
  ];
  return claimants[kind] ?? certificateOf;
});

const certificateOf: Claimant = (name) => certificate([name]);

/** Whoever else writes it, and needs no issuer. */
const edges: fc.Arbitrary<Claimant> = fc.constantFrom<Claimant>(
  (name) => fastly.subscription("kite-other", [name, unknown]),
  (name) => resource("acme:index/certificate:Certificate", "kite", { commonName: name, dnsChallenges: [{ provider: "route53" }] }),
  (name) => resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "kite", { domain: name }),
  (name) => resource("akamai:index/property:Property", "kite", { hostnames: [{ cnameFrom: name, certProvisioningType: "DEFAULT" }] }),
  (name) => resource("cloudflare:index/certificatePack:CertificatePack", "kite", { hosts: [name], validationMethod: "txt" }),
  (name) => resource("digitalocean:index/certificate:Certificate", "kite", { type: "lets_encrypt", domains: [name] }),
);

const subscription = (domains: readonly string[]): StackResource => fastly.subscription("kite-tls", domains);

export const certainOwners: fc.Arbitrary<Conflict> = fc
  .record({
    name,
    spell: spelling,
    respell: spelling,
    others: besides,
    rival: fc.oneof(rivalOf(solved, declared), rivalOf(edges, fc.constant(undefined))),
  })
  .map(({ name, spell, respell, others, rival: { claimant, issuer } }) => ({
    policy: "tls-name-single-owner",
    subject: parsed(name),
    resources: [subscription([spell(name), ...others]), claimant(respell(name)), ...(issuer === undefined ? [] : [issuer])],
    openTo: [],
  }));

/** An issuer that nobody declares counts as public ACME; one whose name is not known may be it, and private. */
const twoOwnersUndeclared: fc.Arbitrary<Conflict> = fc
  .record({ name, spell: spelling, claimant: solved })
  .map(({ name, spell, claimant }) => ({
    policy: "tls-name-single-owner",
    subject: parsed(name),
    resources: [subscription([name]), claimant(spell(name))],
    openTo: ["issuers"],
  }));

function rivalOf(claimants: fc.Arbitrary<Claimant>, issuers: fc.Arbitrary<StackResource | undefined>) {
  return fc.record({ claimant: claimants, issuer: issuers });
}

const subscribedOrigin: fc.Arbitrary<Conflict> = fc
  .record({ name, spell: spelling, respell: spelling, others: besides, issuer: fc.option(declared, { nil: undefined }) })
  .map(({ name, spell, respell, others, issuer }) => ({
    policy: "origin-outside-edge-subscription",
    subject: parsed(name),
    resources: [
      fastly.service("kite-service", { domains: ["front.kite.dev", unknown], backends: [spell(name), unknown] }),
      subscription([respell(name), ...others]),
      ...(issuer === undefined ? [] : [issuer, certificate([name])]),
    ],
    // Without its certificate: one of a name that is not known may be the origin's, or the origin another Fastly service.
    openTo: issuer === undefined ? ["certificates", "otherCertificates", "subscriptions", "services"] : [],
  }));

const zones = { "kite.dev": "kite", "lark.co.uk": "lark", "bücher-laden.de": "bücher" } as const;
const ownZones = Object.entries(zones).map(([domain, name]) =>
  resource("aws:route53/zone:Zone", `${name}-zone`, { name: domain }, { outputs: { name: domain, zoneId: `${zoneId}-${domain}` } }),
);

/** A record at the challenge name, in the zone of its own that the stack declares. */
const record = (name: string, type: string, target: string): StackResource =>
  route53.record(challengeName(parsed(name)), type, [target], {
    name: "kite-record",
    inputs: { zoneId: `${zoneId}-${Object.keys(zones).find((domain) => name.endsWith(domain)) ?? ""}` },
  });

const token = "abcdefghijklmnopqr.fastly-validations.com";
const misplaced: fc.Arbitrary<(name: string) => { readonly resources: readonly StackResource[]; readonly openTo?: Conflict["openTo"] }> =
  fc.constantFrom(
    (name) => ({ resources: [subscription([name]), record(name, "A", "192.0.2.1")] }),
    (name) => ({ resources: [subscription([name, unknown]), record(name, "TXT", "token")] }),
    (name) => ({ resources: [subscription([name]), record(name, "NS", "ns.example.net")] }),
    (name) => ({ resources: [subscription([name]), record(name, "CNAME", "1234.5.authorize.certificatemanager.goog")] }),
    (name) => ({ resources: [staying, certificate([name]), record(name, "CNAME", "vendor.example.net")] }),
    (name) => ({ resources: [staying, certificate([name]), record(name, "CNAME", unknown)] }),
    (name) => ({ resources: [staying, certificate([name]), record(name, "TXT", "token")] }),
    (name) => ({ resources: [following, certificate([`*.${name}`]), record(name, "CNAME", token)] }),
    // A subscription to names that are not known yet may be the one that the record was made for.
    (name) => ({ resources: [record(name, "CNAME", token)], openTo: ["subscriptions"] }),
  );

const misplacedRecord: fc.Arbitrary<Conflict> = fc.record({ name, misplaced }).map(({ name, misplaced }) => {
  const { resources, openTo = [] } = misplaced(name);
  return { policy: "acme-challenge-cname-expected", subject: challengeName(parsed(name)), resources: [...resources, ...ownZones], openTo };
});

const secretName = "kite-tls";
const shim = { namespace, annotations };
const pem = { "tls.crt": "certificate", "tls.key": "key" };
const writers: readonly StackResource[] = [
  certManager.certificate("kite-one", { dnsNames: ["one.kite.dev"], secretName, issuerRef, namespace }),
  certManager.certificate("kite-two", { dnsNames: [unknown], secretName, issuerRef, namespace }, { outputs: {} }),
  ingress("kite-three", { hosts: ["three.kite.dev"], secretName }, shim),
  gateway("kite-four", { hosts: ["four.kite.dev"], secretName }, shim),
  secretObject(secretName, pem, { namespace }),
  kubernetesObject("v1", "Secret", secretName, { stringData: secret(pem) }, { namespace }),
  kubernetesObject(
    "external-secrets.io/v1",
    "ExternalSecret",
    "kite-five",
    { spec: { target: { name: secretName, template: { type: "kubernetes.io/tls" } } } },
    { namespace },
  ),
  kubernetesObject(
    "secrets.hashicorp.com/v1beta1",
    "VaultPKISecret",
    "kite-six",
    { spec: { destination: { name: secretName, create: true } } },
    { namespace },
  ),
];

const twoWriters: fc.Arbitrary<Conflict> = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.subarray(writers.slice(4), { minLength: 1 }))
  .map(([renewed, others]) => ({
    policy: "tls-secret-single-writer",
    subject: `${namespace}/${secretName}`,
    // Pulumi's own Secret is in the list twice under one name: once is enough.
    resources: [...writers.slice(renewed, renewed + 1), ...new Map(others.map((each) => [each.urn, each])).values()],
    openTo: [],
  }));

/** HTTP-01 can answer for no wildcard. */
const wildcardOverHttp: fc.Arbitrary<Conflict> = name.map((name) => ({
  policy: "certificate-issuable",
  subject: `*.${parsed(name)}`,
  resources: [certificate([`*.${name}`]), certManager.clusterIssuer(issuerName, [http01()])],
  openTo: [],
}));

const renewedTooEarly: fc.Arbitrary<Conflict> = fc
  .tuple(name, declared, fc.constantFrom({ duration: "90d" }, { renewBefore: "2160h" }, { renewal: { policy: "Disabled" } }))
  .map(([name, issuer, spec]) => ({
    policy: "certificate-renews-in-time",
    subject: "kite-certificate",
    resources: [issuer, certificate([name], {}, spec)],
    openTo: [],
  }));

export const conflicts: Readonly<Record<string, fc.Arbitrary<Conflict>>> = {
  "two owners of a name": certainOwners,
  "two owners, the issuer in another stack": twoOwnersUndeclared,
  "an origin in a subscription": subscribedOrigin,
  "a record in an owner's way": misplacedRecord,
  "two writers of a Secret": twoWriters,
  "a wildcard that HTTP-01 should prove": wildcardOverHttp,
  "a renewal that cannot be": renewedTooEarly,
};

export const anyConflict = fc.oneof(...Object.values(conflicts));

function parsed(text: string): DnsName {
  const name = parseName(text);
  if (name === undefined) {
    throw new Error(`${text} is no name.`);
  }
  return name;
}
