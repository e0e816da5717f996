import type { AlertingDefect } from "./certificate-expiry-alerted/alerting";
import type { OpenQuestion, Settlement, SolverBlock, SolverClaim } from "../ownership/challenge-records";
import type { CaaDoubt } from "../ownership/caa/doubts";
import type { CaaRefusal } from "../ownership/caa/refusals";
import type { CaaAsker } from "../ownership/caa/requests";
import type { SubscriptionClaim } from "../ownership/claims";
import type { Conflict } from "../ownership/conflicts";
import type { Excerpt, Group } from "../ownership/grouping";
import type {
  Certificate,
  ContradictoryShim,
  DnsRecord,
  RenewalTool,
  OriginConnection,
  ResourceReference,
  SecretWriter,
  Service,
  Subscription,
  UnrenewedCertificate,
} from "../ownership/inventory";
import type { IssuanceDefect } from "./certificate-issuable/issuability";
import type { Undecided } from "../ownership/issuance";
import type { KeyProperty } from "./certificate-key-pinned/key-pinning";
import type { DnsName } from "../ownership/names";
import type { TrustDefect } from "./edge-trusts-origin/origin-trust";
import type { RenewalDefect } from "./certificate-renews-in-time/renewal-defects";
import type { EndingCertificate } from "./certificate-renews-in-time/stored-certificates";

/** One thing that is wrong, before anybody words it. */
export interface Finding {
  /** What it is about; with the policy's name, its stable id: `policy[subject]`. */
  readonly subject: string;
  /** The resource that the engineer should edit; undefined for settings, which belong to no resource. */
  readonly resource?: ResourceReference | undefined;
  /** Further resources by which an exemption may mean it. */
  readonly alsoOf?: readonly ResourceReference[];
  readonly problem: Problem;
}

export type Problem =
  | { readonly kind: "two-owners"; readonly conflict: Conflict }
  | { readonly kind: "second-owner"; readonly conflict: Conflict; readonly refused: ResourceReference }
  | {
      readonly kind: "origin-in-subscription";
      readonly name: DnsName;
      readonly challenge: DnsName;
      readonly subscription: Subscription;
      readonly origins: Readonly<Group<{ readonly address: DnsName; readonly service: Service; readonly backend: string }>>;
    }
  | { readonly kind: "unexpected-record"; readonly record: DnsRecord; readonly challenge: DnsName; readonly target: string }
  | {
      readonly kind: "blocked-subscription";
      readonly record: DnsRecord;
      readonly challenge: DnsName;
      readonly claim: SubscriptionClaim;
      readonly target?: string;
    }
  | {
      readonly kind: "blocked-solver";
      readonly record: DnsRecord;
      readonly challenge: DnsName;
      readonly claims: readonly SolverClaim[];
      readonly how: SolverBlock;
      readonly target?: string;
    }
  | { readonly kind: "two-writers"; readonly secret: string; readonly namespace: string; readonly writers: readonly SecretWriter[] }
  | { readonly kind: "different-hosts"; readonly secret: string; readonly namespace: string; readonly writers: readonly SecretWriter[] }
  | { readonly kind: "account-key"; readonly secret: string; readonly namespace: string; readonly writers: readonly SecretWriter[] }
  | { readonly kind: "not-issuable"; readonly certificate: Certificate; readonly defect: IssuanceDefect }
  | { readonly kind: "not-renewed"; readonly certificate: Certificate; readonly defect: RenewalDefect }
  | {
      readonly kind: "key-not-pinned";
      readonly defect:
        | { readonly kind: "floating-tool"; readonly tool: RenewalTool; readonly certificates: readonly Certificate[] }
        | { readonly kind: "default-key"; readonly certificate: Certificate; readonly properties: readonly KeyProperty[] };
    }
  | { readonly kind: "never-renewed"; readonly certificate: UnrenewedCertificate }
  | { readonly kind: "stored-certificate-ends"; readonly ending: EndingCertificate }
  | { readonly kind: "no-certificate"; readonly shim: ContradictoryShim }
  | { readonly kind: "refused-by-caa"; readonly asker: CaaAsker; readonly refusal: CaaRefusal }
  | {
      readonly kind: "http01-elsewhere";
      readonly certificate: Certificate;
      readonly name: DnsName;
      readonly record: DnsRecord;
      /** The edge or hosting, for people. */
      readonly hosting: string;
      readonly target: string;
      /** The certificate's other names, which fail with this one. */
      readonly others: Excerpt<DnsName>;
    }
  | { readonly kind: "origin-not-trusted"; readonly connection: OriginConnection; readonly defect: TrustDefect }
  | { readonly kind: "not-alerted"; readonly defect: AlertingDefect }
  | { readonly kind: "undetermined"; readonly doubt: Doubt }
  | { readonly kind: "exemption-applies"; readonly used: UsedExemption; readonly refusedInUpdate: boolean }
  | { readonly kind: "exemption-expired"; readonly used: UsedExemption }
  | { readonly kind: "exemption-unmatched"; readonly used: UsedExemption }
  | { readonly kind: "setting"; readonly key: string; readonly expected: string; readonly found: string }
  /** A defect of ours, by the name of what was thrown: its text may hold anything. */
  | { readonly kind: "internal-error"; readonly error: string };

/** The problem of one kind. */
export type ProblemOf<Kind extends Problem["kind"]> = Extract<Problem, { readonly kind: Kind }>;

/** What a preview could not decide. */
export interface Doubt {
  readonly resource: ResourceReference;
  /** Where it is reported, if the resource is another stack's. */
  readonly reportedOn?: ResourceReference | undefined;
  /** The property that would settle it; undefined when it is the whole resource. */
  readonly property?: string | undefined;
  readonly question:
    | { readonly of: "subscription-names"; readonly against: Excerpt<DnsName> }
    | { readonly of: "certificate-names"; readonly against: readonly DnsName[] }
    | {
        readonly of: "issuer";
        readonly challenge: DnsName;
        readonly exclusive: Excerpt<SubscriptionClaim>;
        readonly why?: Undecided | undefined;
      }
    | { readonly of: "origin-address"; readonly against: readonly DnsName[] }
    | { readonly of: "challenge-record"; readonly name: string; readonly about: OpenQuestion; readonly settledBy?: Settlement | undefined }
    | { readonly of: "unplaced-record"; readonly name: string; readonly about: "zone" | "privacy" }
    | { readonly of: "subscribed-origin"; readonly name: DnsName; readonly subscription: Subscription }
    | { readonly of: "secret-name" | "secret-again"; readonly others: Excerpt<ResourceReference> }
    | { readonly of: "caa"; readonly doubts: readonly [CaaDoubt, ...CaaDoubt[]] }
    | { readonly of: "component" | "empty" | "unreadable" };
  readonly reason?: string | undefined;
}

/** Findings of one policy that somebody looked at and lives with, until a day. */
export interface Exemption {
  /** What stands in brackets in the finding's id. It is no pattern: that would also hide what nobody has looked at. */
  readonly name: string;
  /** Pulumi's name or URN of the resource, where `*` is any run of characters; every one when left out. */
  readonly resource?: string;
  readonly reason: string;
  /** The last day on which it applies, in UTC, as `2026-12-31`. */
  readonly expires: string;
}

/** What became of an exemption in one run. */
export interface UsedExemption {
  readonly policy: string;
  readonly exemption: Exemption;
  /** Days until its last one, 0 on that day, negative after it. */
  readonly daysLeft: number;
  /** While it applies, the findings that it keeps back; afterwards, those that are reported again. */
  readonly covers: readonly Finding[];
  /** Findings of that name on resources that it does not mean. */
  readonly elsewhere: readonly Finding[];
}
