import { isInnerName, parseName } from "./names";

/** A certificate authority that browsers trust, as an ACME issuer or a managed certificate reaches it. */
export interface CertificateAuthority {
  readonly name: string;
  /** The domains by which CAA records may name it (RFC 8659 §4.2), the one to write first. One too many only keeps a finding back. */
  readonly caaDomains: readonly [string, ...string[]];
  /** DNS hosts that put CAA records for it beside the user's, unseen by the program. */
  readonly caaAddedBy: readonly string[];
  /** Whether the limits of Let's Encrypt's own profiles and key policy hold, and its reading of CAA to the letter. */
  readonly isLetsEncrypt: boolean;
}

/**
 * Hosts that get certificates of their own for the zones they serve, and let the authorities of those in by themselves
 * (Cloudflare, beside any CAA record of the user's), and external-dns, which may write to any host.
 */
const edgeHosts = ["Cloudflare", "Vercel", "external-dns"];

const letsEncrypt: CertificateAuthority = {
  name: "Let's Encrypt",
  caaDomains: ["letsencrypt.org"],
  caaAddedBy: edgeHosts,
  isLetsEncrypt: true,
};
const google: CertificateAuthority = {
  name: "Google Trust Services",
  caaDomains: ["pki.goog"],
  caaAddedBy: edgeHosts,
  isLetsEncrypt: false,
};
/** Sectigo signs for ZeroSSL, and goes by the names of all it has been called. */
const zeroSsl: CertificateAuthority = {
  name: "ZeroSSL",
  caaDomains: [
    "sectigo.com",
    "zerossl.com",
    "comodo.com",
    "comodoca.com",
    "usertrust.com",
    "trust-provider.com",
    "entrust.net",
    "affirmtrust.com",
  ],
  caaAddedBy: edgeHosts,
  isLetsEncrypt: false,
};
const sslCom: CertificateAuthority = { name: "SSL.com", caaDomains: ["ssl.com"], caaAddedBy: edgeHosts, isLetsEncrypt: false };
const certainly: CertificateAuthority = { name: "Certainly", caaDomains: ["certainly.com"], caaAddedBy: [], isLetsEncrypt: false };
const globalSign: CertificateAuthority = { name: "GlobalSign", caaDomains: ["globalsign.com"], caaAddedBy: [], isLetsEncrypt: false };

/** ACME servers by host. Staging servers and every other host (step-ca, Vault, Pebble) are trusted by nobody, and follow rules of their own. */
const byServer: ReadonlyMap<string, CertificateAuthority> = new Map([
  ["acme-v02.api.letsencrypt.org", letsEncrypt],
  ["dv.acme-v02.api.pki.goog", google],
  ["acme.zerossl.com", zeroSsl],
  ["acme.ssl.com", sslCom],
]);

/** What Fastly takes as `certificateAuthority`, in this spelling only. */
const byFastlyName: ReadonlyMap<string, CertificateAuthority> = new Map([
  ["lets-encrypt", letsEncrypt],
  ["certainly", certainly],
  ["globalsign", globalSign],
]);

/** @param server an ACME directory's URL. @returns the public authority behind it; undefined for every other server, or a text that is no URL. */
export function authorityOf(server: string): CertificateAuthority | undefined {
  return byServer.get(hostOf(server, /^https:\/\/([^/:?#]+)(?::443)?(?:[/?#]|$)/i));
}

/** @param url a form of URLs whose first group is the host. @returns the host; empty for a text of another form. */
function hostOf(server: string, url: RegExp): string {
  const [, host = ""] = url.exec(server.trim()) ?? [];
  return host.toLowerCase();
}

/** Servers for trials: what they sign chains to a root that nobody trusts. */
const trialServers: ReadonlySet<string> = new Set(["acme-staging-v02.api.letsencrypt.org", "dv.acme-v02.test-api.pki.goog"]);

/**
 * @param server an ACME directory's URL. @returns why no public client trusts what it signs; undefined for public authorities,
 * and for the many servers of which that is not certain.
 */
export function privateServer(server: string): "trial" | "inner" | undefined {
  const host = hostOf(server, /^https?:\/\/([^/:?#]+)(?::\d+)?(?:[/?#]|$)/i);
  if (trialServers.has(host)) {
    return "trial";
  }
  const name = parseName(host);
  return name !== undefined && (!name.includes(".") || isInnerName(name)) ? "inner" : undefined;
}

/** @param name Fastly's word. @returns the authority; undefined for any other word. */
export function fastlyAuthority(name: string): CertificateAuthority | undefined {
  return byFastlyName.get(name);
}

/** @returns Fastly's word for the authority; undefined for one that it does not offer. */
export function fastlyName(authority: CertificateAuthority): string | undefined {
  return [...byFastlyName].find(([, offered]) => offered === authority)?.[0];
}

/** @returns whether cert-manager reaches the authority by ACME. */
export function speaksAcme(authority: CertificateAuthority): boolean {
  return [...byServer.values()].includes(authority);
}

/** @returns the authority that CAA records name by that domain; undefined for the many that the pack does not know. */
export function authorityByDomain(domain: string): CertificateAuthority | undefined {
  return [...byServer.values(), ...byFastlyName.values()].find(({ caaDomains }) => caaDomains.includes(domain));
}
