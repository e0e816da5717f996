import type { CertificateAuthority } from "../certificate-authorities";
import type { DnsRecord, Inventory } from "../inventory";
import type { DnsName } from "../names";
import { askCaa, type Asked } from "./answers";
import type { CaaAsker } from "./requests";

/** A record that keeps it open whether CAA lets an authority certify a name. */
export interface CaaDoubt {
  readonly record: DnsRecord;
  /** What of the record is not known. */
  readonly about: "value" | "name" | "type" | "zone";
  readonly asker: CaaAsker;
  readonly authority: CertificateAuthority;
  readonly name: DnsName;
  /** CAA records that refuse, unless this record has something else answer. */
  readonly refusing: readonly DnsRecord[];
}

/**
 * @returns what is not known of the stack's CAA records where it may refuse what a certificate or a subscription asks a public
 * authority for. Records that let the authority in, and those that lie elsewhere, leave nothing open, whatever else is unknown.
 */
export function findCaaDoubts(inventory: Inventory): CaaDoubt[] {
  return askCaa(inventory).flatMap(({ asker, asked }) =>
    asked.flatMap((each) => {
      const { authority, name } = each.request;
      return openOf(each).map((open) => ({ ...open, asker, authority, name }));
    }),
  );
}

type Open = Pick<CaaDoubt, "record" | "about" | "refusing">;

function openOf({ request, answer }: Asked): Open[] {
  if (answer.state !== "open") {
    return [];
  }
  const { seen } = answer;
  if (seen?.rulingFor(request).mayRefuse !== true) {
    return misplaced(answer.misplacedRefusal(request), []);
  }
  const { open } = seen;
  return open === undefined
    ? misplaced(answer.misplaced, seen.records)
    : [{ record: open, about: open.caa.complete ? "zone" : "value", refusing: [] }];
}

function misplaced(record: DnsRecord | undefined, refusing: readonly DnsRecord[]): Open[] {
  return record === undefined ? [] : [{ record, about: unknownOf(record), refusing }];
}

function unknownOf({ name, type }: DnsRecord): CaaDoubt["about"] {
  if (name.state === "unknown") {
    return "name";
  }
  return type.state === "known" ? "zone" : "type";
}
