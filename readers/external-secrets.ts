import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { SecretWriter } from "../ownership/inventory";
import { durationOf } from "../ownership/renewal";
import { allOf, anyOf, isOneOf, known, noElements, unknown, valueOr, type Answer, type Elements, type Value } from "../ownership/value";
import { kubernetesObject, type KubernetesObject } from "./kubernetes";
import { collect, join, single, union, unlessEmpty, unread, whole } from "./names";
import type { Readers, Shelves } from "./reader";
import { holdsTlsKeys, isTlsType, nameOr, shelve, type Writing } from "./secrets";

/**
 * The External Secrets Operator, which fills Secrets with what a store holds. What is said of it here is from its own source, 2.9.0
 * (`pkg/controllers/externalsecret/externalsecret_controller.go`, `…_template.go`).
 */
export const externalSecrets: Readers = {
  emptyMay: "secret",
  objects: {
    "external-secrets.io/ExternalSecret": readExternalSecret,
    "external-secrets.io/ClusterExternalSecret": readClusterExternalSecret,
  },
};

/** The target's name, else the object's own. */
function readExternalSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const name = nameOr(object, "spec.target.name", object.spec.text("target", "name"));
  shelve({ resource, object, shelves }, writingOf(object.spec), ...name);
}

/** An ExternalSecret of that name, or of `externalSecretName`, in each namespace that is picked. */
function readClusterExternalSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const spec = object.spec.at("externalSecretSpec");
  const target = spec.text("target", "name");
  const name: [Value<string>, string] =
    target.state === "absent"
      ? nameOr(object, "spec.externalSecretName", unlessEmpty(object.spec.text("externalSecretName")))
      : [target, "spec.externalSecretSpec.target.name"];
  const { known: picked, complete } = pickedNamespaces(object);
  for (const namespace of [...new Set(picked)].map(known<string>)) {
    shelve({ resource, object: { ...object, namespace }, shelves }, writingOf(spec), ...name);
  }
  if (!complete) {
    shelve({ resource, object: { ...object, namespace: unknown }, shelves }, writingOf(spec), ...name);
  }
}

/** By name; by other labels it is anybody's. */
function pickedNamespaces({ spec }: KubernetesObject): Elements<string> {
  const former = spec.presence("namespaceSelector");
  return union([
    spec.texts("namespaces"),
    collect(spec.items("namespaceSelectors"), selectedNamespaces),
    ...(former.state === "absent" ? [] : [selectedNamespaces(spec.at("namespaceSelector"))]),
  ]);
}

/** The label that Kubernetes gives each Namespace itself. */
const nameLabel = "kubernetes.io/metadata.name";

function selectedNamespaces(selector: Properties): Elements<string> {
  const labels = selector.keys("matchLabels");
  const expressions = selector.items("matchExpressions");
  const [expression] = expressions.known;
  if (!labels.complete || !expressions.complete || labels.known.length + expressions.known.length !== 1) {
    return unread({});
  }
  if (expression === undefined) {
    return labels.known[0] === nameLabel ? single(selector.text("matchLabels", nameLabel)) : unread({});
  }
  const isByName = allOf([isOneOf(expression.text("key"), [nameLabel]), isOneOf(expression.text("operator"), ["In"])]);
  return isByName === true ? expression.texts("values") : unread({});
}

/** @param spec of an ExternalSecret. @returns whether it writes TLS's keys, and how often. */
function writingOf(spec: Properties): Writing {
  const target = spec.at("target");
  const policy = target.text("creationPolicy");
  const isNone = isOneOf(policy, ["None"]);
  const merges = isOneOf(policy, ["Merge", "CreateOrMerge"]);
  const repeats = repetition(spec);
  const writes = allOf([isSecret(target), not(isNone), holdsTls(spec, merges)]);
  switch (repeats) {
    case "always":
      return { writes };
    case "open":
      return { writes: allOf([writes, undefined]) };
    case "never":
    case "on-change":
      return { writes, repeats };
  }
}

/** `target.manifest` asks for an object of another kind. */
function isSecret(target: Properties): Answer {
  const manifest = target.presence("manifest");
  return manifest.state === "absent" ? true : isOneOf(target.text("manifest", "kind"), ["Secret"]);
}

/**
 * All but Orphan write back what somebody else has changed, whatever the refresh policy (`isSecretValid`; Orphan, too, before 0.18.1). A
 * Secret that is made immutable takes nothing from anybody any more.
 */
function repetition(spec: Properties): "always" | "open" | NonNullable<SecretWriter["repeats"]> {
  const isOrphan = isOneOf(spec.text("target", "creationPolicy"), ["Orphan"]);
  const leaves = allOf([isOrphan, not(valueOr(spec.flag("target", "immutable"), false))]);
  const often = leaves === false ? "always" : refreshing(spec);
  return leaves === true || often === "always" ? often : "open";
}

/** `shouldRefresh`. Without a policy it is the interval's, an hour unless said otherwise; one of 0 ends it after the first time. */
function refreshing(spec: Properties): ReturnType<typeof repetition> {
  const policy = spec.text("refreshPolicy");
  if (policy.state === "unknown") {
    return "open";
  }
  if (policy.state === "known" && (policy.value === "CreatedOnce" || policy.value === "OnChange")) {
    return policy.value === "OnChange" ? "on-change" : "never";
  }
  const interval = spec.text("refreshInterval");
  const duration = durationOf(interval);
  return interval.state === "absent"
    ? "always"
    : duration === undefined || Number.isNaN(duration)
      ? "open"
      : duration > 0
        ? "always"
        : "never";
}

/** @param merges whether it puts its keys into a Secret that may be somebody else's, and of whose type it says nothing then. */
function holdsTls(spec: Properties, merges: Answer): Answer {
  const template = spec.at("target", "template");
  const from = template.items("templateFrom");
  const templated = join(template.keys("data"), collect(from, templatedKeys));
  const fetched = join(
    collect(spec.items("data"), (item) => single(item.text("secretKey"))),
    collect(spec.items("dataFrom"), () => unread({})),
  );
  // A template replaces what is fetched, unless it says that it merges (`ApplyTemplate`).
  const isFetched = anyOf([
    isOneOf(template.text("mergePolicy"), ["Merge"]),
    not(anyOf([isFilled(template.keys("data")), isFilled(from)])),
  ]);
  const keys = anyOf([holdsTlsKeys(templated), allOf([isFetched, holdsTlsKeys(fetched)])]);
  // The API takes no TLS Secret without its keys.
  const isTyped = allOf([isTlsType(template.text("type")), not(merges)]);
  return keys === false && [...templated.known, ...fetched.known].length > 0 ? false : anyOf([keys, isTyped]);
}

/** The keys that one entry of `templateFrom` makes: those that it names, or as a text of YAML says. */
function templatedKeys(from: Properties): Elements<string> {
  if (isOneOf(from.text("target"), ["Annotations", "Labels"]) === true) {
    return noElements;
  }
  const literal = from.text("literal");
  const listed = ["configMap", "secret"].map((source) =>
    collect(from.items(source, "items"), (item) =>
      isOneOf(item.text("templateAs"), ["Values", ""], true) === true ? single(item.text("key")) : unread({}),
    ),
  );
  return union([...listed, literal.state === "known" ? keysOfYaml(literal.value) : single(literal)]);
}

/** The keys of a text whose lines at the margin are all keys; a template may make others. */
function keysOfYaml(text: string): Elements<string> {
  const lines = text.split("\n").filter((line) => /^[^\s#]/.test(line));
  const keys = lines.map((line) => /^["']?([-._a-zA-Z0-9]+)["']?\s*:/.exec(line)?.[1]);
  const found = keys.filter((key) => key !== undefined);
  return { ...whole(found), complete: found.length === lines.length };
}

function isFilled({ known: found, complete }: Elements<unknown>): Answer {
  return found.length > 0 ? true : complete ? false : undefined;
}

function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}
