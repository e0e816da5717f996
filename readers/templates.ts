/** Stands for a variable of a template, whose value nobody here knows. */
const variable = "__variable__";

/** Texts in quotes and comments stay as they are; `{{ … }}` is Helm's, `$x` and `${x}` are Grafana's. */
const pieces = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|`[^`]*`|#[^\n]*|\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\w+|[{}[\]]|\boffset\b|[^]/gi;

/**
 * @param text PromQL, with variables of templates. @returns PromQL in which five minutes stand for the durations among them, and
 * a name of its own, that `isTemplated` knows again, for all others.
 */
export function withoutTemplates(text: string): string {
  if (!/\{\{|\$/.test(text)) {
    return text;
  }
  let inBraces = false;
  let isDuration = false;
  return text.replace(pieces, (piece) => {
    if (/^(?:\{\{|\$.)/.test(piece)) {
      return isDuration ? "5m" : inBraces ? `"${variable}"` : variable;
    }
    inBraces = piece === "{" || (inBraces && piece !== "}");
    isDuration = piece === "[" || piece.toLowerCase() === "offset" || (isDuration && /^[\s:-]$/.test(piece));
    return piece;
  });
}

/** @returns whether a name, or a text in quotes, is not known because of a variable in it. */
export function isTemplated(text: string): boolean {
  return text.includes(variable) || /\{\{|\$\{?[A-Za-z_]|\[\[/.test(text);
}
