/**
 * What the engine writes in the place of a value that is not known yet, one marker for each kind of value. They are part of its
 * wire protocol (sdk/go/common/resource/plugin/rpc.go); a test holds the list to the SDK's own.
 */
const markers: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // true or false
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // a text
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // a list
  "030794c1-ac77-496b-92df-f27374a8bd58", // an asset
  "e48ece36-62e2-4504-bad9-02848725956a", // an archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);

/** @returns whether the engine wrote this for a value that is not known yet. */
export function isUnknownMarker(found: unknown): boolean {
  return typeof found === "string" && found.length === 36 && markers.has(found);
}

/** The property by which an object says that it stands for a secret, an asset and the like (same file). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * @returns the value of a secret, or of secrets in one another, in place of its envelope; anything else as it is. The SDK takes envelopes
 * away before policies see them, files still have them.
 */
export function unsealed(found: unknown): unknown {
  let value = found;
  while (typeof value === "object" && value !== null && (value as Envelope)[signatureKey] === secretSignature) {
    value = (value as Envelope).value;
  }
  return value;
}

interface Envelope {
  readonly [signatureKey]?: unknown;
  readonly value?: unknown;
}
