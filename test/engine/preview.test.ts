/** The pack, as a user runs it: `pulumi preview --policy-pack` of real programs. */
import { join } from "node:path";
import { inStack, passed, refused, root, type Run } from "./stack";

function preview(program: string): Run {
  return inStack(join(__dirname, "programs", program), (stack) => stack.preview({ pack: root }));
}

function policies(violations: { policy: string }[]): string[] {
  return violations.map(({ policy }) => policy);
}

test("the incident fails, and the finding names the record and both owners", () => {
  const run = preview("incident");
  expect(policies(refused(run))).toContain("tls-name-single-owner");
  for (const name of ["_acme-challenge.xpro-web.odl.mit.edu", "xpro-tls", "xpro-cert"]) {
    expect(run.output).toContain(name);
  }
});

test("the remedy passes without a word", () => {
  expect(passed(preview("fixed"))).toEqual([]);
});

test("a cluster that does not exist yet hides no conflict", () => {
  expect(policies(refused(preview("unknown-cluster")))).toContain("tls-name-single-owner");
});

test("an annotated Ingress and a subscription inside a component conflict", () => {
  const run = preview("shims-and-components");
  expect(policies(refused(run))).toContain("tls-name-single-owner");
  expect(run.output).toContain("_acme-challenge.shop.example.org");
});

test("an origin that is not known yet passes, and is reported as undetermined once", () => {
  expect(policies(passed(preview("unknown-backend"))).filter((policy) => policy === "ownership-undetermined")).toHaveLength(1);
});

test("the incident fails when it is deployed already", () => {
  inStack(join(__dirname, "programs", "incident"), (stack) => {
    passed(stack.up());
    expect(policies(refused(stack.preview({ pack: root })))).toContain("tls-name-single-owner");
  });
});
