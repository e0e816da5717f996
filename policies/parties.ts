import type { Claim } from "../ownership/claims";
import type { ResourceReference } from "../ownership/inventory";
import type { Doubt, Problem, ProblemOf } from "./finding";

/** Whom a finding is about, for programs. */
interface Parties {
  /** DNS names; of a certificate that is at fault as a whole, those that are known of it. */
  readonly names: readonly string[];
  /** Every resource that has a part in it, in no particular order. */
  readonly owners: readonly ResourceReference[];
}

/** @returns whom the problem is about, each of them once. */
export function partiesOf(problem: Problem): Parties {
  const { names, owners } = find(problem.kind, problem);
  return { names: [...new Set(names)], owners: [...new Map(owners.map((owner) => [owner.urn, owner])).values()] };
}

function find<Kind extends Problem["kind"]>(kind: Kind, problem: ProblemOf<Kind>): Parties {
  return finders[kind](problem);
}

type Finders = { readonly [Kind in Problem["kind"]]: (problem: ProblemOf<Kind>) => Parties };

const finders: Finders = {
  "two-owners": ({ conflict }) => ofConflict(conflict),
  "second-owner": ({ conflict, refused }) => ofConflict(conflict, refused),
  "origin-in-subscription": ({ name, subscription, origins }) => ({
    names: [name, ...origins.map(({ address }) => address)],
    owners: [subscription.resource, ...origins.map(({ service }) => service.resource)],
  }),
  "unexpected-record": ({ challenge, record }) => ({ names: [challenge], owners: [record.resource] }),
  "blocked-subscription": ({ challenge, record, claim }) => ({
    names: [challenge, claim.name],
    owners: [record.resource, claim.subscription.resource],
  }),
  "blocked-solver": ({ challenge, record, claims }) => ({
    names: [challenge, ...claims.map(({ name }) => name)],
    owners: [record.resource, ...claims.flatMap(claimants)],
  }),
  "two-writers": ({ writers }) => ({ names: [], owners: writers.map(resourceOf) }),
  "different-hosts": ({ writers }) => ({ names: writers.flatMap(({ hosts }) => hosts?.known ?? []), owners: writers.map(resourceOf) }),
  "account-key": ({ writers }) => ({ names: [], owners: writers.map(resourceOf) }),
  "not-issuable": ({ certificate, defect }) => ({
    names: "name" in defect ? [defect.name] : certificate.names.known.map(({ name }) => name),
    owners: [certificate.resource],
  }),
  "no-certificate": ({ shim }) => ({ names: shim.names, owners: [shim.resource] }),
  "refused-by-caa": ({ asker, refusal }) => ({
    names: refusal.names,
    owners: [resourceOf(asker.by === "certificate" ? asker.certificate : asker.subscription), ...refusal.records.map(resourceOf)],
  }),
  "not-renewed": ({ certificate }) => ({ names: certificate.names.known.map(({ name }) => name), owners: [certificate.resource] }),
  "stored-certificate-ends": ({ ending: { certificate } }) => ({ names: certificate.names, owners: [certificate.resource] }),
  "never-renewed": ({ certificate }) => ({ names: certificate.names, owners: [certificate.resource] }),
  "key-not-pinned": ({ defect }) =>
    defect.kind === "default-key"
      ? { names: defect.certificate.names.known.map(({ name }) => name), owners: [defect.certificate.resource] }
      : { names: [], owners: [defect.tool.resource] },
  "http01-elsewhere": ({ certificate, name, record }) => ({ names: [name], owners: [certificate.resource, record.resource] }),
  "origin-not-trusted": ({ connection, defect }) => ({
    names: "host" in defect ? [defect.host] : connection.address.state === "known" ? [connection.address.value] : [],
    owners: [connection.resource, ...("certificate" in defect ? [defect.certificate.resource] : [])],
  }),
  "not-alerted": ({ defect }) => ({
    names: "names" in defect ? defect.names : [],
    owners: [
      ...("alert" in defect ? [defect.alert.resource] : []),
      ...("certManager" in defect ? [defect.certManager.resource] : []),
      ...("certificate" in defect ? [defect.certificate.resource] : []),
    ],
  }),
  undetermined: ({ doubt }) => ({ names: namesOf(doubt), owners: [doubt.resource] }),
  "exemption-applies": () => nobody,
  "exemption-expired": () => nobody,
  "exemption-unmatched": () => nobody,
  setting: () => nobody,
  "internal-error": () => nobody,
};

const nobody: Parties = { names: [], owners: [] };

function resourceOf({ resource }: { readonly resource: ResourceReference }): ResourceReference {
  return resource;
}

/** No resource stands behind a setting. */
function claimants(claim: Claim): readonly ResourceReference[] {
  return claim.by === "subscription" ? [claim.subscription.resource] : claim.by === "certificate" ? [claim.certificate.resource] : [];
}

function ofConflict({ claims }: ProblemOf<"two-owners">["conflict"], refused?: ResourceReference): Parties {
  return {
    names: claims.map(({ name }) => name),
    owners: [...(refused === undefined ? [] : [refused]), ...claims.flatMap(claimants)],
  };
}

function namesOf({ question }: Doubt): readonly string[] {
  if ("challenge" in question) {
    return [question.challenge];
  }
  return "name" in question ? [question.name] : [];
}
