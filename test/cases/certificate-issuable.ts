import type { StackResource } from "../../cli/requests";
import { certManager, dns01, http01, ingress, kubernetesObject, unknown, type Inputs } from "../support";
import type { Cases } from "./cases";

const names = ["shop.example.org"];
const certificate: typeof certManager.certificate = (name, settings, extra) => certManager.certificate(name, settings, extra);
const clusterIssuer: typeof certManager.clusterIssuer = (name, solvers) => certManager.clusterIssuer(name, solvers);
export const shop = (spec: Inputs = {}, dnsNames: readonly string[] = names): StackResource => certificate("shop", { dnsNames, spec });
const key = (algorithm: string, size?: number): Inputs => ({ privateKey: { algorithm, ...(size === undefined ? {} : { size }) } });
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}.example.org`);
const anyIssuer = (name: string, spec: Inputs): StackResource => kubernetesObject("cert-manager.io/v1", "ClusterIssuer", name, { spec });
const acmeIssuer = (acme: Inputs): StackResource => anyIssuer("letsencrypt-production", { acme: { solvers: [dns01()], ...acme } });
const issuerRef = (reference: Inputs): Inputs => ({ issuerRef: reference });

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
  "a URI at Let's Encrypt": [clusterIssuer(), shop({ uris: ["spiffe://example.org/shop"] })],
  "an IP address at Let's Encrypt": [clusterIssuer(), shop({ ipAddresses: ["192.0.2.1"] })],
  "a certificate authority at Let's Encrypt": [clusterIssuer(), shop({ isCA: true })],
};

const inHouse = acmeIssuer({ server: "https://ca.example.org/acme/directory" });
const ownAuthority = anyIssuer("letsencrypt-production", { ca: { secretName: "authority" } });

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
  "an Issuer in another namespace": [certManager.issuer("le", [dns01()], { namespace: "other" }), shop(issuerRef({ name: "le" }))],
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
};
