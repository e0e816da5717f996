/**
 * What tests of policies need: resources as the engine describes them, and the compiled pack to show them to.
 *
 *     import { certManager, fastly, startPack, unknown, type TestPack } from "../support";
 *
 *     let pack: TestPack;
 *     beforeAll(async () => { pack = await startPack(); });
 *     afterAll(async () => { await pack.close(); });
 *
 *     test("…", async () => {
 *       const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["web.example.org"] });
 *       const found = await pack.preview([
 *         service,
 *         fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [service] } }),
 *         certManager.certificate("web", { dnsNames: ["web.example.org"], namespace: "shop" }),
 *         certManager.clusterIssuer(),
 *       ]);
 *       expect(found).toEqual([expect.objectContaining({ policy: "…", level: "mandatory", urn: service.urn })]);
 *     });
 *
 * - `pack.preview`, `pack.state` → violations `{policy, level, urn, message, description}`, sorted; `pack.update` →
 *   `{violations, refused?}`; `pack.replay("incident-first-preview")` → violations of a recording. The last argument is
 *   the policy configuration, as `--policy-pack-config` takes it. The stack resource and providers are added by themselves.
 * - Names, lists or any value may be `unknown` (or contain it), or `secret(value)`. `resource(type, name, inputs, settings)`
 *   makes anything that has no helper; `settings.outputs` are what `analyzeStack` shows (the inputs when left out).
 *   Helpers for vendors take `extra`: the same settings, and `inputs` merged over their own.
 * - Tests run what is in bin/: jest compiles once before the first test file.
 */
export * from "./certificates";
export * from "./fake-pack";
export * from "./judged";
export * from "./pack";
export * from "./resources";
export * from "./state";
export * from "./vendors";
