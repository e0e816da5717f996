import { authorityOf, fastlyAuthority, fastlyName, privateServer, speaksAcme } from "../../ownership/certificate-authorities";
import { defined } from "./records";

describe("the authority behind an ACME server", () => {
  test.each([
    ["https://acme-v02.api.letsencrypt.org/directory", "Let's Encrypt"],
    ["https://acme-v02.api.letsencrypt.org", "Let's Encrypt"],
    ["https://acme-v02.api.letsencrypt.org:443/directory", "Let's Encrypt"],
    [" HTTPS://ACME-V02.api.letsencrypt.org/directory\n", "Let's Encrypt"],
    ["https://dv.acme-v02.api.pki.goog/directory", "Google Trust Services"],
    ["https://acme.zerossl.com/v2/DV90", "ZeroSSL"],
    ["https://acme.ssl.com/sslcom-dv-ecc", "SSL.com"],
  ])("%s", (server, authority) => {
    expect(authorityOf(server)?.name).toBe(authority);
  });

  test.each([
    "https://acme-staging-v02.api.letsencrypt.org/directory",
    "http://acme-v02.api.letsencrypt.org/directory",
    "https://acme-v02.api.letsencrypt.org:14000/directory",
    "https://acme-v02.api.letsencrypt.org.example.org/directory",
    "proxy+https://acme-v02.api.letsencrypt.org/directory",
    "acme-v02.api.letsencrypt.org",
    "https://toString/directory",
    "",
  ])("none: %s", (server) => {
    expect(authorityOf(server)).toBeUndefined();
  });
});

describe("a server whose certificates no public client trusts", () => {
  test.each([
    ["https://acme-staging-v02.api.letsencrypt.org/directory", "trial"],
    ["https://dv.acme-v02.test-api.pki.goog", "trial"],
    ["https://step-certificates.ca.svc.cluster.local/acme/acme/directory", "inner"],
    ["https://step-ca:9000/acme/acme/directory", "inner"],
    [" http://CA.internal\n", "inner"],
  ])("%s", (server, why) => {
    expect(privateServer(server)).toBe(why);
  });

  test.each([
    "https://acme-v02.api.letsencrypt.org/directory",
    "https://acme.example.org/directory",
    "https://192.0.2.1/directory",
    "https://ca..internal/directory",
    "proxy+https://ca.internal/directory",
    "ca.internal",
    "",
  ])("not certain: %s", (server) => {
    expect(privateServer(server)).toBeUndefined();
  });
});

test("Fastly's words for authorities, in its own spelling only", () => {
  expect(["lets-encrypt", "certainly", "globalsign"].map((word) => fastlyAuthority(word)?.name)).toEqual([
    "Let's Encrypt",
    "Certainly",
    "GlobalSign",
  ]);
  expect(["Certainly", "letsencrypt", "constructor", ""].map(fastlyAuthority)).toEqual([undefined, undefined, undefined, undefined]);
});

test("an authority that Fastly does not offer, and one that cert-manager does not reach", () => {
  const [google, certainly] = [authorityOf("https://dv.acme-v02.api.pki.goog/directory"), fastlyAuthority("certainly")].map(defined);
  expect([google, certainly].map((authority) => fastlyName(defined(authority)))).toEqual([undefined, "certainly"]);
  expect([google, certainly].map((authority) => speaksAcme(defined(authority)))).toEqual([true, false]);
});
