import { kindOf } from "../ownership/value";
import { allPolicies } from "../policies";
import { InputError, parseJson } from "./input";
import { isPropertyMap, type PropertyMap, type PropertyValue } from "./stack-resource";

/** The engine's enforcement levels. A policy that cannot remediate takes `remediate` for `mandatory`, as the SDK does. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** What a pack tells of a policy that its configuration depends on. */
interface ConfigurablePolicy {
  readonly name: string;
  readonly level: Level;
  /** JSON schemas by property; undefined for a policy without configuration. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** Configuration by policy name, complete: each policy's level and properties. */
export type PackConfiguration = Readonly<Record<string, { readonly level: Level; readonly properties: PropertyMap }>>;

/** What a configuration file says of each policy, and of `all`. */
export type PolicyConfig = Readonly<Record<string, PolicySetting>>;

interface PolicySetting {
  readonly level?: Level;
  readonly properties: PropertyMap;
}

const levels: readonly Level[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * Reads the file that `pulumi preview --policy-pack-config` takes. The engine ignores policies it does not know, and
 * settings of `all` other than the level: a mistyped name would leave a policy at its default, so both are refused here.
 *
 * @param text the file's content; an empty one sets nothing, as with the engine.
 * @throws InputError that names the key. It never shows a value.
 */
export function parsePolicyConfig(text: string, policies: readonly ConfigurablePolicy[] = allPolicies): PolicyConfig {
  if (text.trim() === "") {
    return {};
  }
  const content = parseJson(text);
  if (!isPropertyMap(content)) {
    throw new InputError(`holds ${kindOf(content)}, where an object of policy names belongs`);
  }
  const names = new Set(policies.map((policy) => policy.name));
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      if (name !== "all" && !names.has(name)) {
        throw new InputError(`${name}: the pack has no policy of that name (it has ${[...names].sort().join(", ")})`);
      }
      const setting = readSetting(name, value);
      if (name === "all" && Object.keys(setting.properties).length > 0) {
        throw new InputError(`all: takes an enforcement level only; settings belong to one policy each`);
      }
      return [name, setting];
    }),
  );
}

/**
 * The pack reports settings that are none as findings, so that the engine's users see them; a command says so at once. The
 * policies themselves judge, here as there.
 *
 * @throws InputError that names policy and key, what was found (its kind, never the value) and what belongs there.
 */
export function judgeSettings(config: PolicyConfig, now: Date): void {
  for (const policy of allPolicies) {
    const [mistake] = policy.judgeSettings(config[policy.name]?.properties, now);
    if (mistake?.problem.kind === "setting") {
      const { key, expected, found } = mistake.problem;
      throw new InputError(`${policy.name}.${key}: is ${found}, where ${expected} belongs`);
    }
  }
}

/** @returns the complete configuration: each policy's own level and schema defaults, then the user's, as the engine sends it. */
export function reconcile(config: PolicyConfig, policies: readonly ConfigurablePolicy[] = allPolicies): PackConfiguration {
  return Object.fromEntries(
    policies.map((policy) => {
      const own = config[policy.name];
      return [
        policy.name,
        {
          level: own?.level ?? config["all"]?.level ?? policy.level,
          properties: { ...schemaDefaults(policy.schema), ...own?.properties },
        },
      ];
    }),
  );
}

function readSetting(name: string, value: PropertyValue): PolicySetting {
  if (typeof value === "string") {
    return { level: readLevel(name, value), properties: {} };
  }
  if (!isPropertyMap(value)) {
    throw new InputError(`${name}: holds ${kindOf(value)}, where an enforcement level or an object belongs`);
  }
  const { enforcementLevel, ...properties } = value;
  return enforcementLevel === undefined ? { properties } : { level: readLevel(`${name}.enforcementLevel`, enforcementLevel), properties };
}

function readLevel(place: string, value: PropertyValue): Level {
  const level = levels.find((each) => each === value);
  if (level === undefined) {
    throw new InputError(`${place}: is no enforcement level (they are ${levels.join(", ")})`);
  }
  return level;
}

function schemaDefaults(schema: ConfigurablePolicy["schema"]): PropertyMap {
  return Object.fromEntries(
    Object.entries(schema ?? {}).flatMap(([property, rule]) => {
      const fallback = isPropertyMap(rule as PropertyValue) ? (rule as PropertyMap)["default"] : undefined;
      return fallback === undefined ? [] : [[property, fallback]];
    }),
  );
}
