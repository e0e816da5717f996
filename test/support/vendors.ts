import type { StackResource } from "../../cli/stack-resource";
import { resource, secret, unknown, type Inputs, type Settings } from "./resources";

/** `inputs` are merged over what the helper writes; `outputs` over what a first preview would plan. */
interface Extra extends Settings {
  readonly inputs?: Inputs;
}

/** Fastly's resources, with planned outputs as its provider shows them in a first preview. */
export const fastly = {
  /** @param domains names, `unknown` among them, or `unknown` for the whole list. A partly unknown list is planned as one unknown. */
  subscription(name: string, domains: readonly string[] | typeof unknown, extra: Extra = {}): StackResource {
    const inputs = { certificateAuthority: "certainly", configurationId: "configuration", domains, ...extra.inputs };
    const planned = {
      certificateId: unknown,
      commonName: unknown,
      createdAt: unknown,
      forceDestroy: false,
      forceUpdate: false,
      id: unknown,
      managedDnsChallenge: unknown,
      managedDnsChallenges: unknown,
      managedHttpChallenges: unknown,
      state: unknown,
      updatedAt: unknown,
      ...inputs,
      domains: typeof domains === "string" || domains.includes(unknown) ? unknown : [...domains].sort(),
      ...extra.outputs,
    };
    return resource("fastly:index/tlsSubscription:TlsSubscription", name, inputs, { ...extra, outputs: planned });
  },

  /** @param settings.backends addresses, or backends with whatever properties matter. TLS host names are the address unless told otherwise. */
  service(
    name: string,
    settings: { readonly domains?: readonly string[] | typeof unknown; readonly backends?: readonly (string | Inputs)[] | typeof unknown },
    extra: Extra = {},
  ): StackResource {
    const domains = settings.domains ?? [];
    const backends = settings.backends ?? [];
    const inputs = {
      name,
      activate: true,
      domains: typeof domains === "string" ? domains : domains.map((domain) => ({ name: domain })),
      backends:
        typeof backends === "string"
          ? backends
          : backends.map((backend, index) => {
              const described: Inputs = typeof backend === "string" ? { address: backend } : backend;
              return {
                name: index === 0 ? "origin" : `origin-${index + 1}`,
                port: 443,
                useSsl: true,
                sslCertHostname: described["address"],
                sslSniHostname: described["address"],
                ...described,
              };
            }),
      ...extra.inputs,
    };
    const planned = {
      activeVersion: unknown,
      clonedVersion: unknown,
      defaultHost: null,
      id: unknown,
      imported: unknown,
      ...inputs,
      domains: Array.isArray(inputs.domains) ? inputs.domains.map((domain) => ({ comment: "", ...domain })).sort(byName) : inputs.domains,
      backends: Array.isArray(inputs.backends) ? inputs.backends.map((backend) => ({ ...plannedBackend, ...backend })) : inputs.backends,
      ...extra.outputs,
    };
    return resource("fastly:index/serviceVcl:ServiceVcl", name, inputs, { ...extra, outputs: planned });
  },
};

const plannedBackend = {
  healthcheck: "",
  keepaliveTime: unknown,
  overrideHost: "",
  sslCaCert: "",
  sslCertHostname: "",
  sslCheckCert: true,
  sslClientCert: secret(""),
  sslClientKey: secret(""),
  sslSniHostname: "",
};

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

interface ObjectSettings extends Extra {
  readonly namespace?: string;
  readonly labels?: Inputs;
  readonly annotations?: Inputs;
}

/**
 * @returns a Kubernetes object of any kind: `kubernetesObject("networking.k8s.io/v1", "Ingress", "shop", {spec: {…}})`.
 * Pulumi's name and the object's are the same unless `inputs.metadata` says otherwise.
 */
export function kubernetesObject(
  apiVersion: string,
  kind: string,
  name: string,
  content: Inputs = {},
  extra: ObjectSettings = {},
): StackResource {
  const { namespace, labels, annotations, inputs, ...settings } = extra;
  // The SDK's types say `core/v1` where the API's group is empty.
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  return resource(type, name, { apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...content, ...inputs }, settings);
}

interface CertificateSettings {
  readonly dnsNames: readonly string[] | typeof unknown;
  readonly secretName?: string;
  readonly issuerRef?: Inputs;
  readonly namespace?: string;
  /** Further properties of `spec`. */
  readonly spec?: Inputs;
}

export const certManager = {
  /** Namespace `default`, Secret `NAME-tls`, ClusterIssuer `letsencrypt-production` unless told otherwise. */
  certificate(name: string, settings: CertificateSettings, extra: ObjectSettings = {}): StackResource {
    const spec = {
      dnsNames: settings.dnsNames,
      secretName: settings.secretName ?? `${name}-tls`,
      issuerRef: settings.issuerRef ?? { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-production" },
      ...settings.spec,
    };
    return kubernetesObject("cert-manager.io/v1", "Certificate", name, { spec }, { namespace: settings.namespace ?? "default", ...extra });
  },

  /** @param solvers of Let's Encrypt's ACME server; one Route 53 solver for every name when left out. */
  clusterIssuer(name = "letsencrypt-production", solvers: readonly Inputs[] = [dns01()], extra: ObjectSettings = {}): StackResource {
    return kubernetesObject("cert-manager.io/v1", "ClusterIssuer", name, { spec: acme(solvers) }, extra);
  },

  issuer(name: string, solvers: readonly Inputs[] = [dns01()], extra: ObjectSettings = {}): StackResource {
    return kubernetesObject("cert-manager.io/v1", "Issuer", name, { spec: acme(solvers) }, { namespace: "default", ...extra });
  },
};

/** @returns a DNS-01 solver over Route 53, with a selector where one is given. */
export function dns01(selector?: Inputs, settings: Inputs = {}): Inputs {
  return { dns01: { route53: { region: "us-east-1" }, ...settings }, selector };
}

/** @returns an HTTP-01 solver over ingress-nginx, with a selector where one is given. */
export function http01(selector?: Inputs): Inputs {
  return { http01: { ingress: { ingressClassName: "nginx" } }, selector };
}

function acme(solvers: readonly Inputs[]): Inputs {
  return {
    acme: {
      email: "tls@example.org",
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "account-key" },
      solvers,
    },
  };
}

/** An Ingress with one `tls` entry. Without `annotations` of its own it asks the ClusterIssuer `letsencrypt-production`. */
export function ingress(
  name: string,
  settings: { readonly hosts: readonly string[]; readonly secretName?: string; readonly spec?: Inputs },
  extra: ObjectSettings = {},
): StackResource {
  const spec = {
    rules: settings.hosts.map((host) => ({ host })),
    tls: [{ hosts: settings.hosts, secretName: settings.secretName ?? `${name}-tls` }],
    ...settings.spec,
  };
  return kubernetesObject(
    "networking.k8s.io/v1",
    "Ingress",
    name,
    { spec },
    { namespace: "default", annotations: clusterIssuerAnnotation, ...extra },
  );
}

/** A Gateway with one HTTPS listener a host; annotated like the Ingress. */
export function gateway(
  name: string,
  settings: { readonly hosts: readonly string[]; readonly secretName?: string; readonly spec?: Inputs },
  extra: ObjectSettings = {},
): StackResource {
  const spec = {
    gatewayClassName: "apisix",
    listeners: settings.hosts.map((hostname, index) => ({
      name: `https-${index}`,
      hostname,
      port: 443,
      protocol: "HTTPS",
      tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: settings.secretName ?? `${name}-tls` }] },
    })),
    ...settings.spec,
  };
  return kubernetesObject(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    name,
    { spec },
    { namespace: "default", annotations: clusterIssuerAnnotation, ...extra },
  );
}

const clusterIssuerAnnotation = { "cert-manager.io/cluster-issuer": "letsencrypt-production" };

/** A Secret of type kubernetes.io/tls; its whole `data` is secret, as the engine sends it. */
export function secretObject(name: string, data: Readonly<Record<string, string>> = {}, extra: ObjectSettings = {}): StackResource {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
  return kubernetesObject("v1", "Secret", name, { type: "kubernetes.io/tls", data: secret(encoded) }, { namespace: "default", ...extra });
}

export const route53 = {
  zone(name: string, domain: string, extra: Extra = {}): StackResource {
    const inputs = { name: domain, ...extra.inputs };
    return resource("aws:route53/zone:Zone", name, inputs, { outputs: { zoneId: unknown, id: unknown, ...inputs }, ...extra });
  },

  /** @param recordName the record's full name; Pulumi's name is the same unless `extra.name` says otherwise. */
  record(
    recordName: string,
    type: string,
    records: readonly string[] | typeof unknown,
    extra: Extra & { readonly name?: string } = {},
  ): StackResource {
    const { name = recordName, inputs, ...settings } = extra;
    return resource(
      "aws:route53/record:Record",
      name,
      { zoneId: "Z0000000000000", name: recordName, type, ttl: 300, records, ...inputs },
      settings,
    );
  },
};
