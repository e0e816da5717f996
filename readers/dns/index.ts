import type { Vendor } from "../reader";
import { azure } from "./azure";
import { cloudflare } from "./cloudflare";
import { externalDns } from "./external-dns";
import { google } from "./google";
import { ovh } from "./ovh";
import { providers } from "./providers";
import { route53 } from "./route53";

/** Everything that holds DNS zones and records. */
export const dnsVendors: readonly Vendor[] = [route53, azure, cloudflare, google, ovh, externalDns, providers];
