/** The cluster does not exist yet, and so the kubeconfig of its provider is unknown. */
import * as kubernetes from "@pulumi/kubernetes";
import { edge } from "../providers";
import { certificate, subscription } from "../resources";

const tls = subscription("edge-tls", ["xpro-web.odl.mit.edu"], edge);
const later = { provider: new kubernetes.Provider("later", { kubeconfig: tls.state }) };
new kubernetes.core.v1.Namespace("ns", { metadata: { name: "x" } }, later);
certificate("in-new-cluster", "xpro-web.odl.mit.edu", later);
