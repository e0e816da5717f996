import { certManager, judged } from "../support";
import { cname, found, issuer, leftAlone } from "../cases/http01-name-reaches-cluster";
import { findingIds } from "./findings";

const policy = "http01-name-reaches-cluster";

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([`${policy}[docs.example.org]`]);
    expect(findingIds(judged([...resources].reverse()))).toEqual([`${policy}[docs.example.org]`]);
  });

  test("Aiven's incident of 2022: one name of a renewal list has moved to a CDN, and all fail", () => {
    const names = ["api.example.org", "console.example.org", "docs.example.org"];
    const list = certManager.certificate("web", { dnsNames: names });
    const [violation, ...rest] = judged([issuer, list, cname("example.map.fastly.net")]);
    expect(rest).toEqual([]);
    expect(violation).toMatchObject({ policy, urn: list.urn, level: "advisory" });
    for (const words of [
      'Certificate "web" has docs.example.org validated by HTTP-01, and DNS sends that name to Fastly',
      'Record "docs.example.org" (Route 53) leads to example.map.fastly.net.',
      "api.example.org and console.example.org fail with docs.example.org",
      'take docs.example.org out of Certificate "web"',
      "DNS-01 solver",
      "/.well-known/acme-challenge/ on port 80",
    ]) {
      expect(violation?.message).toContain(words);
    }
  });

  test("a certificate of that one name, which is to be deleted", () => {
    const single = certManager.certificate("docs", { dnsNames: ["docs.example.org"] });
    const [violation] = judged([issuer, single, cname("example.map.fastly.net")]);
    expect(violation?.message).toContain('delete Certificate "docs" if Fastly has a certificate for the name');
  });

  test("every name that is sent elsewhere, each once", () => {
    const twice = certManager.certificate("web", { dnsNames: ["docs.example.org", "api.example.org", "docs.example.org"] });
    const resources = [issuer, twice, cname("example.github.io"), cname("d1.cloudfront.net", "api.example.org")];
    expect(findingIds(judged(resources))).toEqual([`${policy}[api.example.org]`, `${policy}[docs.example.org]`]);
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });
});
