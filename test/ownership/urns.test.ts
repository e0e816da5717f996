import { parseUrn, stackOf } from "../../ownership/urns";

test("a URN says stack and project, and of a child the type without its parents'", () => {
  const child = "urn:pulumi:dev::shop::my:index:Site$kubernetes:yaml:ConfigGroup$cert-manager.io/v1:Certificate::web";
  expect(parseUrn(child)).toEqual({ stack: "dev", project: "shop", type: "cert-manager.io/v1:Certificate", name: "web" });
});

test("a resource's name may hold what else stands between parts, and lines", () => {
  expect(parseUrn("urn:pulumi:dev::shop::aws:route53/record:Record::a::b\n$c")?.name).toBe("a::b\n$c");
});

test.each(["", "urn:pulumi:dev", "urn:pulumi:dev::shop::aws:route53/zone:Zone", " urn:pulumi:dev::shop::t::n"])("%j is no URN", (text) => {
  expect(parseUrn(text)).toBeUndefined();
});

test("a stack is called by its project and name", () => {
  expect(stackOf("urn:pulumi:dev::shop::aws:route53/zone:Zone::zone")).toBe("shop/dev");
});

test("what is no URN is of a stack without a name, not of any that has one", () => {
  expect(stackOf("")).toBe("");
  expect(stackOf("urn:pulumi:dev")).toBe("");
});
