/** The pack in `pulumi up --skip-preview`: stack policies would speak only after everything exists. */
import { join } from "node:path";
import { inStack, passed, refused, root } from "./stack";

test.each([
  ["certificate-first", "xpro-cert", "xpro-tls"],
  ["subscription-first", "xpro-tls", "xpro-cert"],
])("%s: the second owner is refused before it exists", (program, first, second) => {
  inStack(join(__dirname, "programs", program), (stack) => {
    const violations = refused(stack.up({ pack: root }));
    expect(violations).toEqual([{ level: "mandatory", policy: "tls-name-already-owned", resource: second }]);
    expect(stack.deployed()).toContain(first);
    expect(stack.deployed()).not.toContain(second);
  });
});

test("the remedy is deployed", () => {
  inStack(join(__dirname, "programs", "fixed"), (stack) => {
    expect(passed(stack.up({ pack: root }))).toEqual([]);
    expect(stack.deployed()).toEqual(expect.arrayContaining(["xpro-cert", "xpro-tls"]));
  });
});
