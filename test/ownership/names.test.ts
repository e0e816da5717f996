import {
  baseName,
  challengedName,
  challengeName,
  covers,
  isInnerName,
  isWildcard,
  isWithin,
  joinName,
  parseName,
  type DnsName,
} from "../../ownership/names";

const label63 = "a".repeat(63);
const name253 = `${label63}.${label63}.${label63}.${"b".repeat(61)}`;

describe("parseName reads", () => {
  const cases: [string, string, string][] = [
    ["a name", "www.example.org", "www.example.org"],
    ["upper case", "WWW.Example.ORG", "www.example.org"],
    ["a final dot", "www.example.org.", "www.example.org"],
    ["blanks around it", " \twww.example.org\n", "www.example.org"],
    ["a single label", "localhost", "localhost"],
    ["a wildcard", "*.example.org", "*.example.org"],
    ["a wildcard of a top-level domain", "*.org", "*.org"],
    ["an underscore", "_acme-challenge.a_b.example.org", "_acme-challenge.a_b.example.org"],
    ["a label that objects inherit", "__proto__", "__proto__"],
    ["another of those", "constructor.example.org", "constructor.example.org"],
    ["hyphens inside", "a--b.example.org", "a--b.example.org"],
    ["digits", "1.2.3.example.org", "1.2.3.example.org"],
    ["Unicode", "bücher.example", "xn--bcher-kva.example"],
    ["Unicode in upper case", "BÜCHER.example.", "xn--bcher-kva.example"],
    ["Unicode that was not composed", "bu\u0308cher.example", "xn--bcher-kva.example"],
    ["A-labels", "XN--Bcher-KVA.example", "xn--bcher-kva.example"],
    ["a sharp s, as IDNA 2008 does", "straße.example", "xn--strae-oqa.example"],
    ["Unicode under a wildcard", "*.bücher.example", "*.xn--bcher-kva.example"],
    ["Unicode under a challenge label", "_acme-challenge.bücher.example", "_acme-challenge.xn--bcher-kva.example"],
    ["full width", "ＷＷＷ.example.org", "www.example.org"],
    ["a full-width dot", "www．example．org", "www.example.org"],
    ["an ideographic full stop", "www。example。org", "www.example.org"],
    ["an invisible character, as resolvers read it", "exam\u00adple.org", "example.org"],
    ["the longest label", `${label63}.org`, `${label63}.org`],
    ["the longest name", name253, name253],
    ["the longest name with its dot", `${name253}.`, name253],
  ];
  test.each(cases)("%s", (_, text, expected) => expect(parseName(text)).toBe(expected));
});

describe("parseName refuses", () => {
  const cases: [string, string][] = [
    ["nothing", ""],
    ["blanks", "   "],
    ["the root", "."],
    ["dots", ".."],
    ["the apex sign of zone files", "@"],
    ["an empty first label", ".example.org"],
    ["an empty label", "www..example.org"],
    ["two final dots", "example.org.."],
    ["an ideographic full stop alone", "。"],
    ["an IPv4 address", "192.0.2.1"],
    ["an IPv6 address", "2001:db8::1"],
    ["an IPv6 address in brackets", "[2001:db8::1]"],
    ["a full-width IPv4 address", "１９２.0.2.1"],
    ["a full-width IPv4 address in hexadecimal", "０x7f000001"],
    ["a full-width IPv4 address in one number", "２１３０７０６４３３"],
    ["a port", "example.org:443"],
    ["a full-width port", "example.org：443"],
    ["a path", "example.org/path"],
    ["a full-width path", "example.org／path"],
    ["a backslash", "example.org\\path"],
    ["a user", "user@example.org"],
    ["a full-width user", "user＠example.org"],
    ["a scheme", "https://example.org"],
    ["a query", "example.org?x"],
    ["a fragment", "example.org#x"],
    ["a percent sign", "ex%41mple.org"],
    ["a full-width percent sign", "ex％41mple.org"],
    ["a blank inside", "www example.org"],
    ["a line break inside", "www\nexample.org"],
    ["a control character", "www\u0000.example.org"],
    ["an escape sequence", "\u001b[31mexample.org"],
    ["Unicode with a path", "bücher.example/path"],
    ["Unicode with a port", "bücher.example:443"],
    ["Unicode with a query", "bücher.example?x"],
    ["Unicode with a fragment", "bücher.example#x"],
    ["Unicode with a user", "user@bücher.example"],
    ["Unicode with a percent sign", "b%C3%BCcher.bücher.example"],
    ["quotes", '"example.org"'],
    ["a template", "${domain}.example.org"],
    ["a list", "a.example.org,b.example.org"],
    ["an asterisk alone", "*"],
    ["an asterisk with a dot", "*."],
    ["an asterisk further on", "www.*.example.org"],
    ["an asterisk at the end", "example.*"],
    ["an asterisk beside letters", "*www.example.org"],
    ["two asterisks", "*.*.example.org"],
    ["a label that begins with a hyphen", "-www.example.org"],
    ["a label that ends with a hyphen", "www-.example.org"],
    ["a label of 64 characters", `${label63}a.org`],
    ["a name of 254 characters", `${name253}b`],
    ["a name of 254 characters in short labels", "a.".repeat(127).slice(0, -1) + "b"],
    ["a name far too long", "a".repeat(100_000)],
    ["Unicode that becomes too long", `${"ü".repeat(63)}.example`],
  ];
  test.each(cases)("%s", (_, text) => expect(parseName(text)).toBeUndefined());
});

test("what looks like an old spelling of an IPv4 address is a name to DNS", () => {
  expect(["0x7f000001", "0x7f.0.0.1", "127.1", "2130706433"].map(parseName)).toEqual(["0x7f000001", "0x7f.0.0.1", "127.1", "2130706433"]);
});

describe("challenge records", () => {
  test("a wildcard and its base share one", () => {
    expect(challengeName(name("*.example.org"))).toBe("_acme-challenge.example.org");
    expect(challengeName(name("example.org"))).toBe("_acme-challenge.example.org");
  });

  test("parent and child do not", () => expect(challengeName(name("www.example.org"))).not.toBe(challengeName(name("example.org"))));

  test.each([
    ["_acme-challenge.example.org", "example.org"],
    ["_acme-challenge._acme-challenge.example.org", "_acme-challenge.example.org"],
    ["_acme-challenge.org", "org"],
  ])("%s validates %s", (record, validated) => expect(challengedName(name(record))).toBe(validated));

  test.each([
    ["no label before", "example.org"],
    ["the label alone", "_acme-challenge"],
    ["Google's label of one project", "_acme-challenge_abcdef.example.org"],
    ["the label of one account", "_ujmmovf2vn55tgye._acme-challenge.example.org"],
    ["a label that only ends so", "x_acme-challenge.example.org"],
    ["a label without its underscore", "acme-challenge.example.org"],
    ["a wildcard above it", "*._acme-challenge.example.org"],
  ])("none: %s", (_, record) => expect(challengedName(name(record))).toBeUndefined());
});

test.each([
  ["example.org", "example.org", true],
  ["www.example.org", "example.org", true],
  ["a.b.example.org", "example.org", true],
  ["*.example.org", "example.org", true],
  ["notexample.org", "example.org", false],
  ["example.org", "www.example.org", false],
  ["example.org.evil.net", "example.org", false],
  ["example.org", "org", true],
])("%s within %s: %s", (one, other, within) => {
  expect(isWithin(name(one), name(other))).toBe(within);
});

test.each([
  ["example.org", "example.org", true],
  ["example.org", "www.example.org", false],
  ["*.example.org", "www.example.org", true],
  ["*.example.org", "example.org", false],
  ["*.localhost", "localhost", false],
  ["*.example.org", "a.b.example.org", false],
  ["*.example.org", "*.example.org", true],
  ["*.example.org", "wwwexample.org", false],
  ["*.b.example.org", "a.b.example.org", true],
])("a certificate for %s covers %s: %s", (one, host, expected) => expect(covers(name(one), name(host))).toBe(expected));

test.each([
  ["www", "example.org", "www.example.org"],
  ["WWW", "example.org", "www.example.org"],
  ["a.b", "example.org", "a.b.example.org"],
  ["_acme-challenge.www.", "example.org", "_acme-challenge.www.example.org"],
  ["*", "example.org", "*.example.org"],
  ["@", "example.org", "example.org"],
  ["", "example.org", "example.org"],
  [" ", "example.org", "example.org"],
  ["a..b", "example.org", undefined],
  ["a b", "example.org", undefined],
  [label63.repeat(2), "example.org", undefined],
])("%j in the zone %s is %s", (labels, zone, expected) => expect(joinName(labels, name(zone))).toBe(expected));

test.each([
  ["printer.local", true],
  ["localhost", true],
  ["ip-10-0-0-1.ec2.internal", true],
  ["www.test", true],
  ["www.example", true],
  ["www.invalid", true],
  ["router.lan", true],
  ["web.shop.svc", true],
  ["router.home", true],
  ["mail.corp", true],
  ["*.corp", true],
  ["router.home.arpa", false],
  ["www.example.org", false],
  ["local.example.org", false],
  ["notlocal", false],
])("no public DNS will ever hold %s: %s", (text, expected) => {
  expect(isInnerName(name(text))).toBe(expected);
});

test("only a first label that is an asterisk makes a wildcard", () => {
  expect(isWildcard(name("*.example.org"))).toBe(true);
  expect(isWildcard(name("example.org"))).toBe(false);
  expect(baseName(name("*.example.org"))).toBe("example.org");
  expect(baseName(name("example.org"))).toBe("example.org");
});

function name(text: string): DnsName {
  const parsed = parseName(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no name.`);
  }
  return parsed;
}
