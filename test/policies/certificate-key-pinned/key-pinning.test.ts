import { inventoryOf } from "../../../cli/file-inventory";
import type { RenewalTool } from "../../../ownership/inventory";
import { exposedTo, keyDefaults } from "../../../policies/certificate-key-pinned/key-pinning";
import { certManager, kubernetesObject, provider, stack, type Inputs } from "../../support";

const pinned = { privateKey: { algorithm: "ECDSA", rotationPolicy: "Always" } };
const certificate = (name: string, spec: Inputs = {}, extra: Parameters<typeof certManager.certificate>[2] = {}) =>
  certManager.certificate(name, { dnsNames: [`${name}.example.org`], spec }, extra);
const inventory = inventoryOf(
  stack(
    certificate("open"),
    certificate("pinned", pinned),
    certificate("far", {}, { provider: provider("kubernetes", "far", { kubeconfig: "server: https://far.example.org" }) }),
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", { kind: "Certificate", spec: { dnsNames: ["patch.example.org"] } }),
  ),
);
const named = (name: string) => inventory.certificates.filter(({ resource }) => resource.name === name);

test("a certificate leaves to cert-manager what it does not write; what a patch leaves out its object may write", () => {
  expect(named("open").map(keyDefaults)).toEqual([["algorithm", "rotationPolicy"]]);
  expect(named("pinned").map(keyDefaults)).toEqual([[]]);
  expect(named("patch").map(keyDefaults)).toEqual([[]]);
});

test("a new cert-manager may change the keys of its own cluster's certificates, another tool those of none that are resources", () => {
  const exposed = (tool: RenewalTool["tool"]): string[] =>
    named("open").flatMap(({ resource, cluster }) =>
      exposedTo({ resource, tool, property: "version", cluster }, inventory).map((each) => each.resource.name),
    );
  expect(exposed("cert-manager")).toEqual(["open"]);
  expect(exposed("certbot")).toEqual([]);
});
