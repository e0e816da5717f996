import { isFastly } from "../ownership/edges";
import { uniqueBy } from "../ownership/grouping";
import type { Inventory, OriginConnection } from "../ownership/inventory";
import { mayBeTitle } from "../ownership/names";
import { findTrustDefects, type TrustDefect } from "./edge-trusts-origin/origin-trust";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { exemptionSettings } from "./settings";

/**
 * An edge that verifies its origin answers with an error of its own when the certificate ends (xPRO's Fastly said 503), is
 * for another name, or comes from a CA that it does not know (Aiven's fallback); one that does not verify protects nobody.
 */
export const edgeTrustsOrigin = stackPolicy({
  name: "edge-trusts-origin",
  displayName: "Edges verify their origins, and trust them",
  description: "An edge verifies its origin's certificate, and the origin has one that the edge trusts.",
  level: "advisory",
  severity: "medium",
  remediation: "Verify the origin by a host name that its certificate covers, signed by an authority that the edge trusts.",
  settings: exemptionSettings,
  check(inventory: Inventory): Finding[] {
    const found = findTrustDefects(inventory).map(({ connection, defect }) => {
      const subject = subjectOf(connection, defect);
      const finding: Finding = { subject, resource: connection.resource, problem: { kind: "origin-not-trusted", connection, defect } };
      return { key: JSON.stringify([subject, connection.resource.urn, defect.kind]), finding };
    });
    return uniqueBy(found, ({ key }) => key).map(({ finding }) => finding);
  },
});

/** The name that is verified, or else what the user calls the connection. */
function subjectOf(connection: OriginConnection, defect: TrustDefect): string {
  const { resource, backend, address } = connection;
  if ("host" in defect) {
    return defect.host;
  }
  if (isFastly(connection)) {
    return `${resource.name} backend ${backend.state === "known" && mayBeTitle(backend.value) ? backend.value : ""}`.trim();
  }
  return address.state === "known" ? address.value : resource.name;
}
