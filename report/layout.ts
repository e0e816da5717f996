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
  return [...linesOf(description), `${policy}[${subject}], see ${pageOf(policy)}`].join("\n");
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

/** A finding's text, taken apart again. */
interface Laid extends Required<Omit<Description, "consequence">> {
  readonly consequence?: string;
  /** What stands between the brackets of its id. */
  readonly subject?: string;
}

/** @returns the parts of what `lay` made. Of another text all is `what`: a policy that failed says so in its own words. */
export function takeApart(policy: string, text: string): Laid {
  const [prefix, suffix] = [`${policy}[`, `], see ${pageOf(policy)}`];
  const end = text.lastIndexOf("\n");
  const last = text.slice(end + 1);
  if (end < 0 || !last.startsWith(prefix) || !last.endsWith(suffix)) {
    return { what: text, who: [], fix: [] };
  }
  const body = text.slice(0, end).split("\n");
  const firstFix = body.findIndex((line) => line.startsWith(remedy));
  const consequence = body.find((line) => line.startsWith(outlook))?.slice(outlook.length);
  return {
    what: text.slice(0, text.indexOf("\n")),
    who: body.filter((line) => line.startsWith(part)).map((line) => line.slice(part.length)),
    ...(consequence === undefined ? {} : { consequence }),
    fix: (firstFix < 0 ? [] : body.slice(firstFix)).map((line, index) => (index === 0 ? line.slice(remedy.length) : line)),
    subject: last.slice(prefix.length, last.length - suffix.length),
  };
}

/** @returns the finding's stable id; of a text without one, the policy's name and what it is reported on. */
export function findingId(policy: string, text: string, resource: string | undefined): string {
  return `${policy}[${takeApart(policy, text).subject ?? resource ?? "the stack as a whole"}]`;
}
