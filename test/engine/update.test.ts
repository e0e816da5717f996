/** The pack in `pulumi up --skip-preview`: stack policies would speak only after everything exists. */
import { join } from "node:path";
import { inStack, root } from "./stack";

test.each([
  ["certificate-first", "xpro-cert", "xpro-tls"],
  ["subscription-first", "xpro-tls", "xpro-cert"],
])("%s: the second owner is refused before it exists", (program, first, second) => {
  inStack(join(__dirname, "programs", program), (stack) => {
    const { exitCode, violations } = stack.up({ pack: root });
    expect(exitCode).not.toBe(0);
    expect(violations).toEqual([{ level: "mandatory", policy: "tls-name-already-owned", resource: second }]);
    expect(stack.deployed()).toContain(first);
    expect(stack.deployed()).not.toContain(second);
  });
});

test("the remedy is deployed", () => {
  inStack(join(__dirname, "programs", "fixed"), (stack) => {
    expect(stack.up({ pack: root })).toMatchObject({ exitCode: 0, violations: [] });
    expect(stack.deployed()).toEqual(expect.arrayContaining(["xpro-cert", "xpro-tls"]));
  });
});
