/** A piece of an expression of LogQL. */
export interface Token {
  readonly kind: "text" | "number" | "word" | "mark";
  /** Of texts, what stands between the quotes. */
  readonly text: string;
}

/** Blanks and comments, quoted texts, numbers and durations, words, operators; any other character stands for itself. */
const lexeme =
  /\s+|#[^\n]*|("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`[^`]*`)|(\d[\w.]*|\.\d+)|([A-Za-z_:][\w:]*)|(=~|!~|!=|==|<=|>=|\|=|\|~|[^])/gy;

/** @returns the pieces of an expression, without blanks and comments. */
export function tokenize(text: string): Token[] {
  return [...text.matchAll(lexeme)].flatMap(([, quoted, number, word, mark]): Token[] =>
    quoted !== undefined
      ? [{ kind: "text", text: quoted.slice(1, -1) }]
      : number !== undefined
        ? [{ kind: "number", text: number }]
        : word !== undefined
          ? [{ kind: "word", text: word }]
          : mark !== undefined
            ? [{ kind: "mark", text: mark }]
            : [],
  );
}

/** @returns the operator or bracket that a token is; undefined for any other token, and for none. */
export function markOf(token: Token | undefined): string | undefined {
  return token?.kind === "mark" ? token.text : undefined;
}
