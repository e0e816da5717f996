import type { StackResource } from "../../cli/stack-resource";
import { certManager, dns01, fastly, http01, kubernetesObject, provider, resource, route53, unknown, type Inputs } from "../support";
import { outcomeOf } from "./outcomes";

/** Where one message names resources of several stacks, each is named with its own: nobody knows all names of all teams. */

const edge = { project: "edge", stack: "prod" };
const shop = { project: "shop", stack: "prod" };
const kubeconfig = { kubeconfig: "apiVersion: v1" };
const cluster = (place: typeof edge) => ({ ...place, provider: provider("kubernetes", "cluster", kubeconfig, place) });

const web = certManager.certificate("web", { dnsNames: ["a.example.org"] }, cluster(shop));
const privateIssuer = (spec: Inputs) => certManager.clusterIssuer("letsencrypt-production", [], { ...cluster(shop), inputs: { spec } });
const certManagerRelease = (values: Inputs) =>
  resource("kubernetes:helm.sh/v3:Release", "cert-manager", { chart: "cert-manager", version: "v1.18.2", values }, cluster(edge));
const ruleOf = (expr: string, place = cluster(shop)) =>
  kubernetesObject(
    "monitoring.coreos.com/v1",
    "PrometheusRule",
    "rules",
    { spec: { groups: [{ rules: [{ alert: "Any", expr }] }] } },
    place,
  );

async function messageOf(policy: string, stacks: Readonly<Record<string, readonly StackResource[]>>): Promise<string> {
  const { report } = await outcomeOf(stacks);
  const found = report.findings.filter((finding) => finding.policy === policy);
  expect(report.findings.map((finding) => finding.policy)).toContain(policy);
  return found.map(({ message }) => message).join("\n");
}

test.each<[string, string, readonly StackResource[], readonly StackResource[], readonly string[]]>([
  [
    "two owners, in the fix as well",
    "tls-name-single-owner",
    [fastly.subscription("tls", ["a.example.org", "b.example.org"], edge)],
    [certManager.certificate("web", { dnsNames: ["a.example.org"] }, shop)],
    [
      'TlsSubscription "tls" of stack edge/prod lists',
      'Certificate "web" of stack shop/prod in namespace default lists',
      'out of `domains` of TlsSubscription "tls" of stack edge/prod, and',
    ],
  ],
  [
    "a subscription that takes another stack's origin",
    "origin-outside-edge-subscription",
    [fastly.subscription("tls", ["origin.example.org", "b.example.org"], edge)],
    [fastly.service("shop", { domains: ["shop.example.org"], backends: ["origin.example.org"] }, shop)],
    [
      'TlsSubscription "tls" of stack edge/prod takes it',
      'ServiceVcl "shop" of stack shop/prod connects',
      '"tls" of stack edge/prod lists',
    ],
  ],
  [
    "a record in a solver's way",
    "acme-challenge-cname-expected",
    [route53.record("_acme-challenge.a.example.org", "CNAME", ["x.fastly-validations.com"], { ...edge, name: "left-over" })],
    [
      certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "None" })], cluster(shop)),
      certManager.certificate("web", { dnsNames: ["a.example.org"] }, cluster(shop)),
    ],
    ['Record "left-over" of stack edge/prod is', 'Certificate "web" of stack shop/prod in', 'delete Record "left-over" of stack edge/prod'],
  ],
  [
    "an Issuer out of reach",
    "certificate-issuable",
    [certManager.issuer("le", [dns01()], { ...cluster(edge), namespace: "edge" })],
    [
      kubernetesObject("v1", "Namespace", "shop", {}, cluster(shop)),
      certManager.certificate(
        "web",
        { dnsNames: ["a.example.org"], namespace: "shop", spec: { issuerRef: { name: "le" } } },
        { ...cluster(shop), namespace: "shop" },
      ),
    ],
    ['Certificate "web" of stack shop/prod asks for an Issuer', 'Issuer "le" of stack edge/prod, is in namespace edge'],
  ],
  [
    "a record in a subscription's place",
    "acme-challenge-cname-expected",
    [fastly.subscription("tls", ["a.example.org"], edge)],
    [route53.record("_acme-challenge.a.example.org", "CNAME", ["elsewhere.example.net"], { ...shop, name: "own" })],
    [
      'Record "own" of stack shop/prod (Route 53)',
      'TlsSubscription "tls" of stack edge/prod lists',
      'or take a.example.org out of `domains` of TlsSubscription "tls" of stack edge/prod',
    ],
  ],
  [
    "two writers of one Secret",
    "tls-secret-single-writer",
    [certManager.certificate("one", { dnsNames: ["a.example.org"], secretName: "tls" }, cluster(edge))],
    [certManager.certificate("two", { dnsNames: ["a.example.org"], secretName: "tls" }, cluster(shop))],
    ['Certificate "one" of stack edge/prod writes it', 'Certificate "two" of stack shop/prod writes it'],
  ],
  [
    "an issuer of another stack without a solver",
    "certificate-issuable",
    [certManager.clusterIssuer("letsencrypt-production", [http01()], cluster(edge))],
    [certManager.certificate("web", { dnsNames: ["*.example.org"] }, cluster(shop))],
    ['ClusterIssuer "letsencrypt-production" of stack edge/prod can validate', 'Certificate "web" of stack shop/prod'],
  ],
  [
    "a doubt about an issuer",
    "ownership-undetermined",
    [fastly.subscription("tls", ["a.example.org"], edge)],
    [certManager.certificate("web", { dnsNames: ["a.example.org"], issuerRef: { kind: "ClusterIssuer", name: unknown } }, shop)],
    ['whether Certificate "web" of stack shop/prod needs', 'TlsSubscription "tls" of stack edge/prod takes'],
  ],
  [
    "a tool of another stack that renews with default keys",
    "certificate-key-pinned",
    [
      resource(
        "kubernetes:helm.sh/v3:Release",
        "cert-manager",
        { chart: "cert-manager", repositoryOpts: { repo: "https://charts.jetstack.io" } },
        cluster(edge),
      ),
    ],
    [certManager.certificate("web", { dnsNames: ["a.example.org"] }, cluster(shop))],
    ['Release "cert-manager" of stack edge/prod runs', 'default by Certificate "web" of stack shop/prod'],
  ],
  [
    "CAA of another stack",
    "certificate-issuable",
    [
      route53.zone("zone", "example.org", { ...edge, outputs: { name: "example.org", zoneId: "Z1" } }),
      route53.record("a.example.org", "CAA", ['0 issue "pki.goog"'], { ...edge, name: "caa", inputs: { zoneId: "Z1" } }),
    ],
    [certManager.clusterIssuer("letsencrypt-production", [dns01()], cluster(shop)), web],
    ['certifying a.example.org of Certificate "web" of stack shop/prod', 'Record "caa" of stack edge/prod holds'],
  ],
  [
    "a doubt about CAA",
    "ownership-undetermined",
    [route53.record("a.example.org", "CAA", unknown, { ...edge, name: "caa" })],
    [certManager.clusterIssuer("letsencrypt-production", [dns01()], cluster(shop)), web],
    ['a.example.org of Certificate "web" of stack shop/prod: Record "caa" of stack edge/prod'],
  ],
  [
    "HTTP-01 for a name that another stack sends away",
    "http01-name-reaches-cluster",
    [route53.record("a.example.org", "CNAME", ["x.netlify.app"], { ...edge, name: "away" })],
    [certManager.clusterIssuer("letsencrypt-production", [http01()], cluster(shop)), web],
    ['Certificate "web" of stack shop/prod has a.example.org', 'Record "away" of stack edge/prod (Route 53) leads'],
  ],
  [
    "an origin whose certificate another stack has signed by itself",
    "edge-trusts-origin",
    [fastly.service("edge", { domains: ["www.example.org"], backends: ["a.example.org"] }, edge)],
    [privateIssuer({ selfSigned: {} }), web],
    [
      '"edge" of stack edge/prod',
      'Certificate "web" of stack shop/prod is for',
      '`selfSigned` of ClusterIssuer "letsencrypt-production" of stack shop',
    ],
  ],
  [
    "an origin whose certificate comes from a server for trials",
    "edge-trusts-origin",
    [fastly.service("edge", { domains: ["www.example.org"], backends: ["a.example.org"] }, edge)],
    [privateIssuer({ acme: { server: "https://acme-staging-v02.api.letsencrypt.org/directory", solvers: [dns01()] } }), web],
    ['Certificate "web" of stack shop/prod is for', '`server` of ClusterIssuer "letsencrypt-production" of stack shop/prod'],
  ],
  ...[{ selfSigned: {} }, { acme: { server: "https://acme-staging-v02.api.letsencrypt.org/directory", solvers: [dns01()] } }].map(
    (spec): [string, string, StackResource[], StackResource[], string[]] => [
      `an origin and its certificate, of which another stack declares the issuer: ${Object.keys(spec).join()}`,
      "edge-trusts-origin",
      [
        fastly.service("edge", { domains: ["www.example.org"], backends: ["a.example.org"] }, edge),
        certManager.certificate("own", { dnsNames: ["a.example.org"] }, cluster(edge)),
      ],
      [privateIssuer(spec)],
      [
        '"edge" of stack edge/prod',
        'Certificate "own" of stack edge/prod is for',
        'ClusterIssuer "letsencrypt-production" of stack shop/prod',
      ],
    ],
  ),
  [
    "a doubt about a Secret",
    "ownership-undetermined",
    [certManager.certificate("open", { dnsNames: ["b.example.org"], secretName: unknown }, cluster(edge))],
    [web],
    ['whether Certificate "open" of stack edge/prod writes the same Secret as Certificate "web" of stack shop/prod'],
  ],
  [
    "an origin whose certificate is for another name",
    "edge-trusts-origin",
    [
      fastly.service(
        "edge",
        {
          domains: ["www.example.org"],
          backends: [{ address: "a.example.org", sslCertHostname: "www.example.org", sslSniHostname: "a.example.org" }],
        },
        edge,
      ),
    ],
    [web],
    ['"edge" of stack edge/prod', 'Certificate "web" of stack shop/prod is for a.example.org'],
  ],
  [
    "alerts of one stack on metrics that another switches off",
    "certificate-expiry-alerted",
    [certManagerRelease({ prometheus: { enabled: false } })],
    [ruleOf("certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400")],
    ['Release "cert-manager" of stack edge/prod installs', 'PrometheusRule "rules" of stack shop/prod asks'],
  ],
  [
    "alerts of one stack that know nothing of another's certificates",
    "certificate-expiry-alerted",
    [certManagerRelease({ prometheus: { enabled: false } }), ruleOf("up == 0", cluster(edge))],
    [web],
    [
      'Release "cert-manager" of stack edge/prod installs',
      'PrometheusRule "rules" of stack edge/prod is one of the alerts; Certificate "web" of stack shop/prod is kept',
      'in `values` of Release "cert-manager" of stack edge/prod: its metrics must be on',
    ],
  ],
])("%s", async (_what, policy, first, second, parts) => {
  const message = await messageOf(policy, { "edge.json": first, "shop.json": second });
  for (const part of parts) {
    expect(message).toContain(part);
  }
});

test("within one stack no stack is named", async () => {
  const message = await messageOf("tls-name-single-owner", {
    "shop.json": [
      fastly.subscription("tls", ["a.example.org"], shop),
      certManager.certificate("web", { dnsNames: ["a.example.org"] }, shop),
    ],
    "edge.json": [fastly.subscription("other", ["z.example.org"], edge)],
  });
  expect(message).not.toContain("of stack");
});
