import type { Resource } from "./resource";
import { readProperties } from "./properties";

/**
 * What the engine has shown of this run, both times: each resource's inputs as the program wrote them (`analyze`), and its
 * planned outputs (`analyzeStack`). Both calls of one run reach one process, inputs first.
 *
 * @param wanted tells the types that anybody reads; of others nothing is kept.
 * @param tells whether a resource's inputs say anything to anybody. Those that do not would add nothing to the outputs, and most
 * of a large stack would be kept for nothing.
 */
export class Evidence {
  private readonly inputs = new Map<string, object>();
  /** URNs of those whose inputs were shown and say nothing. */
  private readonly silent = new Set<string>();

  constructor(
    private readonly wanted: (type: string) => boolean,
    private readonly tells: (resource: Resource) => boolean,
  ) {}

  /** Keeps the inputs of one resource, where they say something. @returns it, or undefined when nobody reads its type. */
  remember(written: ShownResource): Resource | undefined {
    if (!this.wanted(written.type)) {
      return undefined;
    }
    const resource = describe(written, [written.props], written.props, new Map());
    if (this.tells(resource)) {
      this.inputs.set(written.urn, written.props);
    } else {
      this.silent.add(written.urn);
    }
    return resource;
  }

  /**
   * Ends the run that the inputs belong to, so that they take no memory while the policies decide.
   *
   * @returns the stack's resources of wanted types, outputs and inputs read together. One whose inputs say nothing, and whose outputs its
   * provider cannot plan yet, is nothing to anybody.
   */
  takeAll(stack: readonly ShownResource[]): Resource[] {
    const providers = new Map<string, Provider>();
    const resources: Resource[] = [];
    for (const planned of stack) {
      const isNothing = this.silent.has(planned.urn) && Reflect.ownKeys(planned.props).length === 0;
      if (this.wanted(planned.type) && !isNothing) {
        const written = this.inputs.get(planned.urn);
        const sources = written === undefined ? [planned.props] : [planned.props, written];
        resources.push(describe(planned, sources, written, providers));
      }
    }
    this.inputs.clear();
    this.silent.clear();
    return resources;
  }
}

/** The steps of a run: only in an update can a resource policy still keep a second owner from being created. */
type Phase = "preview" | "update" | "analysis";

/**
 * @returns what the engine is doing. `pulumi policy analyze` starts the pack without the variable; that is how it differs
 * from an update.
 */
export function phase(environment: NodeJS.ProcessEnv = process.env): Phase {
  const dryRun = environment["PULUMI_NODEJS_DRY_RUN"];
  return dryRun === "true" ? "preview" : dryRun === "false" ? "update" : "analysis";
}

type Provider = NonNullable<Resource["provider"]>;

/**
 * A resource as one of the engine's calls shows it: what is needed of Pulumi's own objects. Properties may be the SDK's proxies, or plain
 * with the engine's markers inside.
 */
export interface ShownResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: object;
  readonly opts: { readonly parent?: string; readonly ignoreChanges: readonly string[] };
  readonly provider?: { readonly urn: string; readonly props: object };
  readonly propertyDependencies?: Readonly<Record<string, readonly { readonly urn: string }[] | undefined>>;
}

/**
 * @param sources its properties, as `readProperties` takes them.
 * @param written its inputs as the program wrote them, where they were shown.
 * @param providers those that were met before, by URN.
 */
export function describe(
  shown: Omit<ShownResource, "props">,
  sources: readonly object[],
  written: object | undefined,
  providers: Map<string, Provider>,
): Resource {
  const dependencies = shown.propertyDependencies ?? {};
  const provider = providerOf(shown, providers);
  return {
    reference: { urn: shown.urn, type: shown.type, name: shown.name },
    properties: readProperties(sources),
    ...(written === undefined ? {} : { inputs: readProperties([written]) }),
    ...(provider === undefined ? {} : { provider }),
    ignoreChanges: shown.opts.ignoreChanges,
    empty: sources.every((source) => Reflect.ownKeys(source).length === 0),
    dependencies: (property) =>
      Object.hasOwn(dependencies, property) ? (dependencies[property] ?? []).map((dependency) => dependency.urn).sort() : [],
  };
}

/** One object for each provider of a run, so that what is derived from it is derived once. */
function providerOf(shown: Pick<ShownResource, "provider">, providers: Map<string, Provider>): Provider | undefined {
  if (shown.provider === undefined) {
    return undefined;
  }
  const { urn, props } = shown.provider;
  let provider = providers.get(urn);
  if (provider === undefined) {
    provider = { urn, properties: readProperties([props]) };
    providers.set(urn, provider);
  }
  return provider;
}
