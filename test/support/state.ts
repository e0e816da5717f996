import type { StackResource } from "../../cli/stack-resource";
import { stack } from "./resources";

/**
 * @returns what `pulumi stack export` would write of these resources, with the stack resource and providers beside them, as the
 * file's text.
 */
export function stateOf(...resources: readonly StackResource[]): string {
  const entries = stack(...resources).map(({ provider, ...rest }) => ({
    ...rest,
    custom: true,
    id: "some-id",
    ...(provider === undefined ? {} : { provider: `${provider.urn}::some-id` }),
  }));
  return JSON.stringify({ version: 3, deployment: { resources: entries } }, undefined, 2);
}
