import { groupBy } from "../ownership/grouping";
import type { ResourceReference, Subscription } from "../ownership/inventory";
import { challengeName, type DnsName } from "../ownership/names";
import { printable } from "./printable";
import { keeperWords, listWords, retry } from "./words";

/** How a subscription lets go of a name, in the words of its properties. */
export function removal(subscription: Subscription, challenge: DnsName, thing: string): string {
  const names = namesByChallenge(subscription).get(challenge) ?? [];
  if (subscription.owner !== undefined) {
    return `let ${keeperWords(subscription)} give up ${listWords(names)}.`;
  }
  if (subscription.names.complete && names.length === subscription.names.known.length) {
    return `delete ${thing}, which holds no other name.`;
  }
  const taken = `take ${listWords(names)} out of \`${subscription.property}\` of ${thing}`;
  return subscription.vendor === "fastly"
    ? `${taken}, and set its \`commonName\` to a name that stays (Fastly refuses to drop the stored one). The service may keep it among its own domains.`
    : `${taken}.`;
}

/** A subscription of thousands of names may have a finding for each. */
const grouped = new WeakMap<Subscription, ReadonlyMap<DnsName, readonly DnsName[]>>();

function namesByChallenge(subscription: Subscription): ReadonlyMap<DnsName, readonly DnsName[]> {
  const names = grouped.get(subscription) ?? groupBy(subscription.names.known, challengeName);
  grouped.set(subscription, names);
  return names;
}

/** @param delegated whether a solver needs a CNAME of its own there, as acme-dns does. */
export function recovery(challenge: DnsName, delegated = false): string[] {
  const restored = delegated ? `point ${challenge} back to where your solver writes` : `delete ${challenge}`;
  return [retry(`If the CNAME exists already: ${restored}, then`)];
}

/** What the file says may have ended since. */
export function renewalOfFile(resources: readonly ResourceReference[]): string[] {
  const [file] = resources.flatMap(({ elsewhere }) => elsewhere?.file ?? []);
  return file === undefined ? [] : [`If ${printable(file)} no longer tells how things are, write it anew (\`tls-ownership claims\`).`];
}
