/** The incident with the owners in the other order: cert-manager is the second. */
import { cluster, edge } from "../providers";
import { certificate, domainsOf, service, subscription } from "../resources";

const xpro = service("xpro-service", "xpro-web.odl.mit.edu", ["xpro.mit.edu", "xpro-web.odl.mit.edu"], edge);
const first = subscription("xpro-tls", domainsOf(xpro), edge);
certificate("xpro-cert", "xpro-web.odl.mit.edu", { ...cluster, dependsOn: first });
