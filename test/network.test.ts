import { readFileSync } from "node:fs";
import path from "node:path";
import { packDir } from "./support";

/** What reaches the network, but for what tells of addresses by themselves: whether a text is one, and of which network. */
const networkModules = /^(node:)?(dns|net|tls|http|https|http2|dgram|child_process)(\/|$)/;
const harmless = ["isIP", "isIPv6", "BlockList"];

/** @returns the compiled files that `entry` loads of the pack's own, each with what it takes from modules of the network. */
function reach(entry: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const waiting = [path.join(packDir, "bin", entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) {
      continue;
    }
    const code = readFileSync(file, "utf8");
    const used: string[] = [];
    for (const [, variable, module = ""] of code.matchAll(/(?:(?:const|let|var) (\S+) = [^;\n]*)?\b(?:require|import)\("([^"]+)"\)/g)) {
      if (module.startsWith(".")) {
        waiting.push(require.resolve(path.join(path.dirname(file), module)));
      } else if (networkModules.test(module)) {
        used.push(...(variable === undefined ? ["all of it"] : membersOf(variable, code)).map((member) => `${module} ${member}`));
      }
    }
    found.set(file, used);
  }
  return found;
}

function membersOf(variable: string, code: string): string[] {
  const members = [...code.matchAll(new RegExp(`\\b${variable}\\b(?:\\.(\\w+))?`, "g"))]
    .slice(1)
    .map(([, member]) => member ?? "all of it");
  return [...new Set(members)].filter((member) => !harmless.includes(member));
}

test("the policy pack loads nothing that could ask the network: a preview asks it nothing", () => {
  const files = reach("index.js");
  expect(files.size).toBeGreaterThan(50);
  expect([...files].filter(([, used]) => used.length > 0)).toEqual([]);
  expect([...files.keys()].map((file) => path.relative(path.join(packDir, "bin"), file)).filter((file) => file.startsWith("cli"))).toEqual(
    [],
  );
});

test("the same look sees what the command asks", () => {
  const used = [...reach(path.join("cli", "main.js")).values()].flat();
  expect(used).toEqual(expect.arrayContaining(["node:dns/promises Resolver", "node:tls connect"]));
});

test("nothing of the command but probe asks the network, by DNS and by TLS", () => {
  const asking = [...reach(path.join("cli", "main.js"))].filter(([, used]) => used.length > 0);
  const asked = asking.flatMap(([file, used]) => used.map((what) => `${path.relative(path.join(packDir, "bin", "cli"), file)}: ${what}`));
  expect(asked.sort()).toEqual(["probe/dns.js: node:dns/promises Resolver", "probe/tls.js: node:tls connect"]);
});
