import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @returns the links of a folder's pages, at its top and under docs/, that lead to no file or heading in it: `page: target`. */
export function brokenLinks(folder: string): string[] {
  return pages(folder).flatMap((page) =>
    [...read(folder, page).matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^https?:/.test(target) && !leadsSomewhere(folder, page, target))
      .map((target) => `${page}: ${target}`),
  );
}

function pages(folder: string): string[] {
  const top = readdirSync(folder);
  const docs = readdirSync(path.join(folder, "docs"), { recursive: true, encoding: "utf8" }).map((file) => path.join("docs", file));
  return [...top, ...docs].filter((file) => file.endsWith(".md"));
}

function leadsSomewhere(folder: string, page: string, target: string): boolean {
  const [file = "", heading] = target.split("#");
  const linked = file === "" ? page : path.join(path.dirname(page), file);
  const inside = !linked.startsWith("..") && existsSync(path.join(folder, linked));
  return inside && (heading === undefined || headings(read(folder, linked)).includes(heading));
}

function headings(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("#"))
    .map(slug);
}

function slug(heading: string): string {
  return heading
    .replace(/^#+ /, "")
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replace(/ /g, "-");
}

function read(folder: string, file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}
