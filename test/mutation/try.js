const { InProcessRunner } = require("./runner.js");
(async () => {
  const r = new InProcessRunner(); const c0 = process.cpuUsage(); console.time("dry");
  const res = await r.dryRun(); console.timeEnd("dry"); console.log("cpu", process.cpuUsage(c0).user / 1e6);
  const failed = res.tests.filter(t => t.status !== 0);
  console.log(res.tests.length, "tests", failed.length, "failed");
  for (const t of failed.slice(0, 15)) console.log(t.id, "\n   ", t.failureMessage.slice(0, 400));
  const c1 = process.cpuUsage();
  const again = await r.mutantRun({ activeMutant: { id: "none", fileName: "x.ts" } });
  console.log(again, "cpu", process.cpuUsage(c1).user / 1e6);
  process.exit(0);
})();
