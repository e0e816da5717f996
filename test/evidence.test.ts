import * as proxy from "@pulumi/policy/proxy";
import { isUnknownMarker } from "../evidence/engine-markers";

describe("the engine's markers of unknown values", () => {
  const markers = Object.entries(proxy).filter(([name]) => /^unknown\w+Value$/.test(name));

  test("all that the SDK knows are known", () => {
    expect(markers).toHaveLength(7);
    expect(markers.filter(([, marker]) => !isUnknownMarker(marker))).toEqual([]);
  });

  test("no other text is one", () => {
    expect(isUnknownMarker("")).toBe(false);
    expect(isUnknownMarker("04da6b54-80e4-46f7-96ec-b56ff0331ba8")).toBe(false);
  });
});
