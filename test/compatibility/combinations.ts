/** What the pack claims to run with. docs/compatibility.md says the same, and a test holds it to this. */
export const claimed = {
  node: ["20.0.0", "22.23.3", "24.21.0", "25.9.0", "26.10.0"],
  // What is older than 1.20.0 does not know configureStack, by which the engine tells previews from updates.
  policy: { oldest: "1.20.0", newest: "1.21.0" },
  // What is older than 3.204.0 the SDK for policies does not take: npm would install a second copy beside it.
  pulumi: { oldest: "3.204.0", newest: "3.270.0" },
} as const;

/** Versions of @pulumi/policy and @pulumi/pulumi; "published" is the folder as it is published, with its lock. */
export type Sdk = "published" | { readonly policy: string; readonly pulumi: string };

export interface Combination {
  readonly node: (typeof claimed.node)[number];
  readonly sdk: Sdk;
  /** Whose client stands for the engine: an older or newer one speaks its own version of the protocol. The pack's own unless named. */
  readonly engine?: Sdk;
  /** One of the few that stand for all where time is short. */
  readonly end?: true;
}

const oldest: Sdk = { policy: claimed.policy.oldest, pulumi: claimed.pulumi.oldest };
const newest: Sdk = { policy: claimed.policy.newest, pulumi: claimed.pulumi.newest };

/** Each version of Node.js, and each end of the SDKs with the ends of those that its packages admit: 3.270.0 asks for 22. */
export const combinations: readonly Combination[] = [
  { node: "20.0.0", sdk: oldest, end: true },
  { node: "26.10.0", sdk: oldest },
  { node: "20.0.0", sdk: "published" },
  { node: "22.23.3", sdk: "published" },
  { node: "24.21.0", sdk: "published" },
  { node: "25.9.0", sdk: "published" },
  { node: "26.10.0", sdk: "published" },
  { node: "22.23.3", sdk: newest },
  { node: "26.10.0", sdk: newest, end: true },
  { node: "22.23.3", sdk: { policy: claimed.policy.oldest, pulumi: claimed.pulumi.newest } },
  { node: "22.23.3", sdk: { policy: claimed.policy.newest, pulumi: claimed.pulumi.oldest } },
  { node: "22.23.3", sdk: "published", engine: newest, end: true },
  { node: "20.0.0", sdk: "published", engine: oldest },
];
