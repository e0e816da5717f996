import { caaValue, parseCaa } from "../../readers/dns/caa";

const issue = (domain: string, parameters: unknown = []) => ({ flags: 0, tag: "issue", domain, parameters });

describe("a CAA record as text", () => {
  test.each<[string, unknown]>([
    ['0 issue "letsencrypt.org"', issue("letsencrypt.org")],
    ["0 issue letsencrypt.org", issue("letsencrypt.org")],
    ['128\tissuewild  ";"', { flags: 128, tag: "issuewild", domain: "", parameters: [] }],
    ["0 \t issue  letsencrypt.org", issue("letsencrypt.org")],
    ['0 issue ""', issue("")],
    [' 255 Future1 "a b; c=d" ', { flags: 255, tag: "future1", domain: "a b", parameters: [{ tag: "c", value: "d" }] }],
    ['256 issue "letsencrypt.org"', "malformed"],
    ['-1 issue "letsencrypt.org"', "malformed"],
    ['0000 issue "letsencrypt.org"', "malformed"],
    ["0 issue ;", "malformed"],
    ["0 issue", "malformed"],
    ["letsencrypt.org", "malformed"],
    ['issue "letsencrypt.org"', "malformed"],
    ['0 issue "lets\\101ncrypt.org"', "malformed"],
    ["0 issue lets\\101ncrypt.org", "malformed"],
    ['0 issue "letsencrypt.org" "x"', "malformed"],
    ['0 issue ""letsencrypt.org""', "malformed"],
    ["0 issue lets encrypt.org", "malformed"],
    ["0 issue (letsencrypt.org)", "malformed"],
    ['0 is-sue "letsencrypt.org"', "malformed"],
    ["", "malformed"],
  ])("%s", (text, value) => {
    expect(parseCaa(text)).toEqual(value);
  });
});

describe("a CAA record in parts", () => {
  test.each<[flags: string, tag: string, value: string, read: unknown]>([
    ["0", "issue", "letsencrypt.org", issue("letsencrypt.org")],
    ["128", "Issue", "", { ...issue(""), flags: 128 }],
    ["x", "issue", "letsencrypt.org", "malformed"],
    ["0", "", "letsencrypt.org", "malformed"],
    ["0", "issue", '"letsencrypt.org"', "malformed"],
    ["0", "issue", "letsencrypt\\.org", "malformed"],
  ])("%s, %s, %s", (flags, tag, value, read) => {
    expect(caaValue(flags, tag, value)).toEqual(read);
  });
});

describe("the value of a CAA record", () => {
  const a = { tag: "a", value: "b" };
  test.each<[value: string, domain: string, parameters: unknown]>([
    [" \tca.example \t", "ca.example", []],
    ["ca.example;", "ca.example", []],
    ["ca.example ; ", "ca.example", []],
    ["CA.example.", "CA.example.", []],
    ["; a=b", "", [a]],
    ["ca.example; a=b", "ca.example", [a]],
    ["ca.example; a = b ;A=", "ca.example", [a, { tag: "A", value: "" }]],
    ["ca.example; a=b=c", "ca.example", [{ tag: "a", value: "b=c" }]],
    ["ca.example; =b", "ca.example", [{ tag: "", value: "b" }]],
    ["ca.example;;", "ca.example", "malformed"],
    ["ca.example; a=b;", "ca.example", "malformed"],
    ["ca.example; a", "ca.example", "malformed"],
    ["ca.example; a-b=c", "ca.example", "malformed"],
    ["ca.example; a=b c", "ca.example", "malformed"],
    ["ca.example; a=ü", "ca.example", "malformed"],
  ])("%j", (value, domain, parameters) => {
    expect(caaValue("0", "issue", value)).toEqual(issue(domain, parameters));
  });
});
