/** One rule of a file of rules, and what it asks for. */
interface FileRule {
  readonly expression: string;
  readonly isRecording: boolean;
}

/**
 * Reads a file of Prometheus rules: JSON, or YAML as far as expressions are plain, quoted on one line, or blocks.
 *
 * @returns its rules; undefined where not every expression of it could be read.
 */
export function readRuleFile(text: string): readonly FileRule[] | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? readJson(trimmed) : readYaml(text);
}

function readJson(text: string): readonly FileRule[] | undefined {
  try {
    const rules: FileRule[] = [];
    const file: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "object" && value !== null && "expr" in value) {
        rules.push({ expression: String(value.expr), isRecording: "record" in value });
      }
      return value;
    });
    return typeof file === "object" ? rules : undefined;
  } catch {
    return undefined;
  }
}

const expressionLine = /^(\s*(?:- +)?)(?:expr|"expr"|'expr') *:(?: +([^ ].*)?)?$/;

function readYaml(text: string): readonly FileRule[] | undefined {
  const lines = text.split(/\r?\n/);
  const rules: FileRule[] = [];
  for (const [index, line] of lines.entries()) {
    const found = expressionLine.exec(line);
    if (found !== null) {
      const expression = readScalar(found[2] ?? "", found[1]?.length ?? 0, lines, index + 1);
      if (expression === undefined) {
        return undefined;
      }
      rules.push({ expression, isRecording: false });
    }
  }
  // Of rules in other forms nothing is known, nor is it told which of the rules record.
  const written = text.match(/\bexpr\b["']? *:/g)?.length ?? 0;
  return written === rules.length && !/^[ \t]*(?:- +)?["']?record["']? *:/m.test(text) ? rules : undefined;
}

/**
 * @param indent columns before the key: what belongs to its value stands deeper.
 * @param next where in `lines` the line after the key's is.
 */
function readScalar(first: string, indent: number, lines: readonly string[], next: number): string | undefined {
  const isBelow = (line: string): boolean => line.trim() === "" || line.search(/\S/) > indent;
  let end = next;
  while (end < lines.length && isBelow(lines[end] ?? "")) {
    end++;
  }
  const below = lines.slice(next, end);
  const block = /^[|>][-+]?\d?[-+]?(?: +#.*)?$/.test(first) || first === "";
  if (block) {
    return below.join("\n");
  }
  const isContinued = below.some((line) => line.trim() !== "");
  if (/^["'&*!{[|>]/.test(first)) {
    const quoted = /^"([^"\\]*)" *(?:#.*)?$|^'((?:[^']|'')*)' *(?:#.*)?$/.exec(first);
    return quoted === null || isContinued ? undefined : (quoted[1] ?? quoted[2]?.replaceAll("''", "'"));
  }
  return [first, ...below].join("\n").replace(/ #.*$/gm, "");
}
