/** The state of one stack, as `pulumi stack export` writes it, of what a test puts into it. */

const cluster = "urn:pulumi:prod::shop::pulumi:providers:kubernetes::cluster";

type Inputs = Readonly<Record<string, unknown>>;

/** @returns what a state file holds. */
export function state(...resources: readonly object[]): object {
  const provider = { urn: cluster, type: "pulumi:providers:kubernetes", custom: true, id: "id", inputs: { kubeconfig: "prod" } };
  return { version: 3, deployment: { resources: [provider, ...resources] } };
}

/** A TLS subscription of Fastly, with the challenges that it names: targets by domain. */
export function subscription(
  name: string,
  domains: readonly string[],
  targets: Readonly<Record<string, string>> = {},
  inputs: Inputs = {},
): object {
  const managedDnsChallenges = Object.entries(targets).map(([domain, recordValue]) => ({
    recordName: `_acme-challenge.${domain}`,
    recordType: "CNAME",
    recordValue,
  }));
  const given = { certificateAuthority: "certainly", domains, ...inputs };
  return resource("fastly:index/tlsSubscription:TlsSubscription", name, given, { ...given, managedDnsChallenges });
}

/** A Certificate of cert-manager; its ClusterIssuer is `issuer`. */
export function certificate(name: string, dnsNames: readonly string[], issuer = "letsencrypt-production", spec: Inputs = {}): object {
  const issuerRef = { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer };
  return kubernetes("cert-manager.io/v1", "Certificate", name, { secretName: `${name}-tls`, dnsNames, issuerRef, ...spec });
}

/** A ClusterIssuer of Let's Encrypt with one solver. */
export function issuer(name: string, solver: Inputs): object {
  const acme = {
    server: "https://acme-v02.api.letsencrypt.org/directory",
    privateKeySecretRef: { name: `${name}-account` },
    solvers: [solver],
  };
  return kubernetes("cert-manager.io/v1", "ClusterIssuer", name, { acme });
}

function kubernetes(apiVersion: string, kind: string, name: string, spec: Inputs): object {
  const inputs = { apiVersion, kind, metadata: { name, ...(kind === "Certificate" ? { namespace: "shop" } : {}) }, spec };
  return { ...resource(`kubernetes:${apiVersion}:${kind}`, name, inputs, inputs), provider: `${cluster}::id` };
}

function resource(type: string, name: string, inputs: Inputs, outputs: Inputs): object {
  return { urn: `urn:pulumi:prod::shop::${type}::${name}`, type, custom: true, id: name, inputs, outputs };
}
