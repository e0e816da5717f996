import { acmeChallengeCnameExpected } from "./acme-challenge-cname-expected";
import { certificateExpiryAlerted } from "./certificate-expiry-alerted";
import { certificateIssuable } from "./certificate-issuable";
import { certificateKeyPinned } from "./certificate-key-pinned";
import { certificateRenewsInTime } from "./certificate-renews-in-time";
import { edgeTrustsOrigin } from "./edge-trusts-origin";
import { exemptionsInUse } from "./exemptions-in-use";
import { http01NameReachesCluster } from "./http01-name-reaches-cluster";
import { originOutsideEdgeSubscription } from "./origin-outside-edge-subscription";
import { ownershipUndetermined } from "./ownership-undetermined";
import type { AuditPolicy, ResourcePolicy, StackPolicy } from "./policy";
import { tlsNameAlreadyOwned } from "./tls-name-already-owned";
import { tlsNameSingleOwner } from "./tls-name-single-owner";
import { tlsSecretSingleWriter } from "./tls-secret-single-writer";

export { exemptionsInUse, tlsNameAlreadyOwned };

/** The policies over the whole stack. The SDK decodes the stack once for each, so their number is a budget: twelve, with the audit. */
export const stackPolicies: readonly StackPolicy[] = [
  tlsNameSingleOwner,
  originOutsideEdgeSubscription,
  acmeChallengeCnameExpected,
  tlsSecretSingleWriter,
  certificateIssuable,
  http01NameReachesCluster,
  certificateRenewsInTime,
  certificateKeyPinned,
  edgeTrustsOrigin,
  certificateExpiryAlerted,
  ownershipUndetermined,
];

/** Every policy of the pack, in the order in which the SDK runs them. */
export const allPolicies: readonly (ResourcePolicy | StackPolicy | AuditPolicy)[] = [
  tlsNameAlreadyOwned,
  ...stackPolicies,
  exemptionsInUse,
];
