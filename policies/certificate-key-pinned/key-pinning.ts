import { groupBy } from "../../ownership/grouping";
import type { Certificate, Inventory, RenewalTool } from "../../ownership/inventory";
import { isPatch } from "../../ownership/issuance";

/** What a certificate may leave to the default of whoever renews it. */
export type KeyProperty = "algorithm" | "rotationPolicy";

/** @returns the properties of the private key that a certificate leaves to cert-manager; none of a patch, whose object may say them. */
export function keyDefaults({ resource, request }: Certificate): KeyProperty[] {
  const defaults: KeyProperty[] = [];
  if (!isPatch(resource) && request.keyAlgorithm.state === "absent") {
    defaults.push("algorithm");
  }
  if (!isPatch(resource) && request.keyRotationPolicy.state === "absent") {
    defaults.push("rotationPolicy");
  }
  return defaults;
}

/** @returns the certificates of its cluster that a new version of the tool may give another key; only cert-manager's are resources. */
export function exposedTo({ tool, cluster }: RenewalTool, inventory: Inventory): readonly Certificate[] {
  const byCluster =
    exposed.get(inventory) ??
    groupBy(
      inventory.certificates.filter((certificate) => keyDefaults(certificate).length > 0),
      (certificate) => certificate.cluster.key,
    );
  exposed.set(inventory, byCluster);
  return tool === "cert-manager" ? (byCluster.get(cluster.key) ?? []) : [];
}

const exposed = new WeakMap<Inventory, ReadonlyMap<string, readonly Certificate[]>>();
