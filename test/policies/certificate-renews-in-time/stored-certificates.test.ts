import { inventoryOf } from "../../../cli/file-inventory";
import type { StoredCertificate } from "../../../ownership/inventory";
import { isNearEnd } from "../../../ownership/renewal";
import { findEnding } from "../../../policies/certificate-renews-in-time/stored-certificates";

const day = 86_400_000;
const now = new Date("2026-06-03T00:00:00Z");
const at = (days: number): number => now.getTime() + days * day;

function ending(dates: Partial<StoredCertificate>, daysBeforeExpiry = 14): unknown[] {
  const resource = { urn: "urn:upload", type: "fastly:index/tlsCertificate:TlsCertificate", name: "upload" };
  const certificate: StoredCertificate = { resource, property: "certificateBody", use: "server", names: [], notAfter: at(0), ...dates };
  const inventory = { ...inventoryOf([]), storedCertificates: [certificate] };
  return findEnding(inventory, daysBeforeExpiry, now).map(({ days, hasEnded }) => [days, hasEnded]);
}

test("a certificate is near its end from as many days on as the setting says", () => {
  expect(ending({ notAfter: at(14) })).toEqual([[14, false]]);
  expect(ending({ notAfter: at(14) + 1 })).toEqual([]);
  expect(ending({ notAfter: at(0.5) })).toEqual([[1, false]]);
});

test("it has ended in the moment of its end", () => {
  expect(ending({ notAfter: at(0) })).toEqual([[0, true]]);
  expect(ending({ notAfter: now.getTime() + 1 })).toEqual([[1, false]]);
  expect(ending({ notAfter: at(-2) }, 0)).toEqual([[-2, true]]);
});

test("one that has ended is found whatever its other dates say, even the wrong way round", () => {
  expect(ending({ notAfter: at(-2), notBefore: at(90) })).toEqual([[-2, true]]);
  expect(ending({ notAfter: at(0), notBefore: at(90) })).toEqual([[0, true]]);
});

test("one of a few days is near its end in its last third, so a fresh one is not", () => {
  expect(ending({ notBefore: at(-4), notAfter: at(2) })).toEqual([[2, false]]);
  expect(ending({ notBefore: at(-4), notAfter: at(2) + 2 })).toEqual([]);
  expect(isNearEnd({ notBefore: at(-4), notAfter: at(2) }, 14, now)).toBe(true);
});

test("one that updates renew is near its end once they should have", () => {
  expect(ending({ notAfter: at(7), renewedWithin: 7 })).toEqual([[7, false]]);
  expect(ending({ notAfter: at(7), renewedWithin: 6 })).toEqual([]);
  expect(ending({ notAfter: at(15), renewedWithin: 30 })).toEqual([]);
});
