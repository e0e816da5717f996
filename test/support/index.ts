/**
 * What tests of policies need: resources as the engine describes them, and the judgement of them.
 *
 *     import { certManager, fastly, judged, unknown } from "../support";
 *
 *     test("…", () => {
 *       const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["web.example.org"] });
 *       const found = judged([
 *         service,
 *         fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [service] } }),
 *         certManager.certificate("web", { dnsNames: ["web.example.org"], namespace: "shop" }),
 *         certManager.clusterIssuer(),
 *       ]);
 *       expect(found).toEqual([expect.objectContaining({ policy: "…", level: "mandatory", urn: service.urn })]);
 *     });
 *
 * - `judged` → violations `{policy, level, urn, message, description}` of a preview, sorted; `updated` → `{violations, refused?}`.
 *   Both judge in this process. The argument after the resources is the policy configuration, as `--policy-pack-config` takes it. The
 *   stack resource and providers are added by themselves.
 * - `startPack` starts the compiled pack in a process of its own, for what the SDK, the protocol or the process has a part in:
 *   `pack.preview`, `pack.state` and `pack.update` answer alike, and `pack.replay("incident-first-preview")` with violations of a
 *   recording. test/parity.test.ts holds both ways to the same words.
 * - Names, lists or any value may be `unknown` (or contain it), or `secret(value)`. `resource(type, name, inputs, settings)`
 *   makes anything that has no helper; `settings.outputs` are what `analyzeStack` shows (the inputs when left out).
 *   Helpers for vendors take `extra`: the same settings, and `inputs` merged over their own.
 * - The pack's process runs what is in bin/: jest compiles once before the first test file.
 */
export * from "./certificates";
export * from "./fake-pack";
export * from "./judged";
export * from "./pack";
export * from "./resources";
export * from "./state";
export * from "./vendors";
