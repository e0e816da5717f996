import type { StackResource } from "../../cli/stack-resource";
import { certManager, fastly, gateway, http01, ingress, kubernetesObject, type Config } from "../support";
import { listenerSet } from "./tls-name-single-owner";

/** Updates: the order of resources is the one in which the engine asks. */

const policy = "tls-name-already-owned";
export const origin = "web.example.org";

interface UpdateCase {
  readonly resources: readonly StackResource[];
  readonly config?: Config;
  /** The one that is refused, or all of which something is said where the policy is advisory. */
  readonly of: readonly StackResource[];
}

const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
const certificate = certManager.certificate("web", { dnsNames: [origin] });
const web = ingress("web", { hosts: [origin] });
const other = fastly.subscription("other", [origin]);
const parent = gateway("parent", { hosts: ["other.example.org"] });

export const refused: Readonly<Record<string, UpdateCase>> = {
  "the subscription, when the certificate came first": { resources: [certificate, subscription], of: [subscription] },
  "the certificate, when the subscription came first": { resources: [subscription, certificate], of: [certificate] },
  "an Ingress": { resources: [subscription, web], of: [web] },
  "another edge's subscription": { resources: [subscription, other], of: [other] },
  "a Gateway whose ListenerSet, declared before it, inherits the issuer": {
    resources: [listenerSet({}), subscription, parent],
    of: [parent],
  },
  "the subscription, after a ListenerSet and the Gateway that gives it its issuer": {
    resources: [listenerSet({}), parent, subscription],
    of: [subscription],
  },
};

const advisory = { [policy]: "advisory", "tls-name-single-owner": "disabled" };
const settings = { enforcementLevel: "advisory", certManagerNames: [origin] };
const edge = fastly.subscription("edge-tls", [origin, "shop.example.org"]);
const second = certManager.certificate("web", { dnsNames: [origin, "api.example.org"] });
const shop = certManager.certificate("third", { dnsNames: ["shop.example.org"] });
const later = certManager.certificate("third", { dnsNames: [origin], namespace: "third" });
const names = ["shop.example.org", "api.example.org"];
const third = {
  certificate: certManager.certificate("third", { dnsNames: names, namespace: "third" }),
  gateway: gateway("third", { hosts: names }),
};

export const told: Readonly<Record<string, UpdateCase>> = {
  "each later owner by itself": { resources: [certificate, subscription, later], config: advisory, of: [subscription, later] },
  "a Certificate that shares other names with both owners of one": {
    resources: [edge, second, third.certificate],
    config: advisory,
    of: [second, third.certificate],
  },
  "a Gateway that shares other names with both owners of one": {
    resources: [edge, second, third.gateway],
    config: advisory,
    of: [second, third.gateway],
  },
  "a subscription to two names, one of which a setting gives to cert-manager elsewhere": {
    resources: [shop, edge],
    config: { ...advisory, [policy]: settings },
    of: [edge, edge],
  },
  "such a subscription, and after it a Certificate of its other name": {
    resources: [edge, shop],
    config: { ...advisory, [policy]: settings },
    of: [edge, shop],
  },
  "no issuer, in whose light a conflict is read anew": {
    resources: [parent, listenerSet({}), edge, certManager.clusterIssuer("letsencrypt-production")],
    config: advisory,
    of: [edge],
  },
  "no Certificate that shares a name with a ListenerSet, of whose conflict it is no part": {
    resources: [
      kubernetesObject("cert-manager.io/v1", "Issuer", "private", { spec: { selfSigned: {} } }, { namespace: "default" }),
      listenerSet({ "cert-manager.io/cluster-issuer": "letsencrypt-production" }),
      edge,
      certManager.certificate("third", { dnsNames: [origin], issuerRef: { kind: "Issuer", name: "private" } }),
    ],
    config: advisory,
    of: [edge],
  },
};

const issuersWithoutDns01 = { issuersWithoutDns01: ["letsencrypt-production"] };

export const passing: Readonly<Record<string, UpdateCase>> = {
  "owners of different names": { resources: [certificate, fastly.subscription("edge-tls", ["www.example.org"])], of: [] },
  "two certificates of one name": {
    resources: [certificate, certManager.certificate("again", { dnsNames: [origin], namespace: "other" })],
    of: [],
  },
  "a certificate whose issuer, declared before it, uses HTTP-01": {
    resources: [certManager.clusterIssuer("letsencrypt-production", [http01()]), subscription, certificate],
    of: [],
  },
  "a private issuer's certificate": {
    resources: [
      kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { selfSigned: {} } }),
      subscription,
      certificate,
    ],
    of: [],
  },
  "an issuer of another stack that a setting says writes no records": {
    resources: [subscription, certificate],
    config: { [policy]: issuersWithoutDns01, "tls-name-single-owner": issuersWithoutDns01 },
    of: [],
  },
};
