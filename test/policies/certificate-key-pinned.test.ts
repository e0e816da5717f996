import { certManager, ingress, judged, kubernetesObject, provider } from "../support";
import { found, leftAlone } from "../cases/certificate-key-pinned";
import { findingIds } from "./findings";

const policy = "certificate-key-pinned";

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const violations = judged(resources);
    expect(findingIds(violations)).toEqual([`${policy}[tool]`]);
    expect(violations).toEqual([expect.objectContaining({ level: "advisory" })]);
  });

  test("cloud.gov's tool, which changed RSA to ECDSA", () => {
    const [violation] = judged(found["certbot's image without a tag"] ?? []);
    expect(violation?.message).toContain('CronJob "tool" runs certbot in whatever version is newest');
    expect(violation?.message).toContain("certbot 2.0 changed its keys from RSA to ECDSA");
  });

  test("the certificates whose keys a floating cert-manager may change, and no other", () => {
    const [violation, ...others] = judged([
      ...(found["cert-manager's chart without a version"] ?? []),
      certManager.clusterIssuer(),
      certManager.certificate("shop", { dnsNames: ["shop.example.org"] }),
      certManager.certificate("pinned", {
        dnsNames: ["pinned.example.org"],
        spec: { privateKey: { algorithm: "RSA", rotationPolicy: "Never" } },
      }),
    ]);
    expect(others).toEqual([]);
    expect(violation?.message).toContain('The key is left to its default by Certificate "shop".');
  });
});

test("the certificates of another cluster are not named", () => {
  const second = provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" });
  const [violation] = judged([
    ...(found["cert-manager's chart without a version"] ?? []),
    certManager.clusterIssuer(),
    certManager.certificate("shop", { dnsNames: ["shop.example.org"] }, { provider: second }),
  ]);
  expect(violation?.message).toContain('Release "tool"');
  expect(violation?.message).not.toContain("shop");
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });
});

describe("with the setting requirePinnedKeys", () => {
  const config = { [policy]: { requirePinnedKeys: true } };
  const issuer = certManager.clusterIssuer();

  test("every certificate writes its key", () => {
    const violations = judged(
      [
        issuer,
        certManager.certificate("shop", { dnsNames: ["shop.example.org"], spec: { privateKey: { algorithm: "RSA" } } }),
        ingress("web", { hosts: ["web.example.org"] }),
      ],
      config,
    );
    expect(findingIds(violations)).toEqual([`${policy}[shop]`, `${policy}[web]`]);
    expect(violations[0]?.message).toBe(
      [
        'Certificate "shop" leaves `spec.privateKey.rotationPolicy` to cert-manager\'s default.',
        "What will happen: a version of cert-manager with another default changes the key at the next renewal. 1.18 did: rotationPolicy was Never and became Always.",
        "Fix: write `spec.privateKey.rotationPolicy`: what the certificate has now is RSA with 2048 bits, unless somebody asked for another.",
        `${policy}[shop], see docs/policies/${policy}.md`,
      ].join("\n"),
    );
    expect(violations.map(({ message }) => message.split("\n")[0])).toEqual([
      'Certificate "shop" leaves `spec.privateKey.rotationPolicy` to cert-manager\'s default.',
      'Ingress "web" leaves the annotation `cert-manager.io/private-key-algorithm` and the annotation `cert-manager.io/private-key-rotation-policy` to cert-manager\'s default.',
    ]);
  });

  test("a certificate that does, a patch and a value that is not known yet are left alone", () => {
    const resources = [
      issuer,
      certManager.certificate("shop", {
        dnsNames: ["shop.example.org"],
        spec: { privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" } },
      }),
      kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", { kind: "Certificate", spec: { secretName: "other-tls" } }),
    ];
    expect(findingIds(judged(resources, config))).toEqual([]);
  });
});
