import { readFileSync } from "node:fs";
import path from "node:path";
import { packDir } from "../support";
import { claimed, combinations } from "./combinations";
import { majorOf, recordedMajors } from "./shapes";

/** What is claimed, what is tried, and what the pages say of it are the same. */
const read = (file: string): string => readFileSync(path.join(packDir, file), "utf8");
const page = read("docs/compatibility.md");
const manifest = JSON.parse(read("package.json")) as {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
};

const sdks = { "@pulumi/policy": claimed.policy, "@pulumi/pulumi": claimed.pulumi };

test.each(Object.entries(sdks))("the published version of %s lies between the oldest and the newest", (name, { oldest, newest }) => {
  const order = [oldest, manifest.dependencies[name] ?? "", newest];
  expect([...order].sort((one, other) => one.localeCompare(other, "en", { numeric: true }))).toEqual(order);
});

test.each(Object.entries(sdks))("both ends of %s are tried, with the oldest and the newest Node.js", (name, { oldest, newest }) => {
  const key = name === "@pulumi/policy" ? "policy" : "pulumi";
  const tried = combinations.flatMap(({ node, sdk }) => (sdk === "published" ? [] : [`${sdk[key]} ${node}`]));
  expect(tried).toEqual(expect.arrayContaining([`${oldest} ${claimed.node[0]}`, `${newest} ${claimed.node.at(-1) ?? ""}`]));
});

test("each Node.js runs the published pack, and the oldest is what package.json asks for", () => {
  expect(new Set(combinations.flatMap(({ node, sdk }) => (sdk === "published" ? [node] : [])))).toEqual(new Set(claimed.node));
  expect(manifest.engines.node).toBe(`>=${majorOf(claimed.node[0])}`);
});

test("docs/compatibility.md has every version that is tried", () => {
  const versions = [...claimed.node, ...Object.values(sdks).flatMap(({ oldest, newest }) => [oldest, newest])];
  expect(versions.filter((version) => !page.includes(`\`${version}\``))).toEqual([]);
});

test("docs/compatibility.md has every version of a provider that is recorded", () => {
  const recorded = [...recordedMajors().values()];
  expect(recorded.filter(({ provider, version }) => !new RegExp(`^\\| ${provider} \\|.*\\b${version}\\b`, "m").test(page))).toEqual([]);
});

test("README.md says the same in short", () => {
  const readme = read("README.md");
  const nodes = claimed.node.map(majorOf).join(", ");
  const majors = [...recordedMajors().values()];
  const said = [
    `| Node.js | ${nodes} |`,
    ...Object.entries(sdks).map(([name, { oldest, newest }]) => `| \`${name}\` | ${oldest} to ${newest} |`),
    ...majors.map(({ provider }) => `${provider} ${majorsOf(provider).join(", ")}`),
  ];
  expect(said.filter((line) => !readme.includes(line))).toEqual([]);
});

function majorsOf(provider: string): number[] {
  const own = [...recordedMajors().values()].filter((major) => major.provider === provider);
  return own.map(({ version }) => Number(majorOf(version))).sort((one, other) => one - other);
}
