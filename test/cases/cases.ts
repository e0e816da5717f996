import type { StackResource } from "../../cli/stack-resource";

/** Small stacks by what they show; the tests of a policy run them, and so does the test of unknowns. */
export type Cases = Readonly<Record<string, readonly StackResource[]>>;
