import type { Claim } from "../../ownership/claims";
import type { Holder } from "../../ownership/map";
import { dateWords, resourceWords, stackWords, vendorNames } from "../words";

/** Who keeps a certificate for a name, what for, and what of DNS it needs: the words of the map. */

/** @returns kind, name and stack of the owner. */
export function holderWords({ resource }: Holder): string {
  return resource === undefined
    ? "cert-manager, by the setting certManagerNames"
    : `${resourceWords(resource)} of ${stackWords(resource.urn)}`;
}

/** @returns what tells owners apart. */
export function ownerKey({ resource }: Holder): string {
  return resource?.urn ?? "setting";
}

/** @returns whose system it is: `Fastly`, `cert-manager`, … */
export function systemWords({ keeps }: Holder): string {
  switch (keeps.by) {
    case "claim":
      return keeps.claim.by === "subscription" ? vendorNames[keeps.claim.subscription.vendor] : "cert-manager";
    case "certificate":
      return "cert-manager";
    case "other":
      return "managed elsewhere";
    case "stored":
      return "held in the program";
  }
}

/** @returns the record that the owner needs, in a word and in a sentence. */
export function needOf({ keeps }: Holder): { readonly short: string; readonly long: string } {
  switch (keeps.by) {
    case "claim":
      return claimNeed(keeps.claim);
    case "certificate":
      return keeps.method === "http01"
        ? { short: "HTTP-01", long: "is validated by HTTP-01: no record" }
        : { short: "no record", long: "asks for no record: its issuer does not validate by DNS" };
    case "other":
      return { short: "no record", long: "asks for no challenge record" };
    case "stored":
      return { short: "no record", long: `is a ${keeps.certificate.use} certificate in the program` };
  }
}

function claimNeed(claim: Claim): { readonly short: string; readonly long: string } {
  if (claim.by === "certificate" && claim.issuance.method === "undecided") {
    return { short: "open", long: "may need a TXT: its issuer is not known well enough" };
  }
  return claim.record === "CNAME"
    ? { short: "CNAME", long: "needs a permanent CNAME" }
    : { short: "TXT", long: "writes a TXT at every renewal" };
}

/** @returns what is known of the certificate's dates; empty where nothing is. */
export function datesWords({ dates: { notBefore, notAfter } }: Holder, now: Date): string {
  if (notAfter === undefined) {
    return "";
  }
  const days = Math.ceil((notAfter - now.getTime()) / 86_400_000);
  const left = notAfter <= now.getTime() ? "expired" : `${days} ${days === 1 ? "day" : "days"} left`;
  return `${notBefore === undefined ? "until" : `${dateWords(notBefore)} to`} ${dateWords(notAfter)} (${left})`;
}
