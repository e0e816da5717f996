/** The providers that every recorded program uses. */
import * as fastly from "@pulumi/fastly";
import * as kubernetes from "@pulumi/kubernetes";

export const edge = { provider: new fastly.Provider("fastly-provider", { apiKey: "CANARY-fastly-key" }) };
export const cluster = { provider: new kubernetes.Provider("cluster", { renderYamlToDirectory: "rendered" }) };
