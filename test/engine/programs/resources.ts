/** The resources of the recorded programs, as the stacks that this pack was written for declare them. */
import * as fastly from "@pulumi/fastly";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export function service(
  name: string,
  origin: pulumi.Input<string>,
  domains: string[],
  options: pulumi.CustomResourceOptions,
): fastly.ServiceVcl {
  return new fastly.ServiceVcl(
    name,
    {
      name,
      backends: [
        {
          address: origin,
          name: "origin",
          port: 443,
          shield: "iad-va-us",
          sslCertHostname: origin,
          sslSniHostname: origin,
          useSsl: true,
        },
      ],
      domains: domains.map((domain) => ({ name: domain })),
      forceDestroy: true,
    },
    options,
  );
}

export function subscription(
  name: string,
  domains: pulumi.Input<string[]>,
  options: pulumi.CustomResourceOptions,
  commonName?: string,
): fastly.TlsSubscription {
  const settings = { certificateAuthority: "certainly", configurationId: "conf123", domains };
  return new fastly.TlsSubscription(name, commonName === undefined ? settings : { ...settings, commonName }, options);
}

export function domainsOf(edge: fastly.ServiceVcl): pulumi.Output<string[]> {
  return edge.domains.apply((domains) => (domains ?? []).map((domain) => domain.name));
}

export function certificate(name: string, dnsName: string, options: pulumi.CustomResourceOptions): kubernetes.apiextensions.CustomResource {
  return new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name, namespace: "xpro" },
      spec: {
        dnsNames: [dnsName],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-production" },
        secretName: `${name}-tls`,
        usages: ["digital signature", "key encipherment"],
      },
    },
    options,
  );
}
