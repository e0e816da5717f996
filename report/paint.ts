const styles = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Puts a text into a style of the terminal, or leaves it alone. */
export type Painter = (style: keyof typeof styles, text: string) => string;

export function painter(colour: boolean): Painter {
  return (style, text) => (colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
}
