import { mostTold } from "../ownership/grouping";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { recovery, removal, renewalOfFile } from "./remedies";
import { claimsWords, placer, titleWords, toldLines } from "./words";

/** Words a subscription that takes the name of a service's own origin. */
export function originInSubscription(problem: ProblemOf<"origin-in-subscription">): Description {
  const { name, challenge, subscription, origins } = problem;
  const resources = [subscription.resource, ...origins.slice(0, mostTold).map(({ service }) => service.resource)];
  const place = placer(resources);
  const thing = place(subscription.resource);
  return {
    what: `${origins[0].address} is the name of an origin, and ${thing} takes it for the edge. Its challenge record, ${challenge}, would belong to Fastly.`,
    who: [
      ...toldLines(
        origins,
        "backend",
        ({ backend, service }) => `${place(service.resource)} connects to it: \`address\` of backend "${titleWords(backend)}".`,
      ),
      ...claimsWords([{ by: "subscription", challenge, name, record: "CNAME", subscription }], resources),
    ],
    consequence:
      "whoever keeps the origin's certificate, in this stack or another, can no longer renew it by DNS-01. It expires unnoticed; where Fastly verifies its origin, it then refuses it, and visitors see 503.",
    fix: [removal(subscription, challenge, thing), ...recovery(challenge), ...renewalOfFile([subscription.resource])],
  };
}
