import type { Readers } from "../reader";
import { recordReaders } from "./records";

/** external-dns's own resource, which writes to whatever DNS provider the controller has. */
export const externalDns: Readers = {
  emptyMay: "claim",
  resources: recordReaders([
    {
      tokens: ["kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint", "kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpointPatch"],
      provider: "external-dns",
      each: "spec.endpoints",
      name: "dnsName",
      naming: "full",
      type: "recordType",
      targets: ["targets[]"],
    },
  ]),
};
