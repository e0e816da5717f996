"use strict";
/**
 * Starts a policy: its rule, its words, its test, its page and its pair of examples, each registered where it belongs.
 *
 *     npm run new:policy -- certificate-names-short
 *
 * Everything compiles at once; the generated test of what the policy finds fails until the rule is written. Nothing is
 * written when the name is taken or is none.
 */
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const root = process.env.TLS_OWNERSHIP_ROOT ?? join(__dirname, "..");

function main([name, ...more]) {
  if (name === undefined || more.length > 0) {
    return fail("it takes one name, e.g. certificate-names-short");
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) {
    return fail("a policy's name is lower-case words joined by hyphens: what it is about, and what should hold");
  }
  const created = newFiles(name);
  const taken = Object.keys(created).find((file) => existsSync(join(root, file)));
  if (taken !== undefined) {
    return fail(`${taken} exists already`);
  }
  const changed = registered(name);
  for (const [file, text] of [...Object.entries(created), ...changed]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(file);
  }
  console.log(`\nNext: write the rule until \`npx jest test/policies/${name}\` passes; docs/contributing.md has the rest.`);
}

/** @returns the files that name every policy, with this one inserted, by file. Throws, before anything is written, where it has no place. */
function registered(name) {
  const texts = new Map();
  for (const { file, before, insert } of registrations(name)) {
    const text = texts.get(file) ?? readFileSync(join(root, file), "utf8");
    if (!text.includes(before)) {
      throw new Error(`${file} has no line to insert before: ${before.trim()}`);
    }
    texts.set(
      file,
      text.replace(before, () => insert + before),
    );
  }
  return texts;
}

function fail(reason) {
  console.error(`new:policy: ${reason}.`);
  process.exitCode = 2;
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const title = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

/** Insertions that register the policy, each before a line that stays. */
function registrations(name) {
  const id = camel(name);
  return [
    {
      file: "policies/index.ts",
      before: 'import type { AuditPolicy, ResourcePolicy, StackPolicy } from "./policy";',
      insert: `import { ${id} } from "./${name}";\n`,
    },
    { file: "policies/index.ts", before: "  ownershipUndetermined,\n", insert: `  ${id},\n` },
    {
      file: "policies/finding.ts",
      before: '  | { readonly kind: "setting"',
      insert: `  | { readonly kind: "${name}"; readonly certificate: Certificate }\n`,
    },
    {
      file: "report/message.ts",
      before: 'import { undetermined } from "./ownership-undetermined";',
      insert: `import { ${id} } from "./${name}";\n`,
    },
    {
      file: "policies/parties.ts",
      before: '  "exemption-applies": () => nobody,\n',
      insert: `  "${name}": ({ certificate }) => ({ names: [], owners: [certificate.resource] }),\n`,
    },
    { file: "report/message.ts", before: "  setting: unusableSetting,\n", insert: `  "${name}": ${id},\n` },
    {
      file: "README.md",
      before: "| [`ownership-undetermined`]",
      insert: `| [\`${name}\`](docs/policies/${name}.md) | TODO: what it finds | advisory |\n`,
    },
    { file: "CHANGELOG.md", before: "\n## 0.1.0\n", insert: `- Policy \`${name}\`: TODO: what it finds.\n` },
  ];
}

function newFiles(name) {
  const id = camel(name);
  return {
    [`policies/${name}.ts`]: `import type { Certificate, Inventory } from "../ownership/inventory";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { exemptionSettings } from "./settings";

/** TODO: why: the incident, the RFC or the vendor's behaviour behind it. */
export const ${id} = stackPolicy({
  name: "${name}",
  displayName: "${title(name)}",
  description: "TODO: one sentence that says what should hold.",
  level: "advisory",
  severity: "medium",
  remediation: "TODO: what to do about it.",
  settings: exemptionSettings,
  check(inventory: Inventory): Finding[] {
    return inventory.certificates.filter(isWrong).map((certificate) => ({
      subject: certificate.resource.name,
      resource: certificate.resource,
      problem: { kind: "${name}", certificate },
    }));
  },
});

/** A finding rests on known values alone: an unknown is never "no", and never "yes". */
function isWrong({ names }: Certificate): boolean {
  return names.known.some(({ name }) => name === "todo.example.org");
}
`,
    [`report/${name}.ts`]: `import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { resourceWords } from "./words";

/** @returns the words for TODO. */
export function ${id}({ certificate }: ProblemOf<"${name}">): Description {
  return {
    what: \`\${resourceWords(certificate.resource)} TODO: what is wrong, naming the DNS name.\`,
    consequence: "TODO: what will happen, and when.",
    fix: ["TODO: which property of which resource to change, and what to do after the update."],
  };
}
`,
    [`test/policies/${name}.test.ts`]: `import { certManager, judged } from "../support";
import { idsOf } from "./findings";

const policy = "${name}";

describe("finds", () => {
  test("TODO: name the case, and show the resources that make it", () => {
    const wrong = certManager.certificate("shop", { dnsNames: ["shop.example.org"] });
    expect(idsOf(policy, judged([wrong]))).toEqual([\`\${policy}[shop]\`]);
  });
});

describe("leaves alone", () => {
  test("TODO: the cases that look alike and are right; this list is the longer one", () => {
    const right = certManager.certificate("web", { dnsNames: ["www.example.org"] });
    expect(idsOf(policy, judged([right]))).toEqual([]);
  });
});
`,
    [`docs/policies/${name}.md`]: `# ${name}

> TODO: one sentence that says what should hold.

| default level | severity | examples |
| --- | --- | --- |
| advisory | medium | [failing](../../examples/${name}/failing/index.ts), [passing](../../examples/${name}/passing/index.ts) |

TODO: why it matters.

## What it finds

TODO

## What it leaves alone

TODO

## What it cannot see

TODO

## Settings

| setting | what it says |
| --- | --- |
| \`exemptions\` | Findings that are accepted until a day: see [exemptions-in-use](exemptions-in-use.md). |

## How to fix it

TODO
`,
    ...example(name, "failing", `What ${name} refuses.`),
    ...example(name, "passing", `The same, repaired.`),
  };
}

function example(name, kind, description) {
  return {
    [`examples/${name}/${kind}/Pulumi.yaml`]: `name: ${name}\nruntime: nodejs\nmain: index.ts\ndescription: ${description}\n`,
    [`examples/${name}/${kind}/index.ts`]: `/** TODO: what is ${kind === "failing" ? "wrong" : "right"} here. */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("shop", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop", namespace: "shop" },
  spec: { dnsNames: ["shop.example.org"], secretName: "shop-tls", issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } },
});
`,
  };
}

main(process.argv.slice(2));
