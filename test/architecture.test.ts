import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";
import { packDir } from "./support";

/** The table of docs/architecture.md against the imports of every TypeScript file, and what else keeps files apart. */

interface Import {
  /** The file of this project, or the package. */
  readonly from: string;
  readonly typesOnly: boolean;
  /** What is named of it; undefined for all of it. */
  readonly names: readonly string[] | undefined;
}

interface Source {
  readonly file: string;
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
  readonly tree: ts.SourceFile;
}

const generated = new Set(["node_modules", "bin", "publishable", "coverage", "go"]);

const sources = typescriptBelow("").map(readSource);
const byFile = new Map(sources.map((source) => [source.file, source]));

function typescriptBelow(folder: string): string[] {
  return readdirSync(path.join(packDir, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    return entry.isDirectory()
      ? generated.has(entry.name) || entry.name.startsWith(".")
        ? []
        : typescriptBelow(place)
      : entry.name.endsWith(".ts")
        ? [place]
        : [];
  });
}

function readSource(file: string): Source {
  const tree = ts.createSourceFile(file, readFileSync(path.join(packDir, file), "utf8"), ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typesOnly: boolean, names?: readonly string[]) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ from: resolve(file, specifier.text), typesOnly, names });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const named = bindings !== undefined && ts.isNamedImports(bindings) && node.importClause?.name === undefined ? bindings.elements : [];
      const typesOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || (named.length > 0 && named.every(isTypeOnly));
      add(node.moduleSpecifier, typesOnly, named.length === 0 ? undefined : named.map(importedName));
    } else if (ts.isExportDeclaration(node)) {
      const named = node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
      const typesOnly = node.isTypeOnly || (named.length > 0 && named.every(isTypeOnly));
      add(node.moduleSpecifier, typesOnly, named.length === 0 ? undefined : named.map(importedName));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && /^(?:import|require|require\.resolve|jest\.\w+)$/.test(node.expression.getText())) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, imports, exports: tree.statements.flatMap(exportedNames), tree };
}

function isTypeOnly(element: ts.ImportSpecifier | ts.ExportSpecifier): boolean {
  return element.isTypeOnly;
}

function importedName({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text;
}

function exportedNames(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
  if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) {
    return []; // only Jest asks for a default
  }
  const declared = ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [statement as ts.DeclarationStatement];
  return declared.flatMap(({ name }) => (name !== undefined && ts.isIdentifier(name) ? [name.text] : []));
}

/** @returns the file that is meant, or the package. */
function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) {
    const [scope = "", name = ""] = specifier.split("/");
    return isBuiltin(specifier) ? scope : scope.startsWith("@") ? `${scope}/${name}` : scope;
  }
  const place = path.posix.join(path.posix.dirname(file), specifier);
  return [`${place}.ts`, `${place}/index.ts`, place].find((each) => /\.\w+$/.test(each) && existsSync(path.join(packDir, each))) ?? place;
}

function folderOf(file: string): string {
  return file.includes("/") ? `${file.slice(0, file.indexOf("/"))}/` : file;
}

/** @returns what a row's folder imports, in the words of the table. */
function importsOf(folder: string, ofPackages: boolean): string[] {
  const found = new Map<string, Import[]>();
  for (const { file, imports } of sources.filter((source) => folderOf(source.file) === folder)) {
    for (const each of imports) {
      const isOwn = each.from.startsWith(".") || existsSync(path.join(packDir, each.from));
      const thing = isOwn ? folderOf(each.from) : each.from;
      if (folderOf(file) !== thing && (isOwn || ofPackages)) {
        found.set(thing, [...(found.get(thing) ?? []), each]);
      }
    }
  }
  return [...found].map(([thing, all]) => `${all.every(({ typesOnly }) => typesOnly) ? "types of " : ""}\`${thing}\``).sort();
}

const anyPackage = "any package";

/** The table's rows: folder, its one sentence, what it may import. */
const rows = [
  ...readFileSync(path.join(packDir, "docs", "architecture.md"), "utf8").matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm),
].map(([, folder = "", sentence = "", allowed = ""]) => ({
  folder,
  sentence: sentence.trim(),
  allowed: allowed.trim() === "nothing" ? [] : allowed.split(",").map((each) => each.trim()),
}));

test("the table names every folder with TypeScript, each with one sentence", () => {
  expect(rows.map(({ folder }) => folder).sort()).toEqual([...new Set(sources.map(({ file }) => folderOf(file)))].sort());
  for (const { sentence } of rows) {
    expect(sentence).toMatch(/^[A-Z][^.]*(\.\w[^.]*)*\.$/);
  }
});

test.each(rows)("$folder imports what the table allows, and the table allows nothing else", ({ folder, allowed }) => {
  const isOpen = allowed.includes(anyPackage);
  expect(allowed.filter((each) => each !== anyPackage).sort()).toEqual(importsOf(folder, !isOpen));
});

test("of the network a preview's folders know what an IP address looks like, and nothing else", () => {
  const asked = sources
    .filter(({ file }) => /^(?:evidence|readers|ownership|policies|report)\//.test(file))
    .flatMap(({ imports }) => imports.filter(({ from }) => /^node:(?:net|http|https|http2|dns|dgram|tls)$/.test(from)));
  expect(asked.map(({ names }) => names)).toEqual([["isIP"]]);
});

test("no two files need each other", () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      cycles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    } else if (!done.has(file)) {
      byFile.get(file)?.imports.forEach(({ from }) => walk(from, [...way, file]));
      done.add(file);
    }
  };
  byFile.forEach(({ file }) => walk(file, []));
  expect(cycles).toEqual([]);
});

test("whatever is exported is imported by another file", () => {
  const wanted = new Map<string, Set<string> | "all">();
  for (const { from, names } of sources.flatMap(({ imports }) => imports)) {
    const before = wanted.get(from);
    wanted.set(from, before === "all" || names === undefined ? "all" : new Set([...(before ?? []), ...names]));
  }
  const unwanted = sources.flatMap(({ file, exports }) => {
    const names = wanted.get(file) ?? new Set();
    return names === "all" ? [] : exports.filter((name) => !names.has(name)).map((name) => `${file}: ${name}`);
  });
  expect(unwanted).toEqual([]);
});

/** What Pulumi is told of a policy, and what its configuration must look like: nothing of this is about a stack. */
const metadata = ["displayName", "description", "remediation"];
const configuration = ["policies/settings.ts", "policies/exemptions.ts"];

test("ownership/ and policies/ word nothing: sentences stand in report/", () => {
  const sentences: string[] = [];
  const visit = (node: ts.Node, file: string): void => {
    if (ts.isPropertyAssignment(node) && metadata.includes(node.name.getText())) {
      return;
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = node.getText();
      if (/ (?:is|are|was|not|may|must|does|cannot|would|has|have) /.test(text)) {
        sentences.push(`${file}: ${text}`);
      }
    }
    ts.forEachChild(node, (child) => visit(child, file));
  };
  for (const { file, tree } of sources) {
    if (/^(?:ownership|policies)\//.test(file) && !configuration.includes(file)) {
      visit(tree, file);
    }
  }
  expect(sentences).toEqual([]);
});
