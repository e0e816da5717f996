import type { OriginConnection } from "./inventory";

/** @returns whether the edge is one of Fastly's, whose backends say all by themselves. */
export function isFastly({ edge }: OriginConnection): boolean {
  return edge === "fastly-vcl" || edge === "fastly-compute";
}
