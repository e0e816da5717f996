import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ReadPlace } from "../support/read-paths";
import type { ObjectShape, Shape } from "./shapes";

/** A resource class of a generated Python SDK, whose getters name properties as they travel. */
interface ResourceClass {
  readonly token: string;
  readonly aliases: readonly string[];
  /** @returns its inputs and outputs, and below them what is read. */
  readonly properties: (read: ReadPlace) => ObjectShape;
}

/** @returns every resource class in a folder of Python files. */
export function resourceClasses(root: string): ResourceClass[] {
  const modules = new Modules(root);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".py"));
  return files.flatMap((file) => classesIn(path.join(root, file), modules));
}

// `super(Record, __self__).__init__(`, `super().__init__(`, and the token of the type on the next line.
const constructed = /super\([^)]*\)\.__init__\(\s*(?:t=)?["']([\w.-]+:[\w./-]*:\w+)["']/g;
const aliased = /Alias\(type_="([^"]+)"\)/g;

function classesIn(file: string, modules: Modules): ResourceClass[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(constructed)].map(([, token = ""]) => {
    const name = token.slice(token.lastIndexOf(":") + 1);
    const module = path.dirname(file);
    const shapeOf = (className: string, side: Side, read: ReadPlace) => modules.shape(classBody(text, className), { module, side }, read);
    return {
      token,
      aliases: [...text.matchAll(aliased)].map(([, alias = ""]) => alias),
      properties: (read) => sorted({ ...shapeOf(name, "outputs", read), ...shapeOf(`${name}Args`, "inputs", read) }),
    };
  });
}

type Side = "inputs" | "outputs";

interface Scope {
  readonly module: string;
  readonly side: Side;
}

// Decorators may stand between the getter's and the method.
const getter = /@pulumi\.getter(?:\(name="(\w+)"\))?\n[\s\S]*?def (\w+)\(self\) -> (.+):\n/g;

/** The modules of one SDK, whose nested types are found by name. */
class Modules {
  private readonly classes = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly root: string) {}

  /** @returns the properties of a class. */
  shape(body: string, scope: Scope, read: ReadPlace): ObjectShape {
    const properties = [...body.matchAll(getter)].map(([, name, method = "", type = ""]): [string, Shape] => {
      const property = name ?? method;
      return [property, this.typeShape(type, scope, read.children.get(property))];
    });
    return sorted(Object.fromEntries(properties));
  }

  private typeShape(type: string, scope: Scope, read: ReadPlace | undefined): Shape {
    const [, outer = "", inner = ""] = /^([\w.]+)\[(.*)\]$/.exec(type) ?? [];
    switch (outer.replace(/^(?:pulumi|typing)\./, "")) {
      case "Input":
      case "Output":
      case "Optional":
        return this.typeShape(inner, scope, read);
      case "Sequence":
        return [this.typeShape(inner, scope, read)];
      case "Mapping":
        return "object";
      case "Union":
        return this.unionShape(alternatives(inner), scope, read);
      case "Literal":
        return "text";
    }
    const named = /^'(.+)'$/.exec(type)?.[1];
    return named === undefined ? plain(type) : this.classShape(named, scope, read);
  }

  /** A text or one of an enumeration's, and objects or what makes them: of several, the one that tells most. */
  private unionShape(types: readonly string[], scope: Scope, read: ReadPlace | undefined): Shape {
    const shapes = types.map((type) => this.typeShape(type, scope, read));
    return shapes.find((shape) => typeof shape === "object") ?? shapes.find((shape) => shape === "object") ?? shapes[0] ?? "any";
  }

  /** Names are `RecordAliasArgs`, `outputs.RecordAlias`, or of another module, `_meta.v1.outputs.ObjectMeta`. */
  private classShape(named: string, { module, side }: Scope, read: ReadPlace | undefined): Shape {
    const parts = named.split(".").filter((part) => part !== "outputs");
    const className = parts.pop() ?? "";
    const inside = parts.map((part) => part.replace(/^_(?=[a-z])/, ""));
    const folder = inside.length === 0 || inside[0] === "root_outputs" || inside[0] === "root_inputs" ? [] : inside;
    const scope = { module: folder.length > 0 ? path.join(this.root, ...folder) : inside.length > 0 ? this.root : module, side };
    const body = this.nested(scope).get(className);
    if (body === undefined) {
      return "text"; // an enumeration
    }
    if (read === undefined || read.children.size === 0) {
      return "object";
    }
    return Object.fromEntries(Object.entries(this.shape(body, scope, read)).filter(([property]) => read.children.has(property)));
  }

  private nested({ module, side }: Scope): ReadonlyMap<string, string> {
    const file = path.join(module, side === "inputs" ? "_inputs.py" : "outputs.py");
    const known = this.classes.get(file) ?? (existsSync(file) ? allClasses(readFileSync(file, "utf8")) : new Map<string, string>());
    this.classes.set(file, known);
    return known;
  }
}

function sorted(shape: ObjectShape): ObjectShape {
  return Object.fromEntries(Object.entries(shape).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function plain(type: string): Shape {
  switch (type.replace(/^_?builtins\./, "")) {
    case "str":
      return "text";
    case "int":
    case "float":
      return "number";
    case "bool":
      return "flag";
    default:
      return "any";
  }
}

/** @returns the parts of `A[B[C, D]], E` between commas that stand in no bracket. */
function alternatives(types: string): string[] {
  const parts = types.match(/(?:[^,[\]]|\[(?:[^[\]]|\[[^\]]*\])*\])+/g) ?? [];
  return parts.map((part) => part.trim());
}

function classBody(text: string, name: string): string {
  return allClasses(text).get(name) ?? "";
}

function allClasses(text: string): ReadonlyMap<string, string> {
  const starts = [...text.matchAll(/^(?: {4})?class (\w+)\b.*$/gm)];
  return new Map(starts.map((start, index) => [start[1] ?? "", text.slice(start.index, starts[index + 1]?.index)]));
}
