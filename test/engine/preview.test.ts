/** The pack, as a user runs it: `pulumi preview --policy-pack` of real programs. */
import { join } from "node:path";
import { inStack, root, type Run } from "./stack";

function preview(program: string): Run {
  return inStack(join(__dirname, "programs", program), (stack) => stack.preview({ pack: root }));
}

test("the incident fails, and the finding names the record and both owners", () => {
  const { exitCode, output, violations } = preview("incident");
  expect(exitCode).not.toBe(0);
  expect(violations).toContainEqual(expect.objectContaining({ level: "mandatory", policy: "tls-name-single-owner" }));
  for (const name of ["_acme-challenge.xpro-web.odl.mit.edu", "xpro-tls", "xpro-cert"]) {
    expect(output).toContain(name);
  }
});

test("the remedy passes without a word", () => {
  expect(preview("fixed")).toMatchObject({ exitCode: 0, violations: [] });
});

test("a cluster that does not exist yet hides no conflict", () => {
  const { exitCode, violations } = preview("unknown-cluster");
  expect(exitCode).not.toBe(0);
  expect(violations).toContainEqual(expect.objectContaining({ level: "mandatory", policy: "tls-name-single-owner" }));
});

test("an annotated Ingress and a subscription inside a component conflict", () => {
  const { exitCode, output, violations } = preview("shims-and-components");
  expect(exitCode).not.toBe(0);
  expect(violations).toContainEqual(expect.objectContaining({ level: "mandatory", policy: "tls-name-single-owner" }));
  expect(output).toContain("_acme-challenge.shop.example.org");
});

test("an origin that is not known yet passes, and is reported as undetermined once", () => {
  const { exitCode, violations } = preview("unknown-backend");
  expect(exitCode).toBe(0);
  expect(violations.filter(({ policy }) => policy === "ownership-undetermined")).toHaveLength(1);
});

test("the incident fails when it is deployed already", () => {
  inStack(join(__dirname, "programs", "incident"), (stack) => {
    expect(stack.up()).toMatchObject({ exitCode: 0 });
    const { exitCode, violations } = stack.preview({ pack: root });
    expect(exitCode).not.toBe(0);
    expect(violations).toContainEqual(expect.objectContaining({ level: "mandatory", policy: "tls-name-single-owner" }));
  });
});
