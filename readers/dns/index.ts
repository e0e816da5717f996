import type { Readers } from "../reader";
import { azure } from "./azure";
import { cloudflare } from "./cloudflare";
import { externalDns } from "./external-dns";
import { google } from "./google";
import { ovh } from "./ovh";
import { providers } from "./providers";
import { route53 } from "./route53";

/** Everything that holds DNS zones and records. */
export const dns: readonly Readers[] = [route53, azure, cloudflare, google, ovh, externalDns, providers];
