/** The origin's address is a load balancer that does not exist yet. */
import * as kubernetes from "@pulumi/kubernetes";
import { cluster, edge } from "../providers";
import { certificate, domainsOf, service, subscription } from "../resources";

const balancer = new kubernetes.core.v1.Service(
  "lb",
  { metadata: { name: "lb", namespace: "app" }, spec: { ports: [{ port: 443 }], type: "LoadBalancer" } },
  cluster,
);
const address = balancer.status.apply((status) => status.loadBalancer.ingress[0]?.hostname ?? "");
certificate("origin-cert", "courses-backend.learn.mit.edu", cluster);
const courses = service("edge", address, ["courses.learn.mit.edu"], edge);
subscription("edge-tls", domainsOf(courses), edge);
