/** A finding in words, before it is laid out. */
export interface Description {
  readonly what: string;
  /** Each resource that has a part in it, and why. */
  readonly who?: readonly string[];
  readonly consequence?: string;
  readonly fix: readonly string[];
}

const part = "  - ";
const outlook = "What will happen: ";
const remedy = "Fix: ";

/**
 * Lays a finding out as one text, all that the engine carries of it.
 *
 * @param subject what it is about, fit for pages; with the policy's name, its stable id.
 * @returns its parts in lines of their own; the last names the id and the policy's page.
 */
export function lay(policy: string, subject: string, description: Description): string {
  return [...linesOf(description), `${findingId(policy, subject)}, see ${pageOf(policy)}`].join("\n");
}

/** @returns the lines that a finding consists of, but for its id. */
export function linesOf({ what, who = [], consequence, fix }: Description): string[] {
  return [
    what,
    ...who.map((line) => `${part}${line}`),
    ...(consequence === undefined ? [] : [`${outlook}${consequence}`]),
    ...fix.map((line, index) => `${index === 0 ? remedy : ""}${line}`),
  ];
}

/** @returns the policy's page, from the pack's folder. */
export function pageOf(policy: string): string {
  return `docs/policies/${policy}.md`;
}

/** @returns the finding's stable id. */
export function findingId(policy: string, subject: string): string {
  return `${policy}[${subject}]`;
}
