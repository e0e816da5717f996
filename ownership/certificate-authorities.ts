/** A certificate authority that browsers trust, as an ACME issuer reaches it. */
export interface CertificateAuthority {
  readonly name: string;
  /** Whether the limits of Let's Encrypt's own profiles and key policy hold. */
  readonly isLetsEncrypt: boolean;
}

/** ACME servers by host. Staging servers and every other host (step-ca, Vault, Pebble) are trusted by nobody, and follow rules of their own. */
const authorities: Readonly<Record<string, CertificateAuthority>> = {
  "acme-v02.api.letsencrypt.org": { name: "Let's Encrypt", isLetsEncrypt: true },
  "dv.acme-v02.api.pki.goog": { name: "Google Trust Services", isLetsEncrypt: false },
  "acme.zerossl.com": { name: "ZeroSSL", isLetsEncrypt: false },
  "acme.ssl.com": { name: "SSL.com", isLetsEncrypt: false },
};

/** @param server an ACME directory's URL. @returns the public authority behind it; undefined for every other server, or a text that is no URL. */
export function authorityOf(server: string): CertificateAuthority | undefined {
  const host = /^https:\/\/([^/:?#]+)(?::443)?(?:[/?#]|$)/i.exec(server.trim())?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(authorities, host) ? authorities[host] : undefined;
}
