import {
  authorityByDomain,
  authorityOf,
  fastlyAuthority,
  fastlyName,
  privateServer,
  speaksAcme,
} from "../../ownership/certificate-authorities";
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

describe("the authority that CAA records name", () => {
  test.each([
    ["letsencrypt.org", "Let's Encrypt"],
    ["pki.goog", "Google Trust Services"],
    ["sectigo.com", "ZeroSSL"],
    ["zerossl.com", "ZeroSSL"],
    ["comodo.com", "ZeroSSL"],
    ["comodoca.com", "ZeroSSL"],
    ["usertrust.com", "ZeroSSL"],
    ["trust-provider.com", "ZeroSSL"],
    ["entrust.net", "ZeroSSL"],
    ["affirmtrust.com", "ZeroSSL"],
    ["ssl.com", "SSL.com"],
    ["certainly.com", "Certainly"],
    ["globalsign.com", "GlobalSign"],
  ])("%s: %s", (domain, authority) => {
    expect(authorityByDomain(domain)?.name).toBe(authority);
  });

  test.each(["digicert.com", "LetsEncrypt.org", "www.letsencrypt.org", ""])("%j: none that the pack knows", (domain) => {
    expect(authorityByDomain(domain)).toBeUndefined();
  });
});

test("the limits of Let's Encrypt are its own, and hosts add records for the authorities that they use", () => {
  const servers = [
    "https://acme-v02.api.letsencrypt.org",
    "https://dv.acme-v02.api.pki.goog",
    "https://acme.zerossl.com",
    "https://acme.ssl.com",
  ];
  const authorities = [...servers.map(authorityOf), fastlyAuthority("certainly"), fastlyAuthority("globalsign")].map(defined);
  expect(authorities.filter(({ isLetsEncrypt }) => isLetsEncrypt).map(({ name }) => name)).toEqual(["Let's Encrypt"]);
  expect(authorities.map(({ name, caaAddedBy }) => [name, caaAddedBy])).toEqual([
    ["Let's Encrypt", ["Cloudflare", "Vercel", "external-dns"]],
    ["Google Trust Services", ["Cloudflare", "Vercel", "external-dns"]],
    ["ZeroSSL", ["Cloudflare", "Vercel", "external-dns"]],
    ["SSL.com", ["Cloudflare", "Vercel", "external-dns"]],
    ["Certainly", []],
    ["GlobalSign", []],
  ]);
});
