import type { DistributionArgs } from "@pulumi/aws/cloudfront/distribution";
import type { cloudfront } from "@pulumi/aws/types/input";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { OriginConnection } from "../ownership/inventory";
import { absent, isOneOf, known, mapValue, unknown, type Value } from "../ownership/value";
import { provider as cloudflareDns } from "./dns/cloudflare";
import { nameIn, unlessEmpty } from "./names";
import { of, type Reader, type Shelves, type Readers } from "./reader";

/** Edges besides Fastly, as far as they connect to origins. None of these resources owns a name. */
export const edges: Readers = {
  resources: {
    "aws:cloudfront/distribution:Distribution": readDistribution,
    "azure-native:cdn:AFDOrigin": frontDoorOrigin("enforceCertificateNameCheck"),
    "azure:cdn/frontdoorOrigin:FrontdoorOrigin": frontDoorOrigin("certificateNameCheckEnabled"),
    "cloudflare:index/zoneSetting:ZoneSetting": readZoneSetting,
    "cloudflare:index/zoneSettingsOverride:ZoneSettingsOverride": readZoneSettings,
  },
};

const distribution = of<DistributionArgs>();
const distributionOrigin = of<cloudfront.DistributionOrigin>();
const customOrigin = of<cloudfront.DistributionOriginCustomOriginConfig>();
const behavior = of<cloudfront.DistributionDefaultCacheBehavior>();
const forwarded = of<cloudfront.DistributionDefaultCacheBehaviorForwardedValues>();

/**
 * CloudFront always verifies what it reaches by HTTPS, and takes no CA of the user's. The certificate is held against the
 * origin's domain name or, where the visitor's Host header is forwarded, against that one.
 */
function readDistribution({ reference, properties }: Resource, shelves: Shelves): void {
  const keepsHost = leavesHostOut(properties);
  for (const origin of properties.items(distribution("origins")).known) {
    const domainName = origin.text(distributionOrigin("domainName"));
    const policy = origin.text(distributionOrigin("customOriginConfig"), customOrigin("originProtocolPolicy"));
    shelves.originConnections.push({
      resource: reference,
      edge: "cloudfront",
      backend: unlessEmpty(origin.text(distributionOrigin("originId"))),
      address: nameIn(domainName),
      usesTls: oneOf(policy, ["https-only", "match-viewer"], ["http-only"]),
      verifies: known(true),
      verifiedHost: keepsHost ? domainName : unknown,
      serverName: unknown,
      bringsAuthority: known(false),
    });
  }
}

/** Policies of Amazon's own that do not forward the Host header: CachingOptimized, CachingDisabled, AllViewerExceptHostHeader. */
const policiesWithoutHost = [
  "658327ea-f89d-4fab-a63d-7e88639e58f6",
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "b689b0a8-53d0-40ab-baf2-68738e2966ac",
];

/** @returns whether no behavior forwards the visitor's Host header. What a policy of the user's own forwards is not read. */
function leavesHostOut(properties: Properties): boolean {
  const ordered = properties.items(distribution("orderedCacheBehaviors"));
  const behaviors = [properties.at(distribution("defaultCacheBehavior")), ...ordered.known];
  return (
    ordered.complete &&
    behaviors.every((each) => {
      const policies = [behavior("cachePolicyId"), behavior("originRequestPolicyId")].map((property) => unlessEmpty(each.text(property)));
      const headers = each.texts(behavior("forwardedValues"), forwarded("headers"));
      return (
        policies.every((policy) => isOneOf(policy, policiesWithoutHost, true) === true) &&
        headers.complete &&
        !headers.known.some((header) => ["*", "host"].includes(header.toLowerCase()))
      );
    })
  );
}

/**
 * An origin of Azure Front Door, Standard and Premium. Whether it is reached by HTTPS its routes say; the check of the name
 * matters wherever one is. What the name is held against depends on the route as well.
 */
function frontDoorOrigin(check: string): Reader {
  return ({ reference, properties }, shelves) => {
    shelves.originConnections.push({
      resource: reference,
      edge: "azure-front-door",
      backend: absent,
      address: nameIn(properties.text("hostName")),
      usesTls: known(true),
      verifies: properties.flag(check),
      verifiedHost: unknown,
      serverName: unknown,
      bringsAuthority: known(false),
    });
  };
}

/** Major 6 of Cloudflare's provider has a resource for each setting. */
function readZoneSetting(resource: Resource, shelves: Shelves): void {
  const setting = resource.properties.text("settingId");
  const value = resource.properties.text("value");
  if (isOneOf(setting, ["ssl"]) === true) {
    shelveMode(resource, value, shelves);
  }
}

/** Major 5 has one resource for all settings. */
function readZoneSettings(resource: Resource, shelves: Shelves): void {
  shelveMode(resource, resource.properties.text("settings", "ssl"), shelves);
}

/** `full` encrypts and does not verify; `origin_pull` is `strict` for visitors who come by HTTP as well. */
function shelveMode(resource: Resource, mode: Value<string>, shelves: Shelves): void {
  if (mode.state === "absent") {
    return;
  }
  const zone = shelves.zoneIndex.find(cloudflareDns, resource.properties.text("zoneId"), resource.dependencies("zoneId"));
  shelves.originConnections.push({
    resource: resource.reference,
    edge: "cloudflare",
    backend: absent,
    address: zone?.name ?? unknown,
    usesTls: oneOf(mode, ["full", "strict", "origin_pull"], ["off", "flexible"]),
    verifies: oneOf(mode, ["strict", "origin_pull"], ["off", "flexible", "full"]),
    verifiedHost: unknown,
    serverName: unknown,
    bringsAuthority: unknown,
  });
}

/** @returns what a word of a vendor's means; unknown for words that the pack does not know. */
function oneOf(word: Value<string>, yes: readonly string[], no: readonly string[]): OriginConnection["usesTls"] {
  return isOneOf(word, [...yes, ...no], true) === false ? unknown : mapValue(word, (text) => yes.includes(text));
}
