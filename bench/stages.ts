/** What the pack taken apart (`staged-pack.ts`) reports of one run, in milliseconds of the processors. */
export interface Stages {
  /** By stage. */
  readonly spent: Readonly<Record<string, number>>;
  /** Each of the SDK's decodings of the stack but the first, whose beginning nobody but the SDK sees. */
  readonly decodings: readonly number[];
  /** How many findings were worded. */
  readonly findings: number;
}

/** Of the stages that are a policy's, before its name. */
export const decidingPrefix = "deciding: ";
