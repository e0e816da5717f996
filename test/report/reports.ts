import type { StackResource } from "../../cli/stack-resource";
import { certManager, dns01, fastly, http01, resource, route53, secretObject, unknown } from "../support";
import { serverCertificate, weekCertificate } from "../support/certificates";
import { edge, hostileStack, organisation, shop, type outcomeOf } from "./outcomes";

interface RecordedReport {
  readonly stacks: Parameters<typeof outcomeOf>[0];
  readonly surroundings?: Parameters<typeof outcomeOf>[1];
  /** Formats; all, unless told otherwise. */
  readonly shown?: readonly string[];
}

/** With a key of its own, so that nothing is said of it. */
const pinned = { privateKey: { algorithm: "ECDSA", rotationPolicy: "Always" } };

const alone = [
  fastly.subscription("shop-tls", ["shop.example.org"], shop),
  certManager.certificate("shop", { dnsNames: ["shop.example.org"], spec: pinned }, shop),
];

/**
 * The organisation, with a name that the ownership file gives to another stack, a setting, an exemption, two issuers of which
 * little is known, a policy that is switched off, and a file that is no news.
 */
const whole: RecordedReport = {
  stacks: {
    ...organisation,
    "more.json": [
      fastly.subscription("api-tls", ["api.example.org"], edge),
      certManager.certificate("mail", { dnsNames: ["mail.example.org"], namespace: "shop", spec: pinned }, shop),
      certManager.certificate(
        "www",
        { dnsNames: ["www.example.org"], namespace: "shop", issuerRef: { kind: "ClusterIssuer", name: unknown }, spec: pinned },
        shop,
      ),
      certManager.certificate("open", { dnsNames: ["open.example.org"], namespace: "shop" }, shop),
    ],
    "empty.json": [],
  },
  surroundings: {
    config: {
      "tls-name-single-owner": {
        certManagerNames: ["api.example.org"],
        exemptions: [{ name: "*.docs.example.org", reason: "The docs move in June.", expires: "2026-06-30" }],
      },
      "edge-trusts-origin": "disabled",
    },
    ownership: {
      version: 1,
      sources: { "mail/production": { kind: "stack" } },
      subscriptions: [{ source: "mail/production", vendor: "fastly", name: "mail-tls", names: ["mail.example.org"] }],
    },
  },
};

const issued = (name: string, issuer: string, dnsNames: readonly string[], notAfter?: string): StackResource => {
  const settings = { dnsNames, issuerRef: { kind: "ClusterIssuer", name: issuer }, spec: pinned };
  return certManager.certificate(name, settings, {
    ...shop,
    ...(notAfter === undefined ? {} : { outputs: { spec: { dnsNames }, status: { notAfter } } }),
  });
};

/** Every way of keeping a certificate, every state of its dates, every kind of challenge record. */
const map: RecordedReport = {
  stacks: {
    "map.json": [
      fastly.subscription("wanting", ["wanting.example.org", "*.standing.example.org", "standing.example.org"], {
        ...edge,
        outputs: {
          managedDnsChallenges: ["wanting", "standing"].map((name) => ({
            recordName: `_acme-challenge.${name}.example.org`,
            recordType: "CNAME",
            recordValue: `${name}.fastly-validations.com`,
          })),
        },
      }),
      route53.record("_acme-challenge.standing.example.org", "CNAME", ["Standing.fastly-validations.com."], edge),
      route53.record("_acme-challenge.delegated.example.org", "CNAME", ["delegated.acme.example.net"], edge),
      route53.record("_acme-challenge.dns.example.org", "TXT", ["a token"], edge),
      route53.record("_acme-challenge.open.example.org", unknown, ["anything"], edge),
      certManager.clusterIssuer("dns", [dns01()], shop),
      certManager.clusterIssuer("http", [http01()], shop),
      certManager.clusterIssuer("private", [], { ...shop, inputs: { spec: { ca: { secretName: "ca" } } } }),
      issued("dns", "dns", ["dns.example.org", "delegated.example.org"], "2026-09-01T00:00:00Z"),
      issued("http", "http", ["http.example.org"], "2026-06-03T11:00:00Z"),
      issued("private", "private", ["private.example.org"], "2026-06-04T11:00:00Z"),
      issued("open", unknown, ["open.example.org"]),
      ...Array.from({ length: 5 }, (_, index) => issued(`many-${index}`, "private", ["many.example.org"])),
      resource("cloudflare:index/certificatePack:CertificatePack", "pack", { hosts: ["pack.example.org"], validationMethod: "txt" }, edge),
      resource("aws:acm/certificate:Certificate", "status", { domainName: "status.example.org", validationMethod: "DNS" }, edge),
      secretObject("stored", { "tls.crt": serverCertificate, "tls.key": "key" }, shop),
      resource("fastly:index/tlsCertificate:TlsCertificate", "week", { certificateBody: weekCertificate }, edge),
    ],
  },
  surroundings: { config: { all: "disabled" } },
  shown: ["markdown", "html"],
};

/** The reports on record, by the names of their files. */
export const reports: Readonly<Record<string, RecordedReport>> = {
  clean: { stacks: { "platform.json": organisation["platform.json"] ?? [] } },
  alone: { stacks: { "shop.json": alone }, shown: ["text", "markdown", "html"] },
  organisation: whole,
  map,
  hostile: {
    stacks: { "<i>&'.json": (hostileStack["hostile.json"] ?? []).slice(0, 2) },
    shown: ["text", "junit", "markdown", "html"],
  },
};
