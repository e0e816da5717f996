/** The incident without chance in it: cert-manager is always the first owner, Fastly the second. */
import { cluster, edge } from "../providers";
import { certificate, domainsOf, service, subscription } from "../resources";

const xpro = service("xpro-service", "xpro-web.odl.mit.edu", ["xpro.mit.edu", "xpro-web.odl.mit.edu"], edge);
const first = certificate("xpro-cert", "xpro-web.odl.mit.edu", cluster);
subscription("xpro-tls", domainsOf(xpro), { ...edge, dependsOn: first });
