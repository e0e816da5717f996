import type { Problem } from "../policies/finding";
import type { Description } from "./layout";
import { dateWords, listWords, resourceWords } from "./words";

/** @returns the words for a certificate in the program that ends and that nothing renews. */
export function storedCertificateEnds({ ending }: Extract<Problem, { kind: "stored-certificate-ends" }>): Description {
  const { certificate, days, hasEnded } = ending;
  const { resource, property, use, names, notAfter } = certificate;
  const when = hasEnded
    ? `ended on ${dateWords(notAfter)}`
    : `ends on ${dateWords(notAfter)}, ${days === 1 ? "in a day" : `in ${days} days`}`;
  const whose = names.length === 0 ? "" : ` for ${listWords(names)}`;
  return {
    what: `The ${use} certificate${whose} in \`${property}\` of ${resourceWords(resource)} ${when}.`,
    who: ["It stands in the program, and nothing renews it."],
    consequence:
      use === "client"
        ? `${hasEnded ? "the other side refuses" : "from then on the other side refuses"} every connection that shows it.`
        : `${hasEnded ? "clients and edges that verify it refuse it" : "from then on clients and edges that verify it refuse it"}.`,
    fix: [
      resource.type.startsWith("tls:")
        ? "set `earlyRenewalHours` so that an update replaces it in time, and let a schedule run that update."
        : `put a new certificate into \`${property}\`.`,
      `Better let something renew it: ${renewers.find(([start]) => resource.type.startsWith(start))?.[1] ?? "a Certificate of cert-manager"}.`,
    ],
  };
}

const renewers: readonly (readonly [string, string])[] = [
  ["fastly:index/tls", "a TlsSubscription of Fastly"],
  ["aws:acm", "ACM with `validationMethod: DNS`"],
  ["aws:iam", "ACM with `validationMethod: DNS`"],
  ["aws:apigateway/domainName", "ACM with `validationMethod: DNS`"],
  ["gcp:", "a Google-managed certificate"],
];
