/** The incident's remedy: the origin's name stays with the service and leaves the subscription. */
import * as fastly from "@pulumi/fastly";
import { cluster, edge } from "../providers";
import { certificate, domainsOf, service, subscription } from "../resources";

const xpro = service("xpro-service", "xpro-web.odl.mit.edu", ["xpro.mit.edu", "xpro-web.odl.mit.edu"], edge);
certificate("xpro-cert", "xpro-web.odl.mit.edu", cluster);
const own = domainsOf(xpro).apply((domains) => domains.filter((domain) => domain !== "xpro-web.odl.mit.edu"));
const tls = subscription("xpro-tls", own, edge, "xpro.mit.edu");
new fastly.TlsSubscriptionValidation("xpro-tls-valid", { subscriptionId: tls.id }, edge);
