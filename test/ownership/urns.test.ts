import { byUrn, stackOf } from "../../ownership/urns";

const named = (urn: string): Parameters<typeof byUrn>[0] => ({ resource: { urn, type: "", name: "" } });

test("a stack is called by its project and name", () => {
  expect(stackOf("urn:pulumi:dev::shop::aws:route53/zone:Zone::zone")).toBe("shop/dev");
});

test("what is no URN is of a stack without a name, not of any that has one", () => {
  expect(stackOf("")).toBe("/");
  expect(stackOf("urn:pulumi:dev")).toBe("/dev");
});

test("things stand in order of their URNs, whichever came first", () => {
  const urns = ["b", "c", "a"];
  const sorted = (from: readonly string[]): string[] =>
    from
      .map(named)
      .sort(byUrn)
      .map(({ resource }) => resource.urn);
  expect(sorted(urns)).toEqual(["a", "b", "c"]);
  expect(sorted([...urns].reverse())).toEqual(["a", "b", "c"]);
});
