import type { CertificateAuthority } from "../certificate-authorities";
import { groupBy } from "../grouping";
import type { DnsRecord, Inventory } from "../inventory";
import type { DnsName } from "../names";
import { askCaa, type Asked } from "./answers";
import type { CaaReason } from "./permission";
import type { CaaAsker, CaaMethod } from "./requests";

/** Names that CAA records of the stack keep an authority from certifying. */
export interface CaaRefusal {
  readonly authority: CertificateAuthority;
  readonly names: readonly DnsName[];
  /** The name at which the deciding records stand. */
  readonly place: DnsName;
  readonly records: readonly DnsRecord[];
  readonly reason: CaaReason;
  /** The tag that counts for these names. */
  readonly tag: "issue" | "issuewild";
  readonly method: CaaMethod | undefined;
  /** Authorities that the records name, as far as the pack knows them. */
  readonly named: readonly CertificateAuthority[];
}

/** @returns every certificate and subscription with what CAA records of the stack certainly refuse it. */
export function findCaaRefusals(inventory: Inventory): { readonly asker: CaaAsker; readonly refusal: CaaRefusal }[] {
  return askCaa(inventory).flatMap(({ asker, asked }) => refusals(asked).map((refusal) => ({ asker, refusal })));
}

/** @returns one refusal for all names that meet the same records for the same reason. */
function refusals(asked: readonly Asked[]): CaaRefusal[] {
  const groups = groupBy(asked.flatMap(refuse), ({ place, reason, tag, method }) => JSON.stringify([place, reason, tag, method]));
  return [...groups.values()].map((group) => ({ ...group[0], names: group.flatMap(({ names }) => names).sort() }));
}

function refuse({ request, answer }: Asked): CaaRefusal[] {
  if (answer.state !== "set") {
    return [];
  }
  const { authority, name, method } = request;
  const { place, set } = answer;
  const { reason, tag, named } = set.rulingFor(request);
  return reason === undefined
    ? []
    : [{ authority, names: [name], place, records: set.records, reason, tag, method: reason === "method" ? method : undefined, named }];
}
