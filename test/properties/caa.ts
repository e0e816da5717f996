/**
 * What a certificate authority does with CAA, written down from RFC 8659, RFC 8657 and RFC 4592 without a thought of speed: over records
 * that are all known, with the answers of other people's servers given.
 */

/** A record as a zone file has it, one value each. */
export interface Written {
  readonly at: string;
  readonly type: "CAA" | "CNAME" | "DNAME" | "NS" | "A";
  readonly value: string;
  /** Only private networks see it. */
  readonly isPrivate?: boolean;
}

/** What the records do not tell. */
export interface Beyond {
  /** CAA values that all other servers answer with. */
  readonly elsewhere: readonly string[];
  /** Whether the authority's account is the one that any `accounturi` names. */
  readonly isAccount: boolean;
}

interface Question {
  readonly name: string;
  /** The domain by which CAA names the authority. */
  readonly authority: string;
  readonly method: string;
}

/** @returns whether the authority may issue. @param zone in which all records stand. */
export function mayIssue({ name, authority, method }: Question, records: readonly Written[], zone: string, beyond: Beyond): boolean {
  const isWildcard = name.startsWith("*.");
  const set = relevantSet(isWildcard ? name.slice(2) : name, new World(records, zone, beyond)).map(readProperty);
  if (set.some(({ flags, tag }) => flags >= 128 && !["issue", "issuewild", "iodef"].includes(tag))) {
    return false; // RFC 8659 §4.1: a critical property that is not understood
  }
  const wild = set.filter(({ tag }) => tag === "issuewild");
  const properties = isWildcard && wild.length > 0 ? wild : set.filter(({ tag }) => tag === "issue");
  return properties.length === 0 || properties.some(lets);

  function lets({ value }: { readonly value: string }): boolean {
    const [domain = "", ...parameters] = value.split(";").map((part) => part.trim());
    return domain === authority && parameters.every(isMet);
  }

  function isMet(parameter: string): boolean {
    const [tag = "", value = ""] = parameter.split("=");
    return tag === "validationmethods" ? value.split(",").includes(method) : tag === "accounturi" ? beyond.isAccount : true;
  }
}

/** RFC 8659 §3, the algorithm. */
function relevantSet(domain: string, world: World): readonly string[] {
  for (let each = domain; each !== ""; each = parent(each)) {
    const found = world.caa(each);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** What DNS answers, asked for CAA. */
class World {
  private readonly records: readonly Written[];

  constructor(
    records: readonly Written[],
    private readonly zone: string,
    private readonly beyond: Beyond,
  ) {
    this.records = records.filter(({ isPrivate }) => isPrivate !== true);
  }

  caa(domain: string): readonly string[] {
    const above = ancestors(domain);
    const isDelegated = (each: string) => each !== this.zone && this.at(each, "NS").length > 0;
    const isRedirected = above.some((each) => this.at(each, "DNAME").length > 0);
    // No record of the zone stands below a delegation: one that does is what the other zone answers.
    const isForeign = isDelegated(domain) || (above.some(isDelegated) && this.at(domain, "CAA").length === 0);
    if (isRedirected || isForeign) {
      return this.beyond.elsewhere;
    }
    const owner = this.exists(domain) ? domain : `*.${above.find((each) => this.exists(each)) ?? ""}`; // RFC 4592 §3.3.1
    return this.at(owner, "CNAME").length > 0 ? this.beyond.elsewhere : this.at(owner, "CAA");
  }

  private at(owner: string, type: Written["type"]): string[] {
    return this.records.filter((record) => record.at === owner && record.type === type).map(({ value }) => value);
  }

  private exists(domain: string): boolean {
    return this.records.some(({ at }) => at === domain || at.endsWith(`.${domain}`));
  }
}

function readProperty(text: string): { flags: number; tag: string; value: string } {
  const [, flags = "", tag = "", value = ""] = /^(\d+) (\w+) "(.*)"$/.exec(text) ?? [];
  return { flags: Number(flags), tag, value };
}

function parent(domain: string): string {
  return domain.includes(".") ? domain.slice(domain.indexOf(".") + 1) : "";
}

function ancestors(domain: string): string[] {
  const above = parent(domain);
  return above === "" ? [] : [above, ...ancestors(above)];
}
