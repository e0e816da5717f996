/**
 * SCORM Cloud, 2020. The edge shows its origin a client certificate that somebody once made by hand. Nothing renews it and
 * nothing watches it; it ends, and the origin refuses every request of the edge.
 */
import * as aws from "@pulumi/aws";
import * as fastly from "@pulumi/fastly";
import { Config } from "@pulumi/pulumi";

const clientCertificate = `-----BEGIN CERTIFICATE-----
MIIBYDCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNjb250ZW50
LmV4YW1wbGUub3JnMB4XDTE5MDYwMTAwMDAwMFoXDTIwMDYwMTAwMDAwMFowHjEc
MBoGA1UEAwwTY29udGVudC5leGFtcGxlLm9yZzBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABCFyfqUeJZb4iHBQw5mOWGZeCEkLFfRbvva5mJ+kcEg5onwndpbs5oJ4
uhdRNbe7M7Fepq63afI6PG5yahCR4/ajNjA0MBMGA1UdJQQMMAoGCCsGAQUFBwMC
MB0GA1UdDgQWBBRoZCSwzhcENfiFpV4X8D9q9SV9lTAKBggqhkjOPQQDAgNHADBE
AiAUg8/VzxBOaMmiJs4GCJB0VUdBj9cpTae5WSPQu2YNUwIgW0Pol5Vznt8TSccE
y8hRxN2ZM0Nxud51OsdJHFuoN8U=
-----END CERTIFICATE-----
`;

const clientKey = new Config().get("clientKey") ?? "the key, from the configuration";

new aws.acm.Certificate("content-client", { certificateBody: clientCertificate, privateKey: clientKey });

new fastly.ServiceVcl("content", {
  name: "content",
  domains: [{ name: "content.example.org" }],
  backends: [
    {
      name: "store",
      address: "store.example.org",
      port: 443,
      useSsl: true,
      sslCertHostname: "store.example.org",
      sslSniHostname: "store.example.org",
      sslClientCert: clientCertificate,
      sslClientKey: clientKey,
    },
  ],
  forceDestroy: true,
});
