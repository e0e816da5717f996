import type { Claim } from "../../ownership/claims";
import type { Holder } from "../../ownership/map";
import { day, dayOf } from "../../ownership/time";
import { keeperWords, resourceWords, stackWords } from "../words";

/** Who keeps a certificate for a name, what for, and what of DNS it needs: the words of the map. */

/** @returns kind, name and stack of the owner. */
export function holderWords({ resource }: Holder): string {
  if (resource === undefined) {
    return "cert-manager, by the setting certManagerNames";
  }
  // Of what others own, the words tell the source by themselves.
  return resource.elsewhere === undefined ? `${resourceWords(resource)} of ${stackWords(resource.urn)}` : resourceWords(resource);
}

/** @returns what tells owners apart; undefined for the setting, of which there is one. */
export function ownerKey({ resource }: Holder): string | undefined {
  return resource?.urn;
}

/** @returns whose system it is: `Fastly`, `cert-manager`, … */
export function systemWords({ keeps }: Holder): string {
  switch (keeps.by) {
    case "claim":
      return keeps.claim.by === "subscription" ? keeperWords(keeps.claim.subscription) : "cert-manager";
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
        : { short: noRecord, long: "asks for no record: its issuer does not validate by DNS" };
    case "other":
      return { short: noRecord, long: "asks for no challenge record" };
    case "stored":
      return { short: noRecord, long: `is a ${keeps.certificate.use} certificate in the program` };
  }
}

const noRecord = "no record";

function claimNeed(claim: Claim): { readonly short: string; readonly long: string } {
  if (claim.by === "certificate" && claim.issuance.method === "undecided") {
    return { short: "open", long: "may need a TXT: its issuer is not known well enough" };
  }
  return claim.record === "CNAME"
    ? { short: "CNAME", long: "needs a permanent CNAME" }
    : { short: "TXT", long: "writes a TXT at every renewal" };
}

/** Renewals are due a month before the end; at half of it somebody should look. */
const soon = 15 * day;

/** @returns what is known of the certificate's dates, and whether its end is past or near. */
export function datesOf(
  { dates: { notBefore, notAfter } }: Holder,
  now: Date,
): { readonly state: "open" | "good" | "ending" | "ended"; readonly words: string } {
  if (notAfter === undefined) {
    return { state: "open", words: "" };
  }
  const left = notAfter - now.getTime();
  const from = notBefore === undefined ? "" : `${dayOf(notBefore)} to `;
  const days = Math.ceil(left / day);
  const words = `${from}${dayOf(notAfter)}${left <= 0 ? "" : `, ${days} ${days === 1 ? "day" : "days"} left`}`;
  const short = notAfter - (notBefore ?? 0) < 3 * soon;
  return { state: left <= 0 ? "ended" : left < soon && !short ? "ending" : "good", words };
}
