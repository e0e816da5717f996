import { namesOfHandMade } from "../../ownership/hand-made";
import { inventoryOf } from "../../cli/file-inventory";
import type { HandMadeCertificate, SigningRequest } from "../../ownership/inventory";
import type { Elements } from "../../ownership/value";
import type { DnsName } from "../../ownership/names";
import { complete, nameOf } from "./solvers";

const resource = (name: string) => ({ urn: `urn:${name}`, type: "tls:index/certRequest:CertRequest", name });
const request = (name: string, names: Elements<DnsName>): SigningRequest => ({ resource: resource(name), names });
const certificate: HandMadeCertificate = {
  resource: resource("web"),
  property: "validityPeriodHours",
  names: complete([nameOf("web.example.org")]),
  requestedBy: ["urn:request"],
  forClients: false,
  forServers: true,
  isAuthority: false,
  isRenewed: false,
  keeper: "program",
};
const names = (...signingRequests: readonly SigningRequest[]): Elements<DnsName> =>
  namesOfHandMade(certificate, { ...inventoryOf([]), signingRequests });

test("a certificate made by hand has the names of its own request, each once and in order", () => {
  const requested = complete(["shop.example.org", "web.example.org", "api.example.org"].map(nameOf));
  expect(names(request("request", requested), request("another", complete([nameOf("other.example.org")])))).toEqual(
    complete(["api.example.org", "shop.example.org", "web.example.org"]),
  );
});

test("a request whose names are not all known leaves the certificate's open; another's does not", () => {
  const open = { known: [], complete: false };
  expect(names(request("request", open)).complete).toBe(false);
  expect(names(request("another", open)).complete).toBe(true);
});
