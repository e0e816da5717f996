import type { Inventory } from "../ownership/inventory";
import { exposedTo, keyDefaults } from "./certificate-key-pinned/key-pinning";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { keySettings } from "./settings";

/**
 * cloud.gov, 2023: an unpinned renewal tool made ECDSA keys where RSA ones had been, and clients broke. Defaults are harmless
 * as long as nothing changes them, so certificates count only where a tool floats, or where a setting asks for more.
 */
export const certificateKeyPinned = stackPolicy({
  name: "certificate-key-pinned",
  displayName: "No certificate changes its key by itself",
  description: "Tools that renew certificates run in a version of their own, so that no default changes a certificate's key.",
  level: "advisory",
  severity: "medium",
  remediation: "Name a full version of the tool, and write the key's algorithm and rotation policy into the certificate.",
  settings: keySettings,
  check(inventory: Inventory, settings: { readonly requirePinnedKeys: boolean }): Finding[] {
    const tools = inventory.floatingTools.map((tool): Finding => ({
      subject: tool.resource.name,
      resource: tool.resource,
      problem: { kind: "key-not-pinned", defect: { kind: "floating-tool", tool, certificates: exposedTo(tool, inventory) } },
    }));
    const certificates = settings.requirePinnedKeys ? inventory.certificates : [];
    return [
      ...tools,
      ...certificates.flatMap((certificate): Finding[] => {
        const properties = keyDefaults(certificate);
        return properties.length === 0
          ? []
          : [
              {
                subject: certificate.resource.name,
                resource: certificate.resource,
                problem: { kind: "key-not-pinned", defect: { kind: "default-key", certificate, properties } },
              },
            ];
      }),
    ];
  },
});
