import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { excerptWords, nameWords, placer } from "./words";

/** @returns the words for a name whose HTTP-01 challenge goes where cert-manager does not answer. */
export function http01Elsewhere(problem: ProblemOf<"http01-elsewhere">): Description {
  const { certificate, name, record, hosting, target, others } = problem;
  const place = placer([certificate.resource, record.resource]);
  const thing = place(certificate.resource);
  const alone = others.count === 0 && certificate.names.complete;
  const failing = others.count === 0 ? "" : `: ${excerptWords(others)} ${others.count === 1 ? "fails" : "fail"} with ${name}`;
  return {
    what: `${thing} has ${name} validated by HTTP-01, and DNS sends that name to ${hosting}, where cert-manager does not answer.`,
    who: [`${place(record.resource)} (${record.provider}) leads to ${nameWords(target)}.`],
    consequence: `the challenge for ${name} fails, and one name that fails keeps the whole certificate from being issued or renewed${failing}. The Certificate stays Ready=True until it expires.`,
    fix: [
      `${alone ? `delete ${thing}` : `take ${name} out of ${thing}`} if ${hosting} has a certificate for the name, or give the name a DNS-01 solver.`,
      "An edge that forwards /.well-known/acme-challenge/ on port 80 to the cluster lets the challenge pass; where yours does, this can stay as it is.",
    ],
  };
}
