import { absent, known, unknown } from "../../ownership/value";
import { found, later, urnOf, written } from "./shown";

const reference = (type: string) => ({ urn: urnOf(type), type, name: "it" });
const connections = (type: string, inputs: object) => found(written(type, inputs)).originConnections ?? [];

describe("CloudFront", () => {
  const type = "aws:cloudfront/distribution:Distribution";
  const withoutHost = "658327ea-f89d-4fab-a63d-7e88639e58f6"; // CachingOptimized
  const allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac"; // AllViewerExceptHostHeader
  const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3"; // AllViewer, which forwards the Host header
  const origin = (customOriginConfig?: object) => ({ originId: "web", domainName: "Origin.example.org", customOriginConfig });
  const verified = (text: string) => ({
    resource: reference(type),
    edge: "cloudfront",
    backend: known("web"),
    address: known(text.toLowerCase()),
    usesTls: known(true),
    verifies: known(true),
    verifiedHost: known(text),
    serverName: unknown,
    bringsAuthority: known(false),
  });

  it.each<[string, object | undefined, object]>([
    ["by HTTPS alone", { originProtocolPolicy: "https-only" }, known(true)],
    ["as visitors come", { originProtocolPolicy: "match-viewer" }, known(true)],
    ["by HTTP alone", { originProtocolPolicy: "http-only" }, known(false)],
    ["by a way that nobody knows yet", { originProtocolPolicy: later }, unknown],
    ["by a way that is new", { originProtocolPolicy: "quic-only" }, unknown],
    ["a bucket", undefined, absent],
  ])("reaches an origin: %s", (_, config, usesTls) => {
    const inputs = { origins: [origin(config)], defaultCacheBehavior: { cachePolicyId: withoutHost } };
    expect(connections(type, inputs)).toEqual([{ ...verified("Origin.example.org"), usesTls }]);
  });

  test("has as many connections as origins, by their own ids", () => {
    const origins = [{ domainName: "a.example.org", originId: "a" }, { domainName: "192.0.2.1", originId: "" }, later];
    expect(connections(type, { origins })).toMatchObject([
      { backend: known("a"), address: known("a.example.org") },
      { backend: absent, address: absent },
    ]);
  });

  const host = known("Origin.example.org");
  it.each<[string, object, object]>([
    ["nothing is forwarded", { defaultCacheBehavior: {} }, host],
    ["empty policies say none", { defaultCacheBehavior: { cachePolicyId: "", originRequestPolicyId: "" } }, host],
    [
      "Amazon's own policies leave the Host header out",
      { defaultCacheBehavior: { cachePolicyId: withoutHost, originRequestPolicyId: allButHost } },
      host,
    ],
    [
      "an origin request policy forwards it",
      { defaultCacheBehavior: { cachePolicyId: withoutHost, originRequestPolicyId: allViewer } },
      unknown,
    ],
    ["a cache policy of the user's own may", { defaultCacheBehavior: { cachePolicyId: "own" } }, unknown],
    ["a cache policy is not known yet", { defaultCacheBehavior: { cachePolicyId: later } }, unknown],
    ["an older setting names other headers", { defaultCacheBehavior: { forwardedValues: { headers: ["Origin"] } } }, host],
    ["an older setting names it", { defaultCacheBehavior: { forwardedValues: { headers: ["Origin", "Host"] } } }, unknown],
    ["an older setting names all", { defaultCacheBehavior: { forwardedValues: { headers: ["*"] } } }, unknown],
    ["an older setting is not known yet", { defaultCacheBehavior: { forwardedValues: { headers: [later] } } }, unknown],
    ["another behavior forwards it", { defaultCacheBehavior: {}, orderedCacheBehaviors: [{ originRequestPolicyId: allViewer }] }, unknown],
    ["the other behaviors do not", { defaultCacheBehavior: {}, orderedCacheBehaviors: [{ cachePolicyId: withoutHost }] }, host],
    ["the other behaviors are not known yet", { defaultCacheBehavior: {}, orderedCacheBehaviors: later }, unknown],
  ])("verifies the origin by its own name unless the visitor's is forwarded: %s", (_, behaviors, verifiedHost) => {
    const read = connections(type, { origins: [origin({ originProtocolPolicy: "https-only" })], ...behaviors });
    expect(read).toEqual([{ ...verified("Origin.example.org"), verifiedHost }]);
  });
});

describe("Azure Front Door", () => {
  it.each([
    ["azure-native:cdn:AFDOrigin", "enforceCertificateNameCheck"],
    ["azure:cdn/frontdoorOrigin:FrontdoorOrigin", "certificateNameCheckEnabled"],
  ])("%s verifies unless it says otherwise", (type, check) => {
    const expected = {
      resource: reference(type),
      edge: "azure-front-door",
      backend: absent,
      address: known("origin.example.org"),
      usesTls: known(true),
      verifies: absent,
      verifiedHost: unknown,
      serverName: unknown,
      bringsAuthority: known(false),
    };
    expect(connections(type, { hostName: "origin.example.org" })).toEqual([expected]);
    expect(connections(type, { hostName: "origin.example.org", [check]: false })).toEqual([{ ...expected, verifies: known(false) }]);
    expect(connections(type, { hostName: "192.0.2.1", [check]: later })).toEqual([{ ...expected, address: absent, verifies: unknown }]);
  });
});

describe("Cloudflare", () => {
  const setting = "cloudflare:index/zoneSetting:ZoneSetting";
  const settings = "cloudflare:index/zoneSettingsOverride:ZoneSettingsOverride";
  const zone = written("cloudflare:index/zone:Zone", { name: "example.org", id: "z1" }, { name: "zone" });
  const expected = (type: string) => ({
    resource: reference(type),
    edge: "cloudflare",
    backend: absent,
    address: unknown,
    verifiedHost: unknown,
    serverName: unknown,
    bringsAuthority: unknown,
  });

  it.each<[string, object, object]>([
    ["off", known(false), known(false)],
    ["flexible", known(false), known(false)],
    ["full", known(true), known(false)],
    ["strict", known(true), known(true)],
    ["origin_pull", known(true), known(true)],
    ["newer", unknown, unknown],
    [later, unknown, unknown],
  ])("reaches every origin of a zone by its mode: %s", (mode, usesTls, verifies) => {
    expect(connections(setting, { settingId: "ssl", value: mode })).toEqual([{ ...expected(setting), usesTls, verifies }]);
    expect(connections(settings, { settings: { ssl: mode } })).toEqual([{ ...expected(settings), usesTls, verifies }]);
  });

  it.each<[string, string, object]>([
    ["another setting", setting, { settingId: "min_tls_version", value: "1.2" }],
    ["a setting that nobody knows yet", setting, { settingId: later, value: "full" }],
    ["a setting without a value", setting, { settingId: "ssl" }],
    ["settings that leave the mode out", settings, { settings: { minTlsVersion: "1.2" } }],
  ])("says nothing of origins in %s", (_, type, inputs) => {
    expect(connections(type, inputs)).toEqual([]);
  });

  it.each([
    ["its id", "z1", []],
    ["what it is computed from", later, [zone.reference.urn]],
  ])("knows its zone by %s", (_, zoneId, urns) => {
    const inputs = { zoneId, settingId: "ssl", value: "full" };
    const { originConnections } = found(zone, written(setting, inputs, { dependencies: { zoneId: urns, value: ["other"] } }));
    expect(originConnections).toMatchObject([{ address: known("example.org") }]);
  });
});
