import type { StackResource } from "../../cli/stack-resource";
import { certManager, dns01, ingress, kubernetesObject, resource, unknown, type Inputs } from "../support";
import type { Cases } from "./cases";

const issuer = certManager.clusterIssuer();
const certificate = (spec: Inputs, outputs?: Inputs): StackResource => {
  const plain = certManager.certificate("shop", { dnsNames: ["shop.example.org"], spec });
  return outputs === undefined ? plain : { ...plain, outputs: { ...plain.inputs, ...(outputs as StackResource["inputs"]) } };
};
const profile = (name: string): StackResource =>
  kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", {
    spec: { acme: { server: "https://acme-v02.api.letsencrypt.org/directory", profile: name, solvers: [dns01()] } },
  });
const annotated = (annotations: Inputs): StackResource =>
  ingress(
    "shop",
    { hosts: ["shop.example.org"] },
    { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production", ...annotations } },
  );
const acme = (inputs: Inputs): StackResource =>
  resource("acme:index/certificate:Certificate", "shop", {
    commonName: "shop.example.org",
    dnsChallenges: [{ provider: "route53" }],
    ...inputs,
  });
const ready = { type: "Ready", status: "True", reason: "Ready", lastTransitionTime: "2026-03-06T00:00:00Z" };

/** @returns a Certificate as a refreshed state shows it: valid until 2026-06-04, renewal due on 2026-05-05. */
function withStatus(issuing: Inputs | undefined, status: Inputs = {}): StackResource {
  const conditions = issuing === undefined ? [ready] : [ready, { type: "Issuing", ...issuing }];
  return certificate({}, { status: { notAfter: "2026-06-04T00:00:00Z", renewalTime: "2026-05-05T00:00:00Z", conditions, ...status } });
}

const renewing = (since: string) => ({ status: "True", reason: "Renewing", lastTransitionTime: since });
const failed = { status: "False", reason: "Failed", lastTransitionTime: "2026-05-13T00:00:00Z" };

/** Each has one finding, at any time. */
export const found: Cases = {
  "renewal switched off": [issuer, certificate({ renewal: { policy: "Disabled" } })],
  "days, which Go does not know": [issuer, certificate({ duration: "90d" })],
  "renewBefore in days": [issuer, certificate({ renewBefore: "30d" })],
  // The API server takes any text; the webhook reads it with Go's time.ParseDuration, and so do the shims.
  "an empty duration": [issuer, certificate({ duration: "" })],
  "an empty renewBefore": [issuer, certificate({ renewBefore: "" })],
  "an annotated duration that is empty": [issuer, annotated({ "cert-manager.io/duration": "" })],
  "a number where a duration belongs": [issuer, certificate({ renewBefore: 720 })],
  "renewBefore as long as the default duration": [issuer, certificate({ renewBefore: "2160h" })],
  "renewBefore longer than the duration": [issuer, certificate({ duration: "720h", renewBefore: "1000h" })],
  "renewBefore under five minutes": [issuer, certificate({ renewBefore: "4m59s" })],
  "renewBefore and a percentage": [issuer, certificate({ renewBefore: "720h", renewBeforePercentage: 33 })],
  "a duration under an hour": [issuer, certificate({ duration: "59m" })],
  "a renewal every ten hours at Let's Encrypt": [issuer, certificate({ renewBefore: "2150h" })],
  "a percentage that leaves hours at Let's Encrypt": [issuer, certificate({ renewBeforePercentage: 99 })],
  "a short profile renewed several times a day": [profile("shortlived"), certificate({ renewBefore: "155h" })],
  "a patch with a duration that is none": [
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "shop", { kind: "Certificate", spec: { duration: "90d" } }),
  ],
  "an annotated duration that is none": [issuer, annotated({ "cert-manager.io/duration": "90d" })],
  "the acme provider, told never to renew": [acme({ minDaysRemaining: -1 })],
  "the acme provider, told never to renew an HTTP-01 certificate": [
    acme({ minDaysRemaining: -30, dnsChallenges: undefined, httpChallenge: { port: 80 } }),
  ],
  "an annotated renew-before that is too long": [issuer, annotated({ "cert-manager.io/renew-before": "2160h" })],

  "the acme provider, told never to renew a certificate whose names a request holds": [
    acme({ minDaysRemaining: -1, commonName: undefined, certificateRequestPem: "PEM" }),
  ],
};

/** Found when the clock says 2026-06-03, a day before the end. */
export const foundInStatus: Cases = {
  "a renewal that has been under way for a month": [issuer, withStatus(renewing("2026-05-05T00:00:00Z"))],
  "one that somebody asked for": [issuer, withStatus({ ...renewing("2026-05-20T00:00:00Z"), reason: "ManuallyTriggered" })],
  "a certificate that ended while Ready stayed True": [
    issuer,
    withStatus(renewing("2026-05-01T00:00:00Z"), { notAfter: "2026-06-02T00:00:00Z" }),
  ],
  "an attempt that failed, in back-off": [issuer, withStatus(failed, { failedIssuanceAttempts: 1 })],

  "attempts that failed, one after another": [issuer, withStatus(failed, { failedIssuanceAttempts: 3 })],
  "a first issuance that failed": [
    issuer,
    certificate(
      {},
      {
        status: {
          conditions: [
            { ...ready, status: "False" },
            { type: "Issuing", ...failed },
          ],
          failedIssuanceAttempts: 1,
        },
      },
    ),
  ],
};

export const leftAlone: Cases = {
  "no word of renewal": [issuer, certificate({})],
  "the usual figures": [issuer, certificate({ duration: "2160h", renewBefore: "720h" })],
  "minutes and seconds": [issuer, certificate({ duration: "2160h0m0s", renewBefore: "360h30m0.5s" })],
  "a percentage": [issuer, certificate({ renewBeforePercentage: 33 })],
  "percentages that cert-manager ignores": [issuer, certificate({ renewBeforePercentage: 100 })],
  "renewal on, in so many words": [issuer, certificate({ renewal: { policy: "RenewBefore" } })],
  "a long duration, which ACME ignores": [issuer, certificate({ duration: "4380h", renewBefore: "1500h" })],
  "renewBefore longer than a profile lasts, which is ignored": [profile("tlsserver"), certificate({ renewBefore: "1100h" })],
  "a profile of unknown length": [profile("someday"), certificate({ renewBefore: "2150h" })],
  "a short lease at a private issuer": [
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { ca: { secretName: "ca" } } }),
    certificate({ duration: "1h", renewBefore: "55m" }),
  ],
  "a renewal every few hours at an issuer of another stack": [certificate({ renewBefore: "2150h" })],
  "a duration that is not known yet": [issuer, certificate({ duration: unknown, renewBefore: "2160h" })],
  "a patch of renewBefore alone": [
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "shop", { kind: "Certificate", spec: { renewBefore: "2160h" } }),
  ],
  "usual annotations": [issuer, annotated({ "cert-manager.io/duration": "2160h", "cert-manager.io/renew-before": "720h" })],
  "the acme provider's own number of days": [acme({})],
  "the acme provider, renewing on the last day": [acme({ minDaysRemaining: 0 })],
  "the acme provider, and days that are not known yet": [acme({ minDaysRemaining: unknown })],
  "the acme provider, renewing when the authority says": [acme({ minDaysRemaining: -1, useRenewalInfo: true })],
  "the acme provider, renewing when the authority says, perhaps": [acme({ minDaysRemaining: -1, useRenewalInfo: unknown })],
  "no status at all": [issuer, certificate({}, { status: {} })],
  "a state of long ago, healthy when somebody last refreshed": [issuer, withStatus(undefined)],
  "one that was healthy then, and whose date has passed since": [issuer, withStatus(undefined, { notAfter: "2026-05-01T00:00:00Z" })],
  "a first issuance, as an update leaves it in the state": [
    issuer,
    certificate(
      {},
      {
        status: {
          conditions: [
            { type: "Ready", status: "False", reason: "DoesNotExist", lastTransitionTime: "2026-03-06T00:00:00Z" },
            { type: "Issuing", status: "True", reason: "DoesNotExist", lastTransitionTime: "2026-03-06T00:00:00Z" },
          ],
        },
      },
    ),
  ],
  "a changed spec, as an update leaves it in the state": [
    issuer,
    withStatus({ status: "True", reason: "RequestChanged", lastTransitionTime: "2026-04-01T00:00:00Z" }),
  ],
  "a renewal that has come through": [issuer, withStatus({ ...renewing("2026-05-05T00:00:00Z"), status: "False" })],
  "a failed attempt of long ago that was made good": [issuer, withStatus(undefined, { lastFailureTime: "2026-03-01T00:00:00Z" })],
  "dates that are none": [issuer, withStatus(renewing("yesterday"), { notAfter: "tomorrow" })],
};

/** Left alone when the clock says 2026-06-03. */
export const leftAloneInStatus: Cases = {
  "a renewal that began minutes ago": [issuer, withStatus(renewing("2026-06-02T23:50:00Z"), { notAfter: "2026-07-02T00:00:00Z" })],
  "one that began this morning": [issuer, withStatus(renewing("2026-06-02T06:00:00Z"), { notAfter: "2026-07-02T00:00:00Z" })],
};
