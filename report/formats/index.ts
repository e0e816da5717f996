import type { Format } from "../report";
import { html } from "./html";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { sarif } from "./sarif";
import { text } from "./text";

/** What `--format` takes. */
export const formats: ReadonlyMap<string, Format> = new Map(Object.entries({ text, json, sarif, junit, markdown, html }));
