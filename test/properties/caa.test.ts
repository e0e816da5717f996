import fc from "fast-check";
import { inventoryOf } from "../../cli/file-inventory";
import { findCaaDoubts } from "../../ownership/caa/doubts";
import { findCaaRefusals } from "../../ownership/caa/refusals";
import type { DnsRecord } from "../../ownership/inventory";
import { known, unknown } from "../../ownership/value";
import { certManager, stack } from "../support";
import { record as recordOf } from "../ownership/records";
import { mayIssue, type Beyond, type Written } from "./caa";
import { property } from "./runs";

/** CAA against the RFCs, written down in caa.ts, over few names and values, so that much collides. */

const effort = { runs: 500 };
const zone = "example.org";
const names = ["a.shop.example.org", "shop.example.org", zone, "b.example.org"];
const wildcards = ["*.shop.example.org", "*.example.org"];
const asked = ["a.shop.example.org", "shop.example.org", zone, ...wildcards];
const issues = [
  '0 issue "letsencrypt.org"',
  '0 issue "pki.goog"',
  '0 issue ";"',
  '0 issue "letsencrypt.org; validationmethods=dns-01"',
  '0 issue "letsencrypt.org; validationmethods=http-01"',
  '0 iodef "mailto:a@example.org"',
];
const others = [
  '0 issuewild "letsencrypt.org"',
  '0 issuewild ";"',
  '128 issue "letsencrypt.org"',
  '128 future "x"',
  '0 issue "letsencrypt.org; accounturi=https://example.org/1"',
];

const asking = inventoryOf(stack(certManager.clusterIssuer(), certManager.certificate("shop", { dnsNames: asked })));
const question = (name: string) => ({ name, authority: "letsencrypt.org", method: "dns-01" });

/** Whatever other servers answer, and whoever has the account. */
const beyond: readonly Beyond[] = [[], ['0 issue "letsencrypt.org"'], ['0 issue ";"']].flatMap((elsewhere) =>
  [true, false].map((isAccount) => ({ elsewhere, isAccount })),
);

/** @returns the names for which Let's Encrypt may not issue, whatever other servers answer. */
function refusedByRfc(records: readonly Written[]): string[] {
  return asked.filter((name) => beyond.every((each) => !mayIssue(question(name), records, zone, each))).sort();
}

/** @returns the names that are refused, and those of which it is open. */
function judge(records: readonly DnsRecord[]): { readonly refused: string[]; readonly open: string[] } {
  const inventory = { ...asking, records };
  const refused = findCaaRefusals(inventory).flatMap(({ refusal }) => refusal.names);
  return { refused: refused.sort(), open: findCaaDoubts(inventory).map(({ name }) => name) };
}

const shown = ({ at, type, value, isPrivate = false }: Written): DnsRecord => recordOf(at, type, value, known(isPrivate));

const at = fc.constantFrom(...names);
const isPrivate = fc.integer({ min: 0, max: 9 }).map((one) => one === 0);
const caaOf = (values: readonly string[]): fc.Arbitrary<Written> =>
  fc.record({ at, type: fc.constant("CAA" as const), value: fc.constantFrom(...values), isPrivate });
const address: fc.Arbitrary<Written> = fc.record({ at, type: fc.constant("A" as const), value: fc.constant("192.0.2.1") });
const anything: fc.Arbitrary<Written> = fc.record({
  at: fc.constantFrom(...names, ...wildcards),
  type: fc.constantFrom("CAA", "CNAME", "DNAME", "NS"),
  value: fc.constantFrom(...issues, ...others),
  isPrivate,
});
const plain = fc.array(fc.oneof({ weight: 4, arbitrary: caaOf([...issues, ...others]) }, address), { maxLength: 6 });
const mixed = fc.array(fc.oneof({ weight: 3, arbitrary: caaOf([...issues, ...others]) }, address, anything), { maxLength: 6 });

property(
  "where nothing leads elsewhere, names are refused exactly as by the RFCs, and nothing is open",
  effort,
  fc.property(plain, (records) => {
    expect(judge(records.map(shown))).toEqual({ refused: refusedByRfc(records), open: [] });
  }),
);

property(
  "whatever CNAMEs, DNAMEs, wildcards and delegations do, no name is refused that another server may let in",
  effort,
  fc.property(mixed, (records) => {
    expect(refusedByRfc(records)).toEqual(expect.arrayContaining(judge(records.map(shown)).refused));
  }),
);

/** Makes one thing of a record unknown. */
type Mask = (record: DnsRecord, written: Written) => DnsRecord;

const masks: readonly Mask[] = [
  (record) => record,
  (record) => ({ ...record, name: { state: "unknown" } }),
  (record, { at }) => ({ ...record, name: { state: "relative", labels: at === zone ? "" : at.replace(`.${zone}`, "") } }),
  (record, { at }) => ({ ...record, name: { state: "relative", labels: at } }),
  (record) => ({ ...record, private: unknown }),
  (record, { type }) => (type === "CAA" ? { ...record, caa: { known: [], complete: false } } : { ...record, type: unknown }),
];
const masked = (records: fc.Arbitrary<Written>) => fc.array(fc.tuple(records, fc.constantFrom(...masks)), { minLength: 1, maxLength: 5 });
const seen = (records: readonly (readonly [Written, Mask])[]) => records.map(([written, mask]) => mask(shown(written), written));
const written = (records: readonly (readonly [Written, Mask])[]) => records.map(([record]) => record);

/** No record of the zone may stand below a DNAME (RFC 6672 §2.4), and one that does tells that it is none. */
function isBelowDname({ at }: Written, _: number, records: readonly Written[]): boolean {
  return records.some((record) => record.type === "DNAME" && at.endsWith(`.${record.at}`));
}

property(
  "whatever becomes unknown, no name is refused that may be let in",
  effort,
  fc.property(masked(fc.oneof(caaOf([...issues, ...others]), address, anything)), (records) => {
    fc.pre(!written(records).some(isBelowDname));
    expect(refusedByRfc(written(records))).toEqual(expect.arrayContaining(judge(seen(records)).refused));
  }),
);

// A set that lets the authority in leaves nothing open, though what is not known of it may be critical, of wildcards, or private.
const publicIssue = caaOf(issues).map((record) => ({ ...record, isPrivate: false }));
const masksOfIssue = masked(fc.oneof({ weight: 4, arbitrary: publicIssue }, address));

property(
  "whatever becomes unknown, a name that is refused is still refused, or open",
  effort,
  fc.property(masksOfIssue, (records) => {
    const { refused, open } = judge(seen(records));
    expect([...refused, ...open]).toEqual(expect.arrayContaining(refusedByRfc(written(records))));
  }),
);

test("the records are worth asking: names are often refused, often not, and often open", () => {
  const runs = { numRuns: 1000, seed: 1 };
  const share = <Thing>(samples: readonly Thing[], isOne: (sample: Thing) => boolean) => samples.filter(isOne).length / samples.length;
  for (const records of [plain, mixed]) {
    const refusing = share(fc.sample(records, runs), (each) => judge(each.map(shown)).refused.length > 0);
    expect(refusing).toBeGreaterThan(0.1);
    expect(refusing).toBeLessThan(0.9);
  }
  const open = share(fc.sample(masksOfIssue, runs), (each) => judge(seen(each)).open.length > 0);
  expect(open).toBeGreaterThan(0.1);
  expect(open).toBeLessThan(0.9);
});
