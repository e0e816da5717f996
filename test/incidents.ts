/**
 * The incidents that the pack is there for, as programs under examples/incidents, and the policies that find each before it
 * is applied.
 */
export const incidents: Readonly<Record<string, readonly string[]>> = {
  xpro: ["certificate-expiry-alerted", "origin-outside-edge-subscription", "tls-name-single-owner"],
  aiven: ["edge-trusts-origin", "http01-name-reaches-cluster"],
  "cloud-gov": ["certificate-key-pinned"],
  "scorm-cloud": ["certificate-expiry-alerted", "certificate-renews-in-time"],
};
