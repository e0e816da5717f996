import type { StackResource } from "../../cli/stack-resource";
import * as records from "./acme-challenge-cname-expected";
import * as alerting from "./certificate-expiry-alerted";
import * as issuability from "./certificate-issuable";
import * as pinning from "./certificate-key-pinned";
import * as renewal from "./certificate-renews-in-time";
import * as trust from "./edge-trusts-origin";
import * as http01 from "./http01-name-reaches-cluster";
import * as origins from "./origin-outside-edge-subscription";
import * as undetermined from "./ownership-undetermined";
import * as stored from "./stored-certificates";
import * as owners from "./tls-name-single-owner";
import * as secrets from "./tls-secret-single-writer";

const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "acme-challenge-cname-expected": records,
  "certificate-expiry-alerted": alerting,
  "certificate-issuable": issuability,
  "certificate-key-pinned": pinning,
  "certificate-renews-in-time": renewal,
  "edge-trusts-origin": trust,
  "http01-name-reaches-cluster": http01,
  "origin-outside-edge-subscription": origins,
  "ownership-undetermined": undetermined,
  "stored-certificates": stored,
  "tls-name-single-owner": owners,
  "tls-secret-single-writer": secrets,
};

interface TitledCase {
  /** The group and what the case shows. */
  readonly title: string;
  readonly resources: readonly StackResource[];
}

/** Every case of this folder, by its file. */
export const everyCase: Readonly<Record<string, readonly TitledCase[]>> = Object.fromEntries(
  Object.entries(modules).map(([name, groups]) => [
    name,
    Object.entries(groups).flatMap(([group, stacks]) =>
      isCases(stacks)
        ? Object.entries(stacks).map(([title, stack]) => ({
            title: `${group}: ${title}`,
            resources: stack.filter((each) => typeof each !== "string"),
          }))
        : [],
    ),
  ]),
);

/** Some cases begin with the id of their finding. */
function isCases(value: unknown): value is Readonly<Record<string, readonly (StackResource | string)[]>> {
  return typeof value === "object" && value !== null && Object.values(value).every(Array.isArray);
}
