"use strict";

// Loaded into the pack's process by NODE_OPTIONS=--require: its clock starts at TEST_CLOCK, so that certificates written down
// in tests expire on the day that a test wants. The pack itself has no such switch.
const RealDate = Date;

/** @param time such as 2026-06-03T00:00:00Z. @returns a Date whose present is that time now, and goes on from there. */
function dateFrom(time) {
  const shift = RealDate.parse(time) - RealDate.now();
  if (Number.isNaN(shift)) {
    throw new Error("TEST_CLOCK must be a time such as 2026-06-03T00:00:00Z.");
  }
  return class extends RealDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [RealDate.now() + shift] : parts));
    }

    static now() {
      return RealDate.now() + shift;
    }
  };
}

if (process.env.TEST_CLOCK !== undefined) {
  globalThis.Date = dateFrom(process.env.TEST_CLOCK);
}

module.exports = { dateFrom };
