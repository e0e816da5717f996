/**
 * Reads a file of Prometheus rules: JSON, or YAML as far as expressions are plain, quoted on one line, or blocks.
 *
 * @returns what its alerts ask for; undefined where not every expression could be read, or where rules record: which of them
 * do is not told.
 */
export function readRuleFile(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? readJson(trimmed) : readYaml(text);
}

function readJson(text: string): readonly string[] | undefined {
  const rules: { readonly expr: unknown }[] = [];
  try {
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "object" && value !== null && "expr" in value) {
        rules.push(value);
      }
      return value;
    });
  } catch {
    return undefined;
  }
  return rules.some((rule) => "record" in rule) ? undefined : rules.map(({ expr }) => String(expr));
}

const expressionLine = /^(\s*(?:- +)?)(?:expr|"expr"|'expr') *:(?: +([^ ].*)?)?$/;

function readYaml(text: string): readonly string[] | undefined {
  const lines = text.split(/\r?\n/);
  const expressions: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, before, first = ""] = expressionLine.exec(line) ?? [];
    if (before !== undefined) {
      const expression = readScalar(first, before.length, lines, index + 1);
      if (expression === undefined) {
        return undefined;
      }
      expressions.push(expression);
    }
  }
  // Of rules in other forms nothing is known.
  const written = [...text.matchAll(/\bexpr\b["']? *:/g)].length;
  return written === expressions.length && !/^[ \t]*(?:- +)?["']?record["']? *:/m.test(text) ? expressions : undefined;
}

/**
 * @param first what stands beside the key. @param indent columns before the key: what belongs to its value stands deeper.
 * @param next where in `lines` the line after the key's is.
 */
function readScalar(first: string, indent: number, lines: readonly string[], next: number): string | undefined {
  const below: string[] = [];
  for (let at = next, line = lines[at]; line !== undefined && isDeeper(line, indent); line = lines[++at]) {
    below.push(line);
  }
  if (/^[|>][-+\d]*(?: |$)/.test(first)) {
    return below.join("\n");
  }
  // A comment in YAML is one in PromQL, too.
  const text = [first, ...below].join("\n").trim();
  if (!/^["'&*!{[|>]/.test(text)) {
    return text;
  }
  const quoted = /^"([^"\\\n]*)" *(?:#.*)?$|^'((?:[^'\n]|'')*)' *(?:#.*)?$/.exec(text);
  return quoted?.[1] ?? quoted?.[2]?.replaceAll("''", "'");
}

function isDeeper(line: string, indent: number): boolean {
  return line.trim() === "" || line.search(/\S/) > indent;
}
