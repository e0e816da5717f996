/** One record of a zone file (RFC 1035 §5). */
interface Entry {
  /** Without the final dot, in the case of the file. */
  readonly owner: string;
  /** False when the file's origin is unknown, and `owner` is relative to it. */
  readonly absolute: boolean;
  readonly type: string;
  readonly data: string;
}

interface ZoneFile {
  readonly entries: readonly Entry[];
  /** The first line that is no record, counted from 1; undefined where each is one. */
  readonly unreadableLine: number | undefined;
}

// A quoted text, a comment, a bracket, or a bare word.
const token = /"(?:\\.|[^"\\])*"|;[^]*|[()]|(?:\\.|[^\s"();\\])+/g;
const timeToLive = /^\d[\dsmhdw]*$/i;
const networkClass = /^(?:IN|CH|HS|CS)$/i;
const typeName = /^[a-z][a-z0-9]*$/i;
const hostTypes = /^(?:CNAME|NS|DNAME)$/i;

/** @param origin the zone's name, where it is known. `$INCLUDE` and `$GENERATE` count as unreadable. */
export function parseZoneFile(text: string, origin: string | undefined): ZoneFile {
  const entries: Entry[] = [];
  let currentOrigin = origin;
  let owner: string | undefined;
  let unreadableLine: number | undefined;

  for (const { words, indented, line, readable } of logicalLines(text)) {
    const [first = "", second] = words;
    const directive = first.toUpperCase();
    if (!readable) {
      owner = indented ? owner : undefined;
      unreadableLine ??= line;
    } else if (directive === "$ORIGIN" && second !== undefined) {
      const next = complete(second, currentOrigin);
      currentOrigin = next.absolute ? next.owner : currentOrigin;
      unreadableLine ??= next.absolute ? undefined : line;
    } else if (first.startsWith("$")) {
      unreadableLine ??= directive === "$TTL" ? undefined : line;
    } else {
      owner = indented ? owner : first;
      const entry = owner === undefined ? undefined : readEntry(owner, words.slice(indented ? 0 : 1), currentOrigin);
      if (entry === undefined) {
        unreadableLine ??= line;
      } else {
        entries.push(entry);
      }
    }
  }
  return { entries, unreadableLine };
}

interface LogicalLine {
  readonly words: readonly string[];
  /** The line begins with a blank: it goes on with the owner of the line before. */
  readonly indented: boolean;
  readonly line: number;
  readonly readable: boolean;
}

/** Lines without comments; what stands in brackets is one line. */
function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open: (LogicalLine & { words: string[] }) | undefined;
  let depth = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const tokens = line.match(token) ?? [];
    const readable = line.replace(token, "").trim() === "";
    open ??= { words: [], indented: /^\s/.test(line), line: index + 1, readable: true };
    open = { ...open, readable: open.readable && readable };
    for (const found of tokens) {
      depth += found === "(" ? 1 : found === ")" ? -1 : 0;
      if (!/^[();]/.test(found)) {
        open.words.push(found);
      }
    }
    if (depth <= 0) {
      const closed = { ...open, readable: open.readable && depth === 0 };
      if (closed.words.length > 0 || !closed.readable) {
        lines.push(closed);
      }
      open = undefined;
      depth = 0;
    }
  }
  return open === undefined ? lines : [...lines, { ...open, readable: false }];
}

function readEntry(owner: string, words: readonly string[], origin: string | undefined): Entry | undefined {
  const start = words.findIndex((word) => !timeToLive.test(word) && !networkClass.test(word));
  const type = words[start];
  const data = words.slice(start + 1);
  const [target] = data;
  if (type === undefined || !typeName.test(type) || target === undefined) {
    return undefined;
  }
  const text = hostTypes.test(type) ? complete(target, origin).owner : data.join(" ");
  return { ...complete(owner, origin), type: type.toUpperCase(), data: text };
}

function complete(name: string, origin: string | undefined): Pick<Entry, "owner" | "absolute"> {
  if (name.endsWith(".")) {
    return { owner: name.slice(0, -1), absolute: true };
  }
  if (origin === undefined) {
    return { owner: name, absolute: false };
  }
  return { owner: name === "@" ? origin : `${name}.${origin}`, absolute: true };
}
