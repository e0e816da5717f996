/**
 * What the providers answer: the inputs after Check, and the outputs that a preview plans or an update produces.
 *
 * The shapes are those that the real Fastly and Kubernetes providers were recorded to send; the few AWS ones follow the
 * provider's schema. Values are wire JSON: an unknown is its sentinel string, a secret its marker object. No gRPC here:
 * the stand-in providers serve this model to a real engine, and the mocks use it without one.
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

/** JSON, as it travels. */
type Value = null | boolean | number | string | Value[] | Properties;
export interface Properties {
  [property: string]: Value;
}

interface CheckContext {
  /** The resource's own name in the program: automatic names start with it. */
  name: string;
  /** The inputs of the resource's provider. */
  provider: Properties;
}

interface PlanContext {
  preview: boolean;
  /** The inputs and outputs so far, when the resource exists already. */
  prior?: { inputs: Properties; outputs: Properties };
}

/** A value that the provider supplies. `follows` names the input whose change makes a value that was known unknown again. */
type Computed = (property: string, real: () => Value, follows?: string) => Value;

interface Model {
  check?: (inputs: Properties, context: CheckContext) => Properties;
  outputs?: (inputs: Properties, computed: Computed) => Properties;
}

/** How the engine writes a value that a preview does not know. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function containsUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).some(containsUnknown) : value === unknown;
}

/** The inputs as Check returns them: what a policy pack sees in `analyze`. */
export function checked(type: string, inputs: Properties, context: CheckContext): Properties {
  return modelOf(type).check?.(inputs, context) ?? inputs;
}

/** The outputs of a create, or of an update when `prior` is given: what a policy pack sees in `analyzeStack`. */
export function planned(type: string, inputs: Properties, context: PlanContext): Properties {
  const { preview, prior } = context;
  const computed: Computed = (property, real, follows) => {
    const known = prior?.outputs[property];
    const stands = known !== undefined && (follows === undefined || isDeepStrictEqual(prior?.inputs[follows], inputs[follows]));
    return stands ? known : preview ? unknown : real();
  };
  return modelOf(type).outputs?.(inputs, computed) ?? inputs;
}

/** The id of what was created. Bridged providers, Fastly's and AWS's, repeat it among the outputs; Kubernetes: namespace/name. */
export function identifier(outputs: Properties): string {
  return typeof outputs["id"] === "string" ? outputs["id"] : qualifiedName(outputs);
}

/** What a provider function answers: its arguments, and the ids that programs ask such functions for. */
export function invoked(functionToken: string, inputs: Properties): Properties {
  const id = token(functionToken + JSON.stringify(inputs));
  return { ...inputs, id, ...(functionToken === "aws:route53/getZone:getZone" && { zoneId: id }) };
}

interface Child {
  type: string;
  name: string;
  inputs: Properties;
}

/** The resources that a `kubernetes:yaml/v2:ConfigGroup` registers, named as the provider names them. */
export function children(group: string, inputs: Properties): Child[] {
  if ("yaml" in inputs || "files" in inputs) {
    throw new Error("The stand-in for ConfigGroup reads `objs` only, not `yaml` or `files`.");
  }
  const prefix = inputs["resourcePrefix"] ?? group;
  return list(inputs["objs"]).map((object) => {
    const inputs = record(object);
    const version = text(inputs["apiVersion"]);
    const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${text(inputs["kind"])}`;
    return { type, name: `${text(prefix)}:${qualifiedName(inputs)}`, inputs };
  });
}

const models: Record<string, Model> = {
  "pulumi:providers:fastly": {
    check: (inputs) => ({ ...inputs, ...(inputs["apiKey"] !== undefined && { apiKey: secret(inputs["apiKey"]) }) }),
  },
  "fastly:index/serviceVcl:ServiceVcl": { check: checkedService, outputs: service },
  "fastly:index/tlsSubscription:TlsSubscription": { outputs: subscription },
  "fastly:index/tlsSubscriptionValidation:TlsSubscriptionValidation": {
    outputs: (inputs, computed) => ({
      ...inputs,
      certificateId: computed("certificateId", () => token(`certificate ${text(inputs["subscriptionId"])}`)),
    }),
  },
  "aws:route53/record:Record": {
    outputs: (inputs, computed) => ({
      aliases: [],
      ...inputs,
      ...("records" in inputs && { records: set(inputs["records"]) }),
      allowOverwrite: inputs["allowOverwrite"] ?? computed("allowOverwrite", () => false),
      fqdn: computed("fqdn", () => inputs["name"] ?? "", "name"),
    }),
  },
  "aws:route53/zone:Zone": {
    check: (inputs) => ({ comment: "Managed by Pulumi", forceDestroy: false, ...inputs }),
    outputs: (inputs, computed) => ({
      vpcs: [],
      ...inputs,
      arn: computed("arn", () => `arn:aws:route53:::hostedzone/${token(text(inputs["name"]))}`),
      nameServers: computed("nameServers", () => ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"]),
      primaryNameServer: computed("primaryNameServer", () => "ns-1.awsdns-01.org"),
      zoneId: computed("zoneId", () => token(text(inputs["name"]))),
    }),
  },
};

function modelOf(type: string): Model {
  if (type.startsWith("kubernetes:")) {
    return { check: checkedObject };
  }
  const model = models[type] ?? {};
  if (type.startsWith("pulumi:")) {
    return model;
  }
  return {
    ...model,
    outputs: (inputs, computed) => ({
      ...(model.outputs?.(inputs, computed) ?? inputs),
      id: computed("id", () => token(type + JSON.stringify(inputs))),
    }),
  };
}

/** A namespace is filled in only when the provider has a cluster, or says one: not in render mode, as recorded. */
function checkedObject(inputs: Properties, { name, provider }: CheckContext): Properties {
  const metadata = record(inputs["metadata"]);
  const defaultNamespace = provider["namespace"] ?? (provider["renderYamlToDirectory"] ? undefined : "default");
  const unnamed = metadata["name"] === undefined && metadata["generateName"] === undefined;
  return {
    ...inputs,
    metadata: {
      ...(defaultNamespace !== undefined && !clusterScoped.test(text(inputs["kind"])) && { namespace: defaultNamespace }),
      ...metadata,
      ...(unnamed && {
        annotations: { ...record(metadata["annotations"]), "pulumi.com/autonamed": "true" },
        name: `${name}-${token(name).slice(0, 8)}`,
      }),
    },
  };
}

const clusterScoped = /^(Namespace|Cluster\w+|CustomResourceDefinition|\w+Class|PersistentVolume|\w+WebhookConfiguration|APIService)$/;

function checkedService(inputs: Properties, { name }: CheckContext): Properties {
  return {
    activate: true,
    comment: "Managed by Terraform",
    defaultTtl: 3600,
    name: `${name}-${token(name).slice(0, 7)}`,
    staleIfErrorTtl: 43200,
    ...inputs,
    ...("backends" in inputs && { backends: each(inputs["backends"], (backend) => ({ ...backendDefaults, ...backend })) }),
  };
}

const backendDefaults = {
  betweenBytesTimeout: 10000,
  connectTimeout: 1000,
  firstByteTimeout: 15000,
  maxConn: 200,
  port: 80,
  sslCheckCert: true,
  weight: 100,
};

const unsetBackend = {
  autoLoadbalance: false,
  errorThreshold: 0,
  healthcheck: "",
  maxLifetime: 0,
  maxTlsVersion: "",
  maxUse: 0,
  minTlsVersion: "",
  overrideHost: "",
  preferIpv6: false,
  requestCondition: "",
  shareKey: "",
  shield: "",
  sslCaCert: "",
  sslCertHostname: "",
  sslCiphers: "",
  sslSniHostname: "",
  useSsl: false,
};

const unsetService = {
  ...Object.fromEntries(
    [
      ...["acls", "backends", "cacheSettings", "conditions", "dictionaries", "directors", "domains", "dynamicsnippets", "gzips"],
      ...["headers", "healthchecks", "loggingBigqueries", "loggingBlobstorages", "loggingCloudfiles", "loggingDatadogs"],
      ...["loggingDigitaloceans", "loggingElasticsearches", "loggingFtps", "loggingGcs", "loggingGooglepubsubs"],
      ...["loggingGrafanacloudlogs", "loggingHerokus", "loggingHoneycombs", "loggingHttps", "loggingKafkas", "loggingKineses"],
      ...["loggingLogentries", "loggingLogglies", "loggingLogshuttles", "loggingNewrelicotlps", "loggingNewrelics"],
      ...["loggingOpenstacks", "loggingPapertrails", "loggingS3s", "loggingScalyrs", "loggingSftps", "loggingSplunks"],
      ...["loggingSumologics", "loggingSyslogs", "rateLimiters", "requestSettings", "responseObjects", "snippets", "vcls"],
    ].map((block) => [block, []]),
  ),
  defaultHost: null,
  forceDestroy: false,
  http3: false,
  imageOptimizerDefaultSettings: null,
  productEnablement: null,
  reuse: null,
  stage: false,
  staleIfError: false,
  versionComment: null,
};

function service(inputs: Properties, computed: Computed): Properties {
  return {
    ...unsetService,
    ...inputs,
    activeVersion: computed("activeVersion", () => 1),
    backends: byName(inputs["backends"], (backend) => ({
      ...unsetBackend,
      keepaliveTime: computed("keepaliveTime", () => 0),
      ...backend,
      sslClientCert: secret(backend["sslClientCert"] ?? ""),
      sslClientKey: secret(backend["sslClientKey"] ?? ""),
    })),
    clonedVersion: computed("clonedVersion", () => 1),
    domains: byName(inputs["domains"], (domain) => ({ comment: "", ...domain })),
    forceRefresh: computed("forceRefresh", () => false),
    imported: computed("imported", () => false),
    stagedVersion: computed("stagedVersion", () => 1),
  };
}

/** Issued at once: the days that Fastly and the certificate authority take are no part of what a preview can see. */
function subscription(inputs: Properties, computed: Computed): Properties {
  const domains = set(inputs["domains"]);
  const challenges = () =>
    [...new Set(list(domains).map((domain) => `_acme-challenge.${text(domain).replace(/^\*\./, "")}`))].map((recordName) => ({
      recordName,
      recordType: "CNAME",
      recordValue: `${token(recordName)}.fastly-validations.com`,
    }));
  return {
    forceDestroy: false,
    forceUpdate: false,
    ...inputs,
    certificateId: computed("certificateId", () => token(`certificate ${JSON.stringify(domains)}`)),
    commonName: inputs["commonName"] ?? computed("commonName", () => list(domains)[0] ?? ""),
    configurationId: inputs["configurationId"] ?? computed("configurationId", () => token("default configuration")),
    createdAt: computed("createdAt", () => created),
    domains,
    managedDnsChallenge: computed("managedDnsChallenge", () => challenges()[0] ?? null),
    managedDnsChallenges: computed("managedDnsChallenges", challenges, "domains"),
    managedHttpChallenges: computed("managedHttpChallenges", () => [], "domains"),
    state: computed("state", () => "issued"),
    updatedAt: computed("updatedAt", () => created),
  };
}

const created = "2026-01-01T00:00:00Z";

/** A provider's set of plain values is sorted, holds no value twice, and is one unknown as soon as one element is. */
function set(value: Value | undefined): Value {
  return Array.isArray(value) ? (value.includes(unknown) ? unknown : [...new Set(value)].sort()) : (value ?? []);
}

/** A provider's set of blocks keeps its elements apart, whatever is unknown in them. */
function byName(value: Value | undefined, complete: (block: Properties) => Properties): Value {
  const blocks = each(value, complete);
  const nameOf = (block: Value) => text(record(block)["name"]);
  return Array.isArray(blocks) ? blocks.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) : blocks;
}

function each(value: Value | undefined, complete: (block: Properties) => Properties): Value {
  return Array.isArray(value) ? value.map((block) => (isRecord(block) ? complete(block) : block)) : (value ?? []);
}

function qualifiedName(object: Properties): string {
  const { namespace, name } = record(object["metadata"]);
  return [namespace, name].filter(Boolean).map(text).join("/");
}

function secret(value: Value): Value {
  return isRecord(value) ? value : { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** Eighteen letters and digits, always the same for the same seed, so that two runs can be compared. */
function token(seed: string): string {
  return BigInt(`0x${createHash("sha256").update(seed).digest("hex")}`)
    .toString(36)
    .slice(0, 18);
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function list(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

function record(value: Value | undefined): Properties {
  return isRecord(value) ? value : {};
}

function isRecord(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
