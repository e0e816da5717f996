import type { StoredCertificate } from "../../ownership/inventory";
import { dayOf } from "../../ownership/time";
import type { ProblemOf } from "../../policies/finding";
import type { Description } from "../layout";
import { listWords, resourceWords } from "../words";

/** @returns the words for a certificate in the program that ends and that nothing renews. */
export function storedCertificateEnds({ ending }: ProblemOf<"stored-certificate-ends">): Description {
  const { certificate, days, hasEnded } = ending;
  const { resource, property, use, names, notAfter } = certificate;
  const when = hasEnded ? `ended on ${dayOf(notAfter)}` : `ends on ${dayOf(notAfter)}, ${days === 1 ? "in a day" : `in ${days} days`}`;
  const whose = names.length === 0 ? "" : ` for ${listWords(names)}`;
  return {
    what: `The ${use} certificate${whose} in \`${property}\` of ${resourceWords(resource)} ${when}.`,
    who: [keeperWords(certificate)],
    consequence:
      use === "client"
        ? `${hasEnded ? "the other side refuses" : "from then on the other side refuses"} every connection that shows it.`
        : `${hasEnded ? "clients and edges that verify it refuse it" : "from then on clients and edges that verify it refuse it"}.`,
    fix: fixes(certificate),
  };
}

function keeperWords({ resource, property }: StoredCertificate): string {
  if (resource.type.startsWith("acme:")) {
    return "The `acme` provider renews it only in an update (`pulumi up`), and none has come in time.";
  }
  return property === "expirationDate"
    ? "API Gateway makes it for a year, and nothing renews it."
    : "It stands in the program, and nothing renews it.";
}

function fixes({ resource, property }: StoredCertificate): readonly string[] {
  if (resource.type.startsWith("acme:")) {
    return byUpdates;
  }
  if (property === "expirationDate") {
    return ["replace it by a new one (`pulumi up --target-replace` and its URN), and let the other side trust both until that is through."];
  }
  return [
    resource.type.startsWith("tls:")
      ? "set `earlyRenewalHours` so that an update replaces it in time, and let a schedule run that update."
      : `put a new certificate into \`${property}\`.`,
    `Better let something renew it: ${renewers.find(([start]) => resource.type.startsWith(start))?.[1] ?? "a Certificate of cert-manager"}.`,
  ];
}

/** How a certificate of the `acme` provider is kept fresh. */
const byUpdates = [
  "run `pulumi up --refresh`, which renews it, and let a schedule run updates: nothing else does.",
  "Better let cert-manager or a managed certificate keep the name.",
];

/** Words a certificate that its program says never to renew. */
export function neverRenewed({ certificate }: ProblemOf<"never-renewed">): Description {
  const { resource, property, names } = certificate;
  const whose = names.length === 0 ? "" : ` for ${listWords(names)}`;
  return {
    what: `The certificate${whose} of ${resourceWords(resource)} is never renewed: \`${property}\` is negative, which switches renewal off.`,
    consequence: "the certificate ends, whatever updates run before, and clients that verify it refuse it.",
    fix: [`leave \`${property}\` out (30 days), or set it to a third of the certificate's life, and let a schedule run \`pulumi up\`.`],
  };
}

const renewers: readonly (readonly [string, string])[] = [
  ["fastly:index/tls", "a TlsSubscription of Fastly"],
  ["aws:acm", "ACM with `validationMethod: DNS`"],
  ["aws:iam", "ACM with `validationMethod: DNS`"],
  ["aws:apigateway/domainName", "ACM with `validationMethod: DNS`"],
  ["gcp:", "a Google-managed certificate"],
];
