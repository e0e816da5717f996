import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  dns01,
  fastly,
  gateway,
  http01,
  ingress,
  kubernetesObject,
  provider,
  resource,
  route53,
  unknown,
  type Inputs,
  type Settings,
} from "../support";
import type { Cases } from "./cases";

const names = ["shop.example.org"];
const certificate: typeof certManager.certificate = (name, settings, extra) => certManager.certificate(name, settings, extra);
const clusterIssuer: typeof certManager.clusterIssuer = (name, solvers) => certManager.clusterIssuer(name, solvers);
export const shop = (spec: Inputs = {}, dnsNames: readonly string[] = names): StackResource => certificate("shop", { dnsNames, spec });
const key = (algorithm: string, size?: number): Inputs => ({ privateKey: { algorithm, ...(size === undefined ? {} : { size }) } });
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}.example.org`);
const anyIssuer = (name: string, spec: Inputs): StackResource => kubernetesObject("cert-manager.io/v1", "ClusterIssuer", name, { spec });
const acmeIssuer = (acme: Inputs): StackResource => anyIssuer("letsencrypt-production", { acme: { solvers: [dns01()], ...acme } });
/** The stack makes the namespace of its certificates. */
const ownNamespace = kubernetesObject("v1", "Namespace", "shop");
const placed = (spec: Inputs): StackResource => certificate("shop", { dnsNames: names, spec, namespace: "shop" });
const issuerRef = (reference: Inputs): Inputs => ({ issuerRef: reference });

export const zone = resource(
  "aws:route53/zone:Zone",
  "zone",
  { name: "example.org" },
  { outputs: { name: "example.org", zoneId: "Z0000000000000" } },
);
/** CAA records at a name of the zone. */
export const caa = (records: readonly string[], name = "example.org", pulumiName = `caa-${name}`): StackResource =>
  route53.record(name, "CAA", records, { name: pulumiName, inputs: { name } });
const onlyGoogle = caa(['0 issue "pki.goog"']);
const solving = [zone, clusterIssuer(), shop()];
const issuerOf = (server: string): StackResource => acmeIssuer({ server });
const edge = (certificateAuthority: unknown, domains = names): StackResource =>
  fastly.subscription("edge", domains, { inputs: { certificateAuthority, configurationId: "configuration", domains } });

const bothIssuers = { "cert-manager.io/issuer": "le", "cert-manager.io/cluster-issuer": "le" };
const shimmed = (annotations: Inputs, spec: Inputs = {}): StackResource => ingress("shop", { hosts: names, spec }, { annotations });
const twice = { tls: names.concat("www.example.org").map((host) => ({ hosts: [host], secretName: "shop-tls" })) };

export const certManagerChart = (values: unknown, inputs: Inputs = {}, settings: Settings = {}): StackResource =>
  resource(
    "kubernetes:helm.sh/v3:Release",
    "cert-manager",
    {
      chart: "cert-manager",
      version: "v1.19.1",
      namespace: "cert-manager",
      repositoryOpts: { repo: "https://charts.jetstack.io" },
      values,
      ...inputs,
    },
    settings,
  );
export const gatewayOf = (annotations: Inputs = {}, settings: Settings = {}): StackResource => {
  const issued = { "cert-manager.io/cluster-issuer": "letsencrypt-production", ...annotations };
  return gateway("shop", { hosts: names }, { ...settings, annotations: issued });
};
const oneCluster = (stack: string) =>
  provider("kubernetes", "k8s", { kubeconfig: "clusters: [{cluster: {server: https://k8s.example.org}}]" }, { stack });
const sendingDuration = acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", enableDurationFeature: true });
const deep = (labels: number): string => `${"a.".repeat(labels - 2)}example.org`;

/** Of what cert-manager makes no certificate: a writer of a Secret that is not known yet could write theirs. */
export const withoutCertificate: Cases = {
  "an Ingress with both issuer annotations": [shimmed({ "cert-manager.io/issuer": "le", "cert-manager.io/cluster-issuer": "le" })],
  "an Ingress with a kind beside its ClusterIssuer": [
    shimmed({ "cert-manager.io/cluster-issuer": "le", "cert-manager.io/issuer-kind": "ClusterIssuer" }),
  ],
  "an Ingress with a group beside its ClusterIssuer": [
    shimmed({ "cert-manager.io/cluster-issuer": "le", "cert-manager.io/issuer-group": "cert-manager.io" }),
  ],
  "both issuer annotations, of which one is empty": [shimmed({ "cert-manager.io/issuer": "", "cert-manager.io/cluster-issuer": "le" })],
  "a ClusterIssuer beside an empty kind": [shimmed({ "cert-manager.io/cluster-issuer": "le", "cert-manager.io/issuer-kind": "" })],
  "an Ingress with one Secret in two tls blocks": [shimmed({ "cert-manager.io/cluster-issuer": "le" }, twice)],
  "a Gateway with both issuer annotations": [
    gateway("shop", { hosts: names }, { annotations: { "cert-manager.io/issuer": "le", "cert-manager.io/cluster-issuer": "le" } }),
  ],
  "an Ingress with both issuer annotations, beside a Certificate for another Secret": [
    shimmed(bothIssuers),
    certificate("other", { dnsNames: ["other.example.org"] }),
  ],
  "a Gateway, and cert-manager without the Gateway API": [certManagerChart({ crds: { enabled: true } }), gatewayOf()],
  "a Gateway, and cert-manager with the Gateway API switched off": [
    certManagerChart({
      config: { enableGatewayAPI: false },
      extraArgs: ["--enable-certificate-owner-ref=true"],
      prometheus: { enabled: true },
    }),
    gatewayOf(),
  ],

  "an Ingress with both issuer annotations, for an address": [ingress("shop", { hosts: ["192.0.2.1"] }, { annotations: bothIssuers })],
  "a Gateway of one stack, and of another a cert-manager without the Gateway API": [
    certManagerChart({}, {}, { provider: oneCluster("platform"), stack: "platform" }),
    gatewayOf({}, { provider: oneCluster("dev") }),
  ],
};

/** What CAA records refuse: a record of a name that is not known yet could stand nearer, so these have a noise of their own. */
export const refusedByCaa: Cases = {
  "CAA for another authority": [...solving, onlyGoogle],
  "CAA at the name itself, though the one above allows": [
    ...solving,
    caa(['0 issue "letsencrypt.org"']),
    caa(['0 issue "pki.goog"'], "shop.example.org"),
  ],
  "CAA for nobody": [...solving, caa(['0 issue ";"'])],
  "CAA with a critical tag that nobody knows, flag 128": [...solving, caa(['0 issue "letsencrypt.org"', '128 future "x"'])],
  "CAA with a critical tag that nobody knows, flag 1": [...solving, caa(['0 issue "letsencrypt.org"', '1 future "x"'])],
  "CAA for wildcards of nobody": [
    zone,
    clusterIssuer(),
    shop({}, ["*.shop.example.org"]),
    caa(['0 issue "letsencrypt.org"', '0 issuewild ";"']),
  ],
  "CAA by DNS-01 only, written after the certificate was issued by HTTP-01": [
    zone,
    clusterIssuer(undefined, [http01()]),
    shop(),
    caa(['0 issue "letsencrypt.org; validationmethods=dns-01"']),
  ],
  "CAA by HTTP-01 only": [...solving, caa(['0 issue "letsencrypt.org;validationmethods=http-01,tls-alpn-01"'])],
  "CAA in upper case": [...solving, caa(['0 issue "LetsEncrypt.org"'])],
  "CAA with a malformed parameter": [...solving, caa(['0 issue "letsencrypt.org; critical"'])],
  "CAA in a zone that lies in another of the stack": [
    zone,
    resource("aws:route53/zone:Zone", "child", { name: "shop.example.org" }, { outputs: { name: "shop.example.org", zoneId: "Z2" } }),
    route53.record("shop.example.org", "NS", ["ns-1.example.net"]),
    clusterIssuer(),
    shop(),
    onlyGoogle,
  ],
  "CAA over an Ingress": [zone, clusterIssuer(), ingress("shop", { hosts: names }), onlyGoogle],
  "CAA for Let's Encrypt only, and Google's server": [
    zone,
    issuerOf("https://dv.acme-v02.api.pki.goog/directory"),
    shop(),
    caa(['0 issue "letsencrypt.org"']),
  ],
  "CAA for ZeroSSL by no name that it goes by": [
    zone,
    issuerOf("https://acme.zerossl.com/v2/DV90"),
    shop(),
    caa(['0 issue "letsencrypt.org"']),
  ],
  "CAA of the PyPI incident: Fastly changed the authority, and it is not in the records": [
    zone,
    edge("lets-encrypt"),
    caa(['0 issue "globalsign.com"']),
  ],
  "CAA without Certainly": [zone, edge("certainly"), caa(['0 issue "letsencrypt.org"'])],
  "CAA at Cloudflare, which lets in its own authorities only": [
    edge("certainly"),
    resource("cloudflare:index/zone:Zone", "cf", { name: "example.org" }, { outputs: { name: "example.org", id: "cf" } }),
    resource("cloudflare:index/dnsRecord:DnsRecord", "caa", {
      zoneId: "cf",
      name: "example.org",
      type: "CAA",
      data: { flags: 0, tag: "issue", value: "letsencrypt.org" },
    }),
  ],
  "CAA of Azure in parts": [
    clusterIssuer(),
    shop(),
    resource("azure-native:dns:RecordSet", "caa", {
      zoneName: "example.org",
      relativeRecordSetName: "@",
      recordType: "CAA",
      caaRecords: [{ flags: 0, tag: "issue", value: "digicert.com" }],
    }),
  ],
  "CAA of Cloud DNS": [
    clusterIssuer(),
    shop(),
    resource("gcp:dns/recordSet:RecordSet", "caa", {
      managedZone: "main",
      name: "example.org.",
      type: "CAA",
      rrdatas: ['0 issue "digicert.com"'],
    }),
  ],

  "CAA for others only, in several resources, over several names": [
    zone,
    clusterIssuer(),
    shop({}, ["shop.example.org", "www.example.org"]),
    caa(['0 issue "pki.goog"'], "example.org", "caa-1"),
    caa(['0 issue "ssl.com"'], "example.org", "caa-2"),
  ],
  "CAA for an authority that does not speak ACME": [...solving, caa(['0 issue "globalsign.com"'])],
  "CAA for one name of several": [zone, clusterIssuer(), shop({}, ["shop.example.org", "example.net"]), onlyGoogle],
  "CAA for another authority, over wildcards alone": [zone, clusterIssuer(), shop({}, ["*.shop.example.org"]), onlyGoogle],
  "CAA for another authority, over a wildcard and a name": [
    zone,
    clusterIssuer(),
    shop({}, ["*.shop.example.org", "www.example.org"]),
    onlyGoogle,
  ],
  "CAA for wildcards of another authority": [
    zone,
    clusterIssuer(),
    shop({}, ["*.shop.example.org"]),
    caa(['0 issue "letsencrypt.org"', '0 issuewild "pki.goog"']),
  ],
  "CAA for several authorities, of which Fastly offers two": [
    zone,
    edge("certainly"),
    caa(['0 issue "letsencrypt.org"', '0 issue "pki.goog"', '0 issue "globalsign.com"']),
  ],
  "CAA for an authority that Fastly does not offer": [zone, edge("certainly"), onlyGoogle],
};

/** The name in the id of the finding, if it is not the certificate's. */
export const found: Cases = {
  "a wildcard with HTTP-01 only": [clusterIssuer(undefined, [http01()]), shop({}, ["*.shop.example.org"])],
  "a name outside every zone": [clusterIssuer(undefined, [dns01({ dnsZones: ["example.net"] })]), shop()],
  "a name that selectors write in upper case": [clusterIssuer(undefined, [dns01({ dnsNames: ["Shop.example.org"] })]), shop()],
  "labels that no solver selects": [clusterIssuer(undefined, [dns01({ matchLabels: { team: "shop" } })]), shop()],
  "an Ingress's host without a solver": [
    clusterIssuer(undefined, [dns01({ dnsZones: ["example.net"] })]),
    ingress("shop", { hosts: names }),
  ],
  "no kind, and a ClusterIssuer": [clusterIssuer("le"), shop(issuerRef({ name: "le" }))],
  "a ClusterIssuer's kind, and an Issuer": [certManager.issuer("le"), shop(issuerRef({ name: "le", kind: "ClusterIssuer" }))],
  "a kind in lower case": [shop(issuerRef({ name: "le", kind: "clusterissuer" }))],
  "a common name apart from the dnsNames": [clusterIssuer(), shop({ commonName: "www.example.org" })],
  "a common name over 64 bytes": [shop({ commonName: `${"a".repeat(60)}.example.org` })],
  "a trailing dot": [clusterIssuer(), shop({}, ["shop.example.org."])],
  Unicode: [clusterIssuer(), shop({}, ["bücher.example.org"])],
  "an IP address among the names": [clusterIssuer(), shop({}, ["192.0.2.1"])],
  "an underscore": [clusterIssuer(), shop({}, ["shop_1.example.org"])],
  "a label": [clusterIssuer(), shop({}, ["shop"])],
  "an inner name at Let's Encrypt": [clusterIssuer(), shop({}, ["shop.default.svc"])],
  "RSA below 2048": [shop(key("RSA", 1024))],
  "an algorithm in lower case": [shop(key("rsa"))],
  "Ed25519 at Let's Encrypt": [clusterIssuer(), shop(key("Ed25519"))],
  "P-521 at Let's Encrypt": [clusterIssuer(), shop(key("ECDSA", 521))],
  "RSA 8192 at Let's Encrypt": [clusterIssuer(), shop(key("RSA", 8192))],
  "101 names at Let's Encrypt": [clusterIssuer(), shop({}, many(101))],
  "26 names with the profile tlsserver": [
    acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", profile: "tlsserver" }),
    shop({}, many(26)),
  ],
  "an e-mail address at Let's Encrypt": [clusterIssuer(), shop({ emailAddresses: ["tls@example.org"] })],
  "a URI at Let's Encrypt": [clusterIssuer(), shop({ uris: ["spiffe://example.org/shop"] })],
  "an IP address at Let's Encrypt": [clusterIssuer(), shop({ ipAddresses: ["192.0.2.1"] })],
  "a certificate authority at Let's Encrypt": [clusterIssuer(), shop({ isCA: true })],
  "a common name apart, for which no Order asks CAA": [
    zone,
    clusterIssuer(),
    shop({ commonName: "shop.example.org" }, ["other.example.net"]),
    onlyGoogle,
  ],
  "an Issuer in another namespace, and the certificate's made by the stack": [
    ownNamespace,
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    placed(issuerRef({ name: "le" })),
  ],
  "a name of eleven labels at Let's Encrypt": [clusterIssuer(), shop({}, [deep(11)])],
  "a duration that an issuer hands on to Let's Encrypt": [sendingDuration, shop({ duration: "2160h" })],
  "a profile that Let's Encrypt has no more": [
    acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", profile: "tlsclient" }),
    shop({ usages: ["client auth"] }),
  ],
  "a certificate without any name": [clusterIssuer(), shop({ dnsNames: undefined })],
  "a certificate with an empty list of names": [clusterIssuer(), shop({ commonName: "" }, [])],
  "a certificate without a Secret": [clusterIssuer(), shop({ secretName: undefined })],
  "a Secret's name in upper case": [clusterIssuer(), shop({ secretName: "Shop-TLS" })],
  "an empty Secret's name": [clusterIssuer(), shop({ secretName: "" })],
  ...Object.fromEntries(
    Object.entries({
      "private-key-encoding": "pkcs8",
      "private-key-size": "",
      "private-key-rotation-policy": "always",
      "revision-history-limit": "0",
      "renew-before-percentage": "33%",
      usages: "server auth,server-auth",
      "secret-template": "labels: { team: shop }",
      "subject-organizations": "",
    }).map(([key, value]) => [
      `an Ingress with an annotation that cert-manager cannot read: ${key}`,
      [clusterIssuer(), shimmed({ "cert-manager.io/cluster-issuer": "letsencrypt-production", [`cert-manager.io/${key}`]: value })],
    ]),
  ),
  "an Ingress with two annotations that cert-manager cannot read": [
    clusterIssuer(),
    shimmed({
      "cert-manager.io/cluster-issuer": "letsencrypt-production",
      "cert-manager.io/private-key-encoding": "pkcs8",
      "cert-manager.io/revision-history-limit": "0",
    }),
  ],
  "an Ingress with two parts of a subject that cert-manager cannot read": [
    clusterIssuer(),
    shimmed({
      "cert-manager.io/cluster-issuer": "letsencrypt-production",
      "cert-manager.io/subject-organizations": 'The "Shop" Company',
      "cert-manager.io/subject-countries": "",
    }),
  ],
  ...withoutCertificate,
  ...refusedByCaa,
};

const inHouse = acmeIssuer({ server: "https://ca.example.org/acme/directory" });
const ownAuthority = anyIssuer("letsencrypt-production", { ca: { secretName: "authority" } });

/** What of CAA is not known, by the property that `ownership-undetermined` names; no finding of this policy. */
export const leftOpen: Readonly<Record<string, readonly [id: string, ...resources: StackResource[]]>> = {
  "records of which one is not known yet": ["caa-example.org.value", ...solving, caa(['0 issue "pki.goog"', unknown])],
  "records of which none is known yet": ["caa-example.org.value", ...solving, caa(unknown as never)],
  "a report address, and a record that is not known yet": [
    "caa-example.org.value",
    ...solving,
    caa(['0 iodef "mailto:tls@example.org"', unknown]),
  ],
  "a nearer set that is not known yet": [
    "shop.example.org.value",
    ...solving,
    onlyGoogle,
    route53.record("shop.example.org", "CAA", unknown),
  ],
  "a set for wildcards that is not known yet": [
    "caa-example.org.value",
    zone,
    clusterIssuer(),
    shop({}, ["*.shop.example.org"]),
    caa(['0 issue "pki.goog"', unknown]),
  ],
  "a zone that this stack does not declare, and the name as people write it": ["caa-example.org.zone", clusterIssuer(), shop(), onlyGoogle],
  "the same over a subscription of Fastly": ["caa-example.org.zone", edge("certainly"), caa(['0 issue "letsencrypt.org"'])],
  "the apex of a zone that is not known yet": [
    "caa.zone",
    clusterIssuer(),
    shop(),
    resource("azure-native:dns:RecordSet", "caa", {
      zoneName: unknown,
      relativeRecordSetName: "@",
      recordType: "CAA",
      caaRecords: [{ flags: 0, tag: "issue", value: "digicert.com" }],
    }),
  ],
  "a name that is not known yet": [
    "somewhere.name",
    ...solving,
    route53.record("somewhere", "CAA", ['0 issue "pki.goog"'], { inputs: { name: unknown } }),
  ],
  "a name that is not known yet, beside records that let the authority in": [
    "somewhere.name",
    ...solving,
    caa(['0 issue "letsencrypt.org"']),
    route53.record("somewhere", "CAA", ['0 issue ";"'], { inputs: { name: unknown } }),
  ],
  "records that refuse, and a CNAME of a name that is not known yet": [
    "somewhere.name",
    ...solving,
    onlyGoogle,
    route53.record("somewhere", "CNAME", ["lb.example.net"], { inputs: { name: unknown } }),
  ],
  "whether the zone is public": [
    "caa-example.org.zone",
    resource(
      "aws:route53/zone:Zone",
      "zone",
      { name: "example.org", vpcs: unknown },
      { outputs: { name: "example.org", zoneId: "Z0000000000000", vpcs: unknown } },
    ),
    clusterIssuer(),
    shop(),
    onlyGoogle,
  ],
};

export const leftAlone: Cases = {
  "a solver for every name": [clusterIssuer(), shop({}, ["shop.example.org", "*.shop.example.org"])],
  "HTTP-01 for plain names": [clusterIssuer(undefined, [http01()]), shop()],
  "HTTP-01 for all, DNS-01 for the zone of the wildcard": [
    clusterIssuer(undefined, [http01(), dns01({ dnsZones: ["example.org"] })]),
    shop({}, ["shop.example.org", "*.shop.example.org"]),
  ],
  "a wildcard listed literally": [
    clusterIssuer(undefined, [dns01({ dnsNames: ["*.shop.example.org"] })]),
    shop({}, ["*.shop.example.org"]),
  ],
  "an empty selector": [clusterIssuer(undefined, [dns01({})]), shop()],
  "labels that a solver selects": [
    clusterIssuer(undefined, [dns01({ matchLabels: { team: "shop" } })]),
    certificate("shop", { dnsNames: names }, { labels: { team: "shop" } }),
  ],
  "an issuer of another stack": [shop({}, ["*.shop.example.org"])],
  "a solver that is not known yet": [clusterIssuer(undefined, [http01(), unknown as never]), shop({}, ["*.shop.example.org"])],
  "zones that are not known yet": [clusterIssuer(undefined, [dns01({ dnsZones: unknown })]), shop()],
  "no solvers, for an account that is authorized beforehand": [clusterIssuer(undefined, []), shop()],
  "an Issuer of the same name beside the ClusterIssuer": [clusterIssuer("le"), certManager.issuer("le"), shop(issuerRef({ name: "le" }))],
  "an issuer of another name only": [clusterIssuer("other"), shop(issuerRef({ name: "le" }))],
  "Issuers of one name in several namespaces, the certificate's among them": [
    ownNamespace,
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    certManager.issuer("le", [dns01()], { namespace: "shop" }),
    placed(issuerRef({ name: "le" })),
  ],
  "an Issuer in another namespace, and the certificate's from before: others may have one there": [
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    placed(issuerRef({ name: "le" })),
  ],
  "an Issuer in another namespace, and the certificate's of a name that is not known yet": [
    kubernetesObject("v1", "Namespace", "shop", { metadata: { name: unknown } }),
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    placed(issuerRef({ name: "le" })),
  ],
  "an Issuer in another namespace, and one whose namespace is not known yet": [
    ownNamespace,
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    kubernetesObject("cert-manager.io/v1", "Issuer", "some", { spec: { selfSigned: {} }, metadata: { name: "le", namespace: unknown } }),
    placed(issuerRef({ name: "le" })),
  ],
  "an Issuer in another namespace, and a certificate whose own is not known yet": [
    ownNamespace,
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    certificate("shop", { dnsNames: names, spec: issuerRef({ name: "le" }), namespace: unknown }),
  ],
  "a ClusterIssuer asked for, and an Issuer of that name in another namespace": [
    ownNamespace,
    certManager.issuer("le", [dns01()], { namespace: "other" }),
    placed(issuerRef({ name: "le", kind: "ClusterIssuer" })),
  ],
  "an Issuer in another namespace of another cluster": [
    ownNamespace,
    kubernetesObject(
      "cert-manager.io/v1",
      "Issuer",
      "le",
      { spec: { selfSigned: {} } },
      {
        namespace: "other",
        provider: provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" }),
      },
    ),
    placed(issuerRef({ name: "le" })),
  ],
  "a name of ten labels, and a wildcard over it": [clusterIssuer(), shop({}, [deep(10), `*.${deep(10)}`])],
  "eleven labels at an ACME server of one's own": [inHouse, shop({}, [deep(11)])],
  "a duration that an issuer keeps to itself": [clusterIssuer(), shop({ duration: "2160h" })],
  "an issuer that hands durations on, and a certificate without": [sendingDuration, shop()],
  "an issuer that may hand a duration on": [
    acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", enableDurationFeature: unknown }),
    shop({ duration: "2160h" }),
  ],
  "a duration that is handed on to an ACME server of one's own": [
    acmeIssuer({ server: "https://ca.example.org/acme/directory", enableDurationFeature: true }),
    shop({ duration: "24h" }),
  ],
  "a profile that Let's Encrypt may have some day": [
    acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", profile: "someday" }),
    shop(),
  ],
  "a certificate for an address, a URI or a person alone": [
    ownAuthority,
    certificate("address", { dnsNames: [], spec: { dnsNames: undefined, ipAddresses: ["192.0.2.1"] } }),
    certificate("uri", { dnsNames: [], spec: { uris: ["spiffe://example.org/shop"] } }),
    certificate("person", { dnsNames: [], spec: { emailAddresses: ["tls@example.org"] } }),
    certificate("subject", { dnsNames: [], spec: { literalSubject: "CN=shop" } }),
    certificate("other-name", { dnsNames: [], spec: { otherNames: [{ oid: "1.3.6.1.4.1.311.20.2.3", utf8Value: "shop" }] } }),
  ],
  "a certificate whose only name is not known yet": [clusterIssuer(), shop({}, [unknown])],
  "a Secret's name that is not known yet": [clusterIssuer(), shop({ secretName: unknown })],
  "a Secret's name with dots and digits": [clusterIssuer(), shop({ secretName: "0.shop-tls.v2" })],
  "annotations that cert-manager reads": [
    clusterIssuer(),
    shimmed({
      "cert-manager.io/cluster-issuer": "letsencrypt-production",
      "cert-manager.io/private-key-algorithm": "ECDSA",
      "cert-manager.io/private-key-encoding": "PKCS8",
      "cert-manager.io/private-key-size": "384",
      "cert-manager.io/private-key-rotation-policy": "Always",
      "cert-manager.io/revision-history-limit": "3",
      "cert-manager.io/usages": "digital signature, key encipherment,server auth",
      "cert-manager.io/subject-organizations": '"Shop, Inc.",Example',
      "cert-manager.io/secret-template": '{"labels": {"team": "shop"}}',
    }),
  ],
  "annotations that are not known yet": [
    clusterIssuer(),
    shimmed({ "cert-manager.io/cluster-issuer": "letsencrypt-production", "cert-manager.io/private-key-encoding": unknown }),
  ],
  "annotations that nobody reads, on an Ingress without an issuer": [shimmed({ "cert-manager.io/private-key-encoding": "many" })],
  "a Gateway, and cert-manager with the Gateway API": [certManagerChart({ config: { enableGatewayAPI: true } }), gatewayOf()],
  "the same in the words of 1.21": [certManagerChart({ config: { gatewayAPI: { enabled: true } } }), gatewayOf()],
  "the same as a feature gate": [certManagerChart({ featureGates: "ExperimentalGatewayAPISupport=true" }), gatewayOf()],
  "the same as an argument": [certManagerChart({ extraArgs: ["--enable-gateway-api"] }), gatewayOf()],
  "a Gateway, and cert-manager with a configuration of its own": [
    certManagerChart({ extraArgs: ["--config=/etc/config.yaml"] }),
    gatewayOf(),
  ],
  "a Gateway, and cert-manager whose values are not all known yet": [
    certManagerChart({ config: { enableGatewayAPI: unknown } }),
    gatewayOf(),
  ],
  "a Gateway, and cert-manager with values in files": [certManagerChart({}, { valueYamlFiles: ["values.yaml"] }), gatewayOf()],
  "a Gateway without annotations, and cert-manager without the Gateway API": [
    certManagerChart({}),
    gateway("shop", { hosts: names }, { annotations: {} }),
  ],
  "an Ingress, and cert-manager without the Gateway API": [
    certManagerChart({}),
    shimmed({ "cert-manager.io/cluster-issuer": "letsencrypt-production" }),
  ],
  "a Gateway of another cluster than the cert-manager without the Gateway API": [
    certManagerChart({}),
    gateway(
      "shop",
      { hosts: names },
      { provider: provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" }) },
    ),
  ],
  "an external issuer's kind": [shop(issuerRef({ name: "pca", kind: "AWSPCAClusterIssuer", group: "awspca.cert-manager.io" }))],
  "a common name among the dnsNames": [clusterIssuer(), shop({ commonName: "shop.example.org" })],
  "a common name in another case": [clusterIssuer(), shop({ commonName: "Shop.example.org" })],
  "a common name of 64 bytes": [clusterIssuer(), shop({ commonName: `${"a".repeat(52)}.example.org` }, [`${"a".repeat(52)}.example.org`])],
  "a long name without common name": [clusterIssuer(), shop({}, [`${"a".repeat(60)}.example.org`])],
  "a common name alone, by a private issuer": [ownAuthority, shop({ commonName: "shop" }, ["shop.default.svc"])],
  "upper case and A-labels": [clusterIssuer(), shop({}, ["SHOP.example.org", "xn--bcher-kva.example.org"])],
  "a name beside the wildcard that covers it": [clusterIssuer(), shop({}, ["a.shop.example.org", "*.shop.example.org"])],
  "inner names at an ACME server of one's own": [inHouse, shop({}, ["shop.default.svc"])],
  "inner names of an issuer of another stack": [shop({}, ["shop.default.svc"])],
  "a name that only looks inner": [clusterIssuer(), shop({}, ["local.example.org", "svc.example.org"])],
  "Ed25519 at an ACME server of one's own": [inHouse, shop(key("Ed25519"))],
  "Ed25519 of a private issuer": [ownAuthority, shop(key("Ed25519"))],
  "keys that everybody accepts": [
    clusterIssuer(),
    shop(key("RSA", 4096)),
    certificate("other", { dnsNames: ["b.example.org"], spec: key("ECDSA", 384) }),
  ],
  "ECDSA without a size": [clusterIssuer(), shop(key("ECDSA"))],
  "100 names": [clusterIssuer(), shop({}, many(100))],
  "101 names of a private issuer": [ownAuthority, shop({}, many(101))],
  "IP addresses with the profile shortlived": [
    acmeIssuer({ server: "https://acme-v02.api.letsencrypt.org/directory", profile: "shortlived" }),
    shop({ ipAddresses: ["192.0.2.1"] }),
  ],
  "a certificate authority of a private issuer": [ownAuthority, shop({ isCA: true, uris: ["spiffe://example.org/shop"] })],
  "a patch, which leaves out what its object says": [
    clusterIssuer(),
    kubernetesObject(
      "cert-manager.io/v1",
      "CertificatePatch",
      "shop",
      { spec: { commonName: "other.example.org" } },
      { namespace: "default" },
    ),
  ],
  "both issuer annotations, and both empty": [shimmed({ "cert-manager.io/issuer": "", "cert-manager.io/cluster-issuer": "" })],
  "an Issuer's kind beside it": [shimmed({ "cert-manager.io/issuer": "le", "cert-manager.io/issuer-kind": "ClusterIssuer" })],
  "both issuer annotations, of which one is not known yet": [
    shimmed({ "cert-manager.io/issuer": unknown, "cert-manager.io/cluster-issuer": "le" }),
  ],
  "both issuer annotations on an Ingress without tls": [shimmed(bothIssuers, { tls: [] })],
  "both issuer annotations on an Ingress without a Secret": [shimmed(bothIssuers, { tls: [{ hosts: names }] })],
  "both issuer annotations on an Ingress without hosts": [shimmed(bothIssuers, { tls: [{ secretName: "shop-tls" }] })],
  "both issuer annotations on an Ingress of which not all is known": [
    shimmed(bothIssuers, { tls: [{ hosts: names, secretName: unknown }] }),
  ],
  "both issuer annotations on an Ingress of which one Secret is known": [
    shimmed(bothIssuers, {
      tls: [
        { hosts: names, secretName: "shop-tls" },
        { hosts: names, secretName: unknown },
      ],
    }),
  ],
  "a patch of a Gateway that adds the other annotation": [
    kubernetesObject(
      "gateway.networking.k8s.io/v1",
      "GatewayPatch",
      "shop",
      {
        spec: {
          listeners: [
            { name: "https", hostname: "shop.example.org", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "shop-tls" }] } },
          ],
        },
      },
      { namespace: "default", annotations: bothIssuers },
    ),
  ],
  "both issuer annotations on an Ingress whose Secret a Certificate writes": [shimmed(bothIssuers), shop()],
  "one Secret in two tls blocks of an Ingress, and a Certificate that writes it": [
    shimmed({ "cert-manager.io/cluster-issuer": "le" }, twice),
    shop(),
  ],
  "both issuer annotations on an Ingress, and a Certificate whose Secret is not known yet": [
    shimmed(bothIssuers),
    certificate("other", { dnsNames: names, secretName: unknown }),
  ],
  "both issuer annotations on a Gateway that passes TLS through": [
    gateway(
      "shop",
      {
        hosts: [],
        spec: { listeners: [{ name: "tls", hostname: "shop.example.org", port: 443, protocol: "TLS", tls: { mode: "Passthrough" } }] },
      },
      { annotations: bothIssuers },
    ),
  ],
  "one Secret in two tls blocks of an Ingress without annotations": [shimmed({}, twice)],
  "one Secret in two tls blocks, of which one has no hosts": [
    shimmed({ "cert-manager.io/cluster-issuer": "le" }, { tls: [{ hosts: names, secretName: "shop-tls" }, { secretName: "shop-tls" }] }),
  ],
  "a patch that adds the other annotation": [
    kubernetesObject(
      "networking.k8s.io/v1",
      "IngressPatch",
      "shop",
      { spec: { tls: [{ hosts: names, secretName: "shop-tls" }] } },
      { namespace: "default", annotations: bothIssuers },
    ),
  ],
  "CAA and a patch of a Certificate": [
    zone,
    clusterIssuer(),
    onlyGoogle,
    kubernetesObject(
      "cert-manager.io/v1",
      "CertificatePatch",
      "shop",
      { spec: { dnsNames: names, issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } } },
      { namespace: "default" },
    ),
  ],
  "CAA for the authority": [...solving, caa(['0 issue "letsencrypt.org"'])],
  "CAA for the authority among others": [...solving, caa(['0 issue ";"', '0 issue "pki.goog"', '0 issue "letsencrypt.org"'])],
  "CAA for the authority in a resource of its own": [
    ...solving,
    onlyGoogle,
    route53.record("example.org", "CAA", ['0 issue "letsencrypt.org"'], { name: "second" }),
  ],
  "CAA for the authority at the name itself, though the one above refuses": [
    ...solving,
    onlyGoogle,
    caa(['0 issue "letsencrypt.org"'], "shop.example.org"),
  ],
  "CAA of a name beside": [...solving, caa(['0 issue ";"'], "other.example.org"), caa(['0 issue ";"'], "a.shop.example.org")],
  "CAA that asks for reports only": [...solving, caa(['0 iodef "mailto:tls@example.org"'])],
  "CAA for wildcards only, and no wildcard": [...solving, caa(['0 issuewild ";"'])],
  "CAA for mail and marks": [...solving, caa(['0 issuemail ";"', '128 issuevmc ";"'])],
  "CAA with a tag that nobody knows and nobody must": [...solving, caa(['0 future "x"', '0 issue "letsencrypt.org"'])],
  "CAA for wildcards, whatever it says of names": [
    zone,
    clusterIssuer(),
    shop({}, ["*.shop.example.org"]),
    caa(['0 issue "pki.goog"', '0 issuewild "letsencrypt.org"']),
  ],
  "CAA for names, of which wildcards are some": [
    zone,
    clusterIssuer(),
    shop({}, ["shop.example.org", "*.shop.example.org"]),
    caa(['0 issue "letsencrypt.org"']),
  ],
  "CAA with tags in capitals and a lone semicolon": [...solving, caa(['0 ISSUE " letsencrypt.org ;"'])],
  "CAA with a parameter that nobody knows": [...solving, caa(['0 issue "letsencrypt.org; cansignhttpexchanges=yes"'])],
  "CAA for the method of the solver": [...solving, caa(['0 issue "letsencrypt.org; validationmethods=http-01,dns-01"'])],
  "CAA for a method, and solvers of which not all are known": [
    zone,
    clusterIssuer(undefined, [http01({ dnsZones: unknown }), dns01()]),
    shop(),
    caa(['0 issue "letsencrypt.org; validationmethods=dns-01"']),
  ],
  "CAA for an account, which may be the issuer's": [
    ...solving,
    caa(['0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"']),
  ],
  "CAA of an own authority's names": [zone, inHouse, shop(), onlyGoogle],
  "CAA and a private issuer": [zone, ownAuthority, shop(), onlyGoogle],
  "CAA and an issuer of another stack": [zone, shop(), onlyGoogle],
  "CAA in capitals at an authority that may not mind": [
    zone,
    issuerOf("https://dv.acme-v02.api.pki.goog/directory"),
    shop(),
    caa(['0 issue "PKI.goog"']),
  ],
  "CAA for Sectigo, which signs for ZeroSSL": [zone, issuerOf("https://acme.zerossl.com/v2/DV90"), shop(), caa(['0 issue "comodoca.com"'])],
  "CAA with contacts at an authority that may know them": [
    zone,
    issuerOf("https://acme.ssl.com/sslcom-dv-rsa"),
    shop(),
    caa(['128 contactemail "tls@example.org"', '1 future "x"', '0 issue "ssl.com"']),
  ],
  "CAA in a private zone": [
    resource(
      "aws:route53/zone:Zone",
      "private",
      { name: "example.org" },
      {
        outputs: { name: "example.org", zoneId: "Z0000000000000", vpcs: [{ vpcId: "vpc-1" }] },
      },
    ),
    clusterIssuer(),
    shop(),
    onlyGoogle,
  ],
  "CAA in a private zone of Cloud DNS": [
    resource("gcp:dns/managedZone:ManagedZone", "inner", { name: "inner", dnsName: "example.org.", visibility: "private" }),
    clusterIssuer(),
    shop(),
    resource("gcp:dns/recordSet:RecordSet", "caa", {
      managedZone: "inner",
      name: "example.org.",
      type: "CAA",
      rrdatas: ['0 issue "digicert.com"'],
    }),
  ],
  "CAA of Cloudflare, which lets in its own authorities": [
    clusterIssuer(),
    shop(),
    resource("cloudflare:index/zone:Zone", "cf", { name: "example.org" }, { outputs: { name: "example.org", id: "cf" } }),
    resource("cloudflare:index/dnsRecord:DnsRecord", "caa", {
      zoneId: "cf",
      name: "example.org",
      type: "CAA",
      data: { flags: 0, tag: "issue", value: "digicert.com" },
    }),
  ],
  "CAA above a name that leads elsewhere": [...solving, onlyGoogle, route53.record("shop.example.org", "CNAME", ["lb.example.net"])],
  "CAA above a name that a wildcard answers for": [...solving, onlyGoogle, route53.record("*.example.org", "CNAME", ["lb.example.net"])],
  "CAA above a name of other name servers": [...solving, onlyGoogle, route53.record("shop.example.org", "NS", ["ns-1.example.net"])],
  "CAA of a form that may mean anything": [...solving, caa(["0 issue letsencrypt.org;x"]), caa(["pki.goog"], "shop.example.org")],
  "CAA that lets the authority in, and one more record that is not known yet": [...solving, caa(['0 issue "letsencrypt.org"', unknown])],
  "CAA that is not known yet, of a name beside": [...solving, route53.record("other.example.org", "CAA", unknown)],
  "CAA that is not known yet, and an issuer of another stack": [zone, shop(), caa(unknown as never)],
  "CAA that is not known yet, and a private issuer": [zone, ownAuthority, shop(), caa(unknown as never)],
  "CAA that is not known yet, and an ACME server of one's own": [zone, inHouse, shop(), caa(unknown as never)],
  "CAA that is not known yet, and nobody who asks": [zone, caa(unknown as never)],
  "CAA that is not known yet, in a private zone": [
    resource(
      "aws:route53/zone:Zone",
      "private",
      { name: "example.org" },
      {
        outputs: { name: "example.org", zoneId: "Z0000000000000", vpcs: [{ vpcId: "vpc-1" }] },
      },
    ),
    clusterIssuer(),
    shop(),
    caa(unknown as never),
  ],
  "CAA that is not known yet, above a name that leads elsewhere": [
    ...solving,
    caa(unknown as never),
    route53.record("shop.example.org", "CNAME", ["lb.example.net"]),
  ],
  "CAA for the authority in a zone that this stack does not declare": [clusterIssuer(), shop(), caa(['0 issue "letsencrypt.org"'])],
  "CAA for another authority in a zone of another name": [clusterIssuer(), shop(), caa(['0 issue "pki.goog"'], "example.net")],
  "CAA for the authority, of a name that is not known yet": [
    ...solving,
    route53.record("somewhere", "CAA", ['0 issue "letsencrypt.org"'], { inputs: { name: unknown } }),
  ],
  "CAA for the authority, and a CNAME of a name that is not known yet": [
    ...solving,
    caa(['0 issue "letsencrypt.org"']),
    route53.record("somewhere", "CNAME", ["lb.example.net"], { inputs: { name: unknown } }),
  ],
  "a CNAME of a name that is not known yet, and no CAA": [
    ...solving,
    route53.record("somewhere", "CNAME", ["lb.example.net"], { inputs: { name: unknown } }),
  ],
  "CAA for Fastly's authority": [zone, edge("certainly"), caa(['0 issue "certainly.com"', '0 issuewild ";"'])],
  "CAA for a method that Fastly may use": [zone, edge("lets-encrypt"), caa(['0 issue "letsencrypt.org; validationmethods=http-01"'])],
  "CAA and an authority that is not known yet": [zone, edge(unknown), onlyGoogle],
  "CAA and an authority that Fastly may have some day": [zone, edge("another-authority"), onlyGoogle],
  "CAA and domains that are not known yet": [zone, fastly.subscription("edge", unknown), caa(['0 issue "pki.goog"'], "example.net")],
};
