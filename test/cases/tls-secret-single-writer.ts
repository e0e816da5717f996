import { certManager, gateway, http01, ingress, kubernetesObject, provider, secret, secretObject, unknown, type Inputs } from "../support";
import type { Cases } from "./cases";

const inShop = { namespace: "shop", secretName: "shop-tls" };
export const certificate = certManager.certificate("shop", { dnsNames: ["shop.example.org"], ...inShop });
export const pem = { "tls.crt": "CANARY-certificate", "tls.key": "CANARY-key" };
const issuer = { "cert-manager.io/cluster-issuer": "letsencrypt-production" };
export const shopIngress = (name: string, hosts: string[], annotations = issuer) =>
  ingress(name, { hosts, secretName: "shop-tls" }, { namespace: "shop", annotations });

/** An ExternalSecret of both keys for the certificate's Secret. */
const external = (target: Inputs = {}, spec: Inputs = {}) =>
  kubernetesObject(
    "external-secrets.io/v1",
    "ExternalSecret",
    "saved",
    { spec: { data: [{ secretKey: "tls.crt" }, { secretKey: "tls.key" }], target: { name: "shop-tls", ...target }, ...spec } },
    { namespace: "shop" },
  );
const inNewNamespace = {
  outputs: {},
  propertyDependencies: { metadata: [kubernetesObject("v1", "Namespace", "shop", {}, { outputs: {} })] },
};
const orphan = { creationPolicy: "Orphan" };
const extracted = { data: undefined, dataFrom: [{ extract: { key: "shop" } }] };
const clusterExternal = (spec: Inputs) =>
  kubernetesObject("external-secrets.io/v1", "ClusterExternalSecret", "saved", {
    spec: { externalSecretSpec: { target: { name: "shop-tls", template: { type: "kubernetes.io/tls" } } }, ...spec },
  });

const namedShopTls = (key?: string) => ({
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "shop-tls", ...(key === undefined ? {} : { key }) },
      solvers: [http01()],
    },
  },
});
/** An issuer whose account's key lies in the certificate's Secret. */
const issuerInShop = (content: Inputs = namedShopTls()) =>
  kubernetesObject("cert-manager.io/v1", "Issuer", "letsencrypt", content, { namespace: "shop" });
const clusterIssuer = kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", namedShopTls());
const inCertManager = certManager.certificate("shop", {
  dnsNames: ["shop.example.org"],
  secretName: "shop-tls",
  namespace: "cert-manager",
});
const certManagerRelease = (inputs: Inputs) =>
  kubernetesObject("helm.sh/v3", "Release", "cert-manager", { chart: "cert-manager", version: "v1.21.2", ...inputs });

export const foundWithAccountKey: Cases = {
  "a Certificate and its Issuer's account": [certificate, issuerInShop()],
  "an annotated Ingress and its Issuer's account": [
    shopIngress("web", ["shop.example.org"], { "cert-manager.io/issuer": "letsencrypt" } as never),
    issuerInShop(),
  ],
  "a Certificate and the account of an Issuer that another asks": [
    certManager.certificate("shop", { dnsNames: ["shop.example.org"], ...inShop, issuerRef: { kind: "ClusterIssuer", name: "other" } }),
    issuerInShop(),
  ],
  "a Certificate and an account whose key is `tls.key` in so many words": [certificate, issuerInShop(namedShopTls("tls.key"))],
  "a Certificate in the namespace into which a release puts cert-manager": [
    certificate,
    clusterIssuer,
    certManagerRelease({ namespace: "shop" }),
  ],
  "a Certificate in the namespace where a release looks for ClusterIssuers' Secrets": [
    certificate,
    clusterIssuer,
    certManagerRelease({ namespace: "cert-manager", values: { clusterResourceNamespace: "shop" } }),
  ],
};

export const found: Cases = {
  "two Certificates": [certificate, certManager.certificate("again", { dnsNames: ["other.example.org"], ...inShop })],
  "a Certificate and an annotated Ingress": [certificate, shopIngress("web", ["shop.example.org"])],
  "two Ingresses for different hosts": [shopIngress("a", ["a.example.org"]), shopIngress("b", ["b.example.org"])],
  "an Ingress and a Gateway for different hosts": [
    shopIngress("a", ["a.example.org"]),
    gateway("b", { hosts: ["b.example.org"], secretName: "shop-tls" }, { namespace: "shop" }),
  ],
  "a Certificate and a Secret with a certificate in it": [certificate, secretObject("shop-tls", pem, { namespace: "shop" })],
  "a Secret in stringData": [
    certificate,
    kubernetesObject("v1", "Secret", "shop-tls", { type: "Opaque", stringData: secret(pem) }, { namespace: "shop" }),
  ],
  "a Certificate and a Secret of one name": [
    certManager.certificate("shop-tls", { dnsNames: ["shop.example.org"], ...inShop }),
    secretObject("shop-tls", pem, { namespace: "shop" }),
  ],
  "two Ingresses that share one host of two": [
    shopIngress("a", ["a.example.org", "shop.example.org"]),
    shopIngress("b", ["b.example.org", "shop.example.org"]),
  ],
  "an external secret": [
    certificate,
    kubernetesObject(
      "external-secrets.io/v1",
      "ExternalSecret",
      "external",
      { spec: { target: { name: "shop-tls", template: { type: "kubernetes.io/tls" } } } },
      { namespace: "shop" },
    ),
  ],
  "an external secret by its keys and its own name": [
    certificate,
    kubernetesObject(
      "external-secrets.io/v1beta1",
      "ExternalSecret",
      "shop-tls",
      { spec: { data: [{ secretKey: "tls.crt" }] } },
      { namespace: "shop" },
    ),
  ],
  "an external secret that owns its Secret, and writes back what differs": [certificate, external({}, { refreshPolicy: "CreatedOnce" })],
  "an external secret that is never refreshed, and writes back what differs": [certificate, external({}, { refreshInterval: "0s" })],
  "an orphan that is refreshed every hour": [certificate, external(orphan)],
  "an orphan that makes its Secret immutable": [certificate, external({ ...orphan, immutable: true }, { refreshPolicy: "CreatedOnce" })],
  "an external secret that merges both keys": [certificate, external({ creationPolicy: "Merge" })],
  "an orphan that is written once, beside a Secret of the program": [
    external(orphan, { refreshInterval: "0" }),
    secretObject("shop-tls", pem, { namespace: "shop" }),
  ],
  "a Certificate and a Secret in one namespace of a cluster that does not exist yet": [
    kubernetesObject("v1", "Namespace", "shop", {}, { outputs: {} }),
    ...[
      certManager.certificate("shop", { dnsNames: ["shop.example.org"], ...inShop, namespace: unknown }, inNewNamespace),
      secretObject("shop-tls", pem, { namespace: unknown, ...inNewNamespace }),
    ],
  ],
  "external secrets for all namespaces of a list": [certificate, clusterExternal({ namespaces: ["other", "shop"] })],
  "Vault's PKI secret": [
    certificate,
    kubernetesObject(
      "secrets.hashicorp.com/v1beta1",
      "VaultPKISecret",
      "pki",
      { spec: { destination: { name: "shop-tls", create: true } } },
      { namespace: "shop" },
    ),
  ],
  "a sealed secret": [
    certificate,
    kubernetesObject(
      "bitnami.com/v1alpha1",
      "SealedSecret",
      "shop-tls",
      { spec: { encryptedData: { "tls.crt": "x", "tls.key": "y" } } },
      { namespace: "shop" },
    ),
  ],
  "two Certificates by two providers of one cluster": [
    certManager.certificate(
      "a",
      { dnsNames: ["a.example.org"], ...inShop },
      { provider: provider("kubernetes", "one", { kubeconfig: secret("CANARY"), namespace: "x" }) },
    ),
    certManager.certificate(
      "b",
      { dnsNames: ["b.example.org"], ...inShop },
      { provider: provider("kubernetes", "two", { kubeconfig: secret("CANARY") }) },
    ),
  ],

  "a Certificate and a Gateway": [
    certificate,
    gateway("web", { hosts: ["shop.example.org"], secretName: "shop-tls" }, { namespace: "shop" }),
  ],
  "a Certificate and a ListenerSet": [
    certificate,
    kubernetesObject(
      "gateway.networking.k8s.io/v1",
      "ListenerSet",
      "web",
      {
        spec: {
          parentRef: { name: "parent" },
          listeners: [
            { name: "web", hostname: "shop.example.org", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "shop-tls" }] } },
          ],
        },
      },
      { namespace: "shop", annotations: issuer },
    ),
  ],

  "a Certificate and an Ingress whose hosts are not known yet": [certificate, shopIngress("web", [unknown])],

  "a Certificate and OpenShift's Route": [
    certificate,
    kubernetesObject(
      "route.openshift.io/v1",
      "Route",
      "shop",
      { spec: { host: "shop.example.org" } },
      {
        namespace: "shop",
        annotations: { "cert-manager.io/issuer-name": "letsencrypt-production", "cert-manager.io/issuer-kind": "ClusterIssuer" },
      },
    ),
  ],
};

export const leftAlone: Cases = {
  "one Secret name in two namespaces": [
    certificate,
    certManager.certificate("other", { dnsNames: ["b.example.org"], secretName: "shop-tls", namespace: "other" }),
  ],
  "one Secret name in two clusters": [
    certificate,
    certManager.certificate(
      "shop",
      { dnsNames: ["b.example.org"], ...inShop },
      { provider: provider("kubernetes", "other", { kubeconfig: "other" }) },
    ),
  ],
  "one Secret name in two clusters that do not exist yet": ["one", "two"].map((name) =>
    certManager.certificate(
      name,
      { dnsNames: [`${name}.example.org`], ...inShop },
      { provider: provider("kubernetes", name, { kubeconfig: unknown }), outputs: {} },
    ),
  ),
  "two Ingresses that ask for the same hosts": [shopIngress("a", ["shop.example.org"]), shopIngress("b", ["shop.example.org"])],
  "an Ingress that uses a Certificate's Secret without annotations": [certificate, shopIngress("web", ["shop.example.org"], {} as never)],
  "the Certificate that an Ingress's shim would make, which it leaves alone": [
    certManager.certificate("shop-tls", { dnsNames: ["shop.example.org"], ...inShop }),
    shopIngress("web", ["shop.example.org"]),
  ],
  "a patch of the Certificate itself": [
    certificate,
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", {
      metadata: { name: "shop", namespace: "shop" },
      spec: { secretName: "shop-tls" },
    }),
  ],
  "a placeholder whose data Pulumi ignores": [
    certificate,
    secretObject("shop-tls", pem, { namespace: "shop", options: { ignoreChanges: ["data"] } }),
  ],
  "a Secret without data, and one that is only labelled": [
    certificate,
    kubernetesObject("v1", "Secret", "shop-tls", { type: "kubernetes.io/tls" }, { namespace: "shop" }),
    kubernetesObject("v1", "SecretPatch", "labels", { metadata: { name: "shop-tls", namespace: "shop", labels: { a: "b" } } }),
  ],
  "a Secret with keys of its own": [
    certificate,
    kubernetesObject("v1", "Secret", "shop-tls", { data: secret({ password: "eA==" }) }, { namespace: "shop" }),
  ],
  "an external secret that merges another key": [
    certificate,
    external({ creationPolicy: "Merge" }, { data: [{ secretKey: "keystore-password" }] }),
  ],
  "an orphan that restores a saved certificate once": [certificate, external(orphan, { refreshPolicy: "CreatedOnce" })],
  "an orphan that restores whatever was saved, once": [certificate, external(orphan, { ...extracted, refreshPolicy: "CreatedOnce" })],
  "an orphan that is never refreshed": [certificate, external(orphan, { refreshInterval: "0" })],
  "an orphan that is never refreshed, beside an annotated Ingress": [
    shopIngress("web", ["shop.example.org"]),
    external({ ...orphan, template: { type: "kubernetes.io/tls" } }, { ...extracted, refreshInterval: "0h0m0s" }),
  ],
  "an orphan that is never refreshed, for a Secret whose name is not known yet": [
    certificate,
    external({ ...orphan, name: unknown }, { refreshInterval: "0s" }),
  ],
  "an external secret that creates nothing": [certificate, external({ creationPolicy: "None" })],
  "an external secret whose template replaces both keys by others": [
    certificate,
    external({ template: { data: { keystore: "{{ .keystore }}" } } }),
  ],
  "two external secrets of one name that say nothing of TLS": [
    ...["one", "two"].map((name) =>
      kubernetesObject(
        "external-secrets.io/v1",
        "ExternalSecret",
        name,
        { spec: { target: { name: "database" }, dataFrom: [{ extract: { key: "database" } }] } },
        { namespace: "shop" },
      ),
    ),
  ],
  "two external secrets of one name whose templates hold other keys": [
    ...["one", "two"].map((name) =>
      kubernetesObject(
        "external-secrets.io/v1",
        "ExternalSecret",
        name,
        {
          spec: {
            target: { name: "database", template: { engineVersion: "v2", data: { password: "{{ .password }}" } } },
            dataFrom: [{ extract: { key: "database" } }],
          },
        },
        { namespace: "shop" },
      ),
    ),
  ],
  "external secrets for all namespaces of another list": [certificate, clusterExternal({ namespaces: ["other"] })],
  "external secrets that are written once for a namespace": [
    certificate,
    kubernetesObject("external-secrets.io/v1", "ClusterExternalSecret", "saved", {
      spec: {
        externalSecretSpec: { target: { name: "shop-tls", ...orphan }, refreshPolicy: "CreatedOnce", ...extracted },
        namespaceSelectors: [{ matchLabels: { "kubernetes.io/metadata.name": "shop" } }],
      },
    }),
  ],
  "a Vault secret that only reads": [
    certificate,
    kubernetesObject(
      "secrets.hashicorp.com/v1beta1",
      "VaultPKISecret",
      "pki",
      { spec: { destination: { name: "shop-tls" } } },
      { namespace: "shop" },
    ),
  ],
  "a backup of the certificate, which only reads": [
    certificate,
    kubernetesObject(
      "external-secrets.io/v1alpha1",
      "PushSecret",
      "backup",
      { spec: { selector: { secret: { name: "shop-tls" } }, data: [{ match: { secretKey: "tls.crt" } }] } },
      { namespace: "shop" },
    ),
  ],
  "a Certificate and an Issuer's account of its name in another namespace": [
    certManager.certificate("other", { dnsNames: ["shop.example.org"], secretName: "shop-tls", namespace: "other" }),
    issuerInShop(),
  ],
  "a Certificate and a ClusterIssuer's account of its name, which lies in cert-manager's namespace": [certificate, clusterIssuer],
  "a Certificate in the namespace cert-manager, where a release puts it elsewhere": [
    inCertManager,
    clusterIssuer,
    certManagerRelease({ namespace: "platform" }),
  ],
  "a Certificate in cert-manager's namespace, where its release looks for ClusterIssuers' Secrets elsewhere": [
    inCertManager,
    clusterIssuer,
    certManagerRelease({ namespace: "cert-manager", values: { extraArgs: ["--cluster-resource-namespace=accounts"] } }),
  ],
  "two issuers with one account": [issuerInShop(), { ...issuerInShop(), urn: `${issuerInShop().urn}-staging`, name: "staging" }],
  "an issuer's account whose key a Secret of the program holds": [
    issuerInShop(),
    kubernetesObject("v1", "Secret", "shop-tls", { stringData: secret({ "tls.key": "CANARY-key" }) }, { namespace: "shop" }),
  ],
  "an issuer's account whose key an external secret keeps": [issuerInShop(), external({}, { data: [{ secretKey: "tls.key" }] })],
  "an issuer's account under a key of its own, beside the certificate": [certificate, issuerInShop(namedShopTls("account.key"))],
  "an issuer that makes no key": [
    certificate,
    issuerInShop({ spec: { acme: { ...namedShopTls().spec.acme, disableAccountKeyGeneration: true } } }),
  ],
  "an authority whose own certificate is in the Secret": [certificate, issuerInShop({ spec: { ca: { secretName: "shop-tls" } } })],
  "listeners of one Gateway that share a Secret": [
    gateway("a", { hosts: ["a.example.org", "b.example.org"], secretName: "shop-tls" }, { namespace: "shop" }),
  ],
};
