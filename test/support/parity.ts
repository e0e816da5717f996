import type { StackResource } from "../../cli/stack-resource";
import { judged, updated } from "./judged";
import { clockAt, startPack, type Config, type TestPack } from "./pack";

const time = "2026-06-03T12:00:00Z";
const now = new Date(time);

/** The pack in a process of its own, and the same judgement in this one, at one time. */
export interface Parity {
  readonly pack: TestPack;
  readonly now: Date;
  /** Expects the same of a preview in both: findings, levels and words. */
  preview(resources: readonly StackResource[], config?: Config): Promise<void>;
  /** Expects the same of an update in both, and that it refuses the same resource. */
  update(resources: readonly StackResource[], config?: Config): Promise<void>;
}

export async function startParity(): Promise<Parity> {
  const pack = await startPack({ environment: clockAt(time) });
  return {
    pack,
    now,
    preview: async (resources, config = {}) => {
      expect(judged(resources, config, { now })).toEqual(await pack.preview(resources, config));
    },
    update: async (resources, config = {}) => {
      expect(updated(resources, config, { now })).toEqual(await pack.update(resources, config));
    },
  };
}
