/** The origin's name reaches the subscription through the service's domains, though cert-manager already owns it. */
import * as fastly from "@pulumi/fastly";
import * as kubernetes from "@pulumi/kubernetes";
import { cluster, edge } from "../providers";
import { certificate, domainsOf, service, subscription } from "../resources";

const xpro = service("xpro-service", "xpro-web.odl.mit.edu", ["xpro.mit.edu", "xpro-web.odl.mit.edu"], edge);
certificate("xpro-cert", "xpro-web.odl.mit.edu", cluster);
const tls = subscription("xpro-tls", domainsOf(xpro), edge);
// ConfigMaps stand for the challenge records: what is made from an unknown list is in no preview, whatever its type.
tls.managedDnsChallenges.apply((challenges) => {
  challenges.forEach(({ recordName, recordValue }, index) => {
    const name = `challenge-${String(index)}`;
    new kubernetes.core.v1.ConfigMap(name, { metadata: { name }, data: { name: recordName, value: recordValue } }, cluster);
  });
});
new fastly.TlsSubscriptionValidation("xpro-tls-valid", { subscriptionId: tls.id }, edge);
