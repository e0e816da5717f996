import type { Resource } from "../../evidence/resource";
import { absent, known, unknown } from "../../ownership/value";
import { found, shown, later, urnOf, written } from "./shown";

const subscription = "fastly:index/tlsSubscription:TlsSubscription";
const vcl = "fastly:index/serviceVcl:ServiceVcl";
const compute = "fastly:index/serviceCompute:ServiceCompute";

const reference = (type: string, name = "it") => ({ urn: urnOf(type, name), type, name });
const whole = (...names: readonly string[]) => ({ known: names, complete: true });
const open = { known: [], complete: false };

describe("a TLS subscription", () => {
  const names = (resource: Resource) => found(resource).subscriptions?.map((each) => each.names);

  test("claims its domains, and nothing that else stands in it", () => {
    const inputs = { domains: ["www.example.org", "*.example.org"], commonName: "www.example.org", certificateAuthority: "certainly" };
    const outputs = {
      ...inputs,
      id: "sub1",
      state: "issued",
      managedDnsChallenge: { recordName: "_acme-challenge.old.example.org", recordValue: "old.fastly-validations.com" },
      managedDnsChallenges: [
        { recordName: "_acme-challenge.www.example.org", recordType: "CNAME", recordValue: "ab12.fastly-validations.com" },
        { recordName: "_acme-challenge.Example.org.", recordType: "CNAME", recordValue: "CD34.fastly-validations.com." },
      ],
    };
    const service = urnOf(vcl, "service");
    const dependencies = { domains: [service], configurationId: [urnOf("fastly:index/it", "other")] };
    expect(found(shown(subscription, { inputs, outputs, dependencies }))).toEqual({
      subscriptions: [
        {
          resource: reference(subscription),
          id: known("sub1"),
          vendor: "fastly",
          authority: known("certainly"),
          record: "CNAME",
          names: whole("www.example.org", "*.example.org"),
          property: "domains",
          derivedFrom: [service],
          targets: new Map([
            ["_acme-challenge.www.example.org", "ab12.fastly-validations.com"],
            ["_acme-challenge.example.org", "cd34.fastly-validations.com"],
          ]),
        },
      ],
    });
  });

  test("of an unknown list claims at least the common name that the program writes, not one that the state keeps", () => {
    expect(names(written(subscription, { domains: later, commonName: "www.example.org" }))).toEqual([
      { known: ["www.example.org"], complete: false },
    ]);
    expect(names(shown(subscription, { inputs: { domains: later }, outputs: { domains: later, commonName: "old.example.org" } }))).toEqual([
      open,
    ]);
    expect(names(shown(subscription, { outputs: { domains: later, commonName: "old.example.org" } }))).toEqual([open]);
  });

  test("does not claim a common name beside a known list", () => {
    expect(names(written(subscription, { domains: ["www.example.org"], commonName: "old.example.org" }))).toEqual([
      whole("www.example.org"),
    ]);
  });

  it.each<[string, unknown]>([
    ["of which none is known", later],
    ["without a name yet", [{ recordName: later, recordValue: "ab12.fastly-validations.com" }]],
    ["without a target yet", [{ recordName: "_acme-challenge.www.example.org", recordValue: later }]],
    ["whose name is none", [{ recordName: "", recordValue: "ab12.fastly-validations.com" }]],
    ["whose target is none", [{ recordName: "_acme-challenge.www.example.org", recordValue: "" }]],
  ])("knows no target from challenges %s", (_, managedDnsChallenges) => {
    const resource = shown(subscription, { inputs: { domains: ["www.example.org"] }, outputs: { managedDnsChallenges } });
    expect(found(resource).subscriptions?.map(({ targets }) => targets)).toEqual([new Map()]);
  });
});

describe("a service", () => {
  const backend = {
    name: "origin",
    address: "Origin.example.org",
    useSsl: true,
    sslCertHostname: "www.example.org",
    sslSniHostname: "sni.example.org",
  };
  const connection = {
    backend: known("origin"),
    address: known("origin.example.org"),
    usesTls: known(true),
    verifies: absent,
    verifiedHost: known("www.example.org"),
    serverName: known("sni.example.org"),
    bringsAuthority: known(false),
  };

  it.each([
    [vcl, "fastly-vcl"],
    [compute, "fastly-compute"],
  ])("%s routes its domains, and connects to its backends", (type, edge) => {
    const resource = written(type, { domains: [{ name: "www.example.org" }, { name: "shop.example.org" }], backends: [backend] });
    expect(found(resource)).toEqual({
      services: [
        {
          resource: reference(type),
          domains: whole("www.example.org", "shop.example.org"),
          origins: { known: [{ address: "origin.example.org", backend: "origin" }], complete: true },
          routesTo: [urnOf(type)],
        },
      ],
      originConnections: [{ resource: reference(type), edge, ...connection }],
    });
  });

  it.each<[string, object, object]>([
    [
      "an empty text says the same as none",
      { ...backend, name: "", sslCertHostname: "", sslSniHostname: " ", sslCaCert: "", sslCheckCert: false },
      { ...connection, backend: absent, verifiedHost: absent, serverName: absent, verifies: known(false) },
    ],
    ["an authority of the program's own", { ...backend, sslCaCert: "PEM" }, { ...connection, bringsAuthority: known(true) }],
    ["an authority that is not known yet", { ...backend, sslCaCert: later }, { ...connection, bringsAuthority: unknown }],
    ["an IP address has no name", { ...backend, address: "192.0.2.1" }, { ...connection, address: absent }],
    ["an address that is not known yet", { ...backend, address: later }, { ...connection, address: unknown }],
    [
      "plain HTTP unless it says otherwise",
      { name: "origin", address: "origin.example.org" },
      { ...connection, usesTls: absent, verifiedHost: absent, serverName: absent },
    ],
  ])("a backend: %s", (_, inputs, expected) => {
    expect(found(written(vcl, { backends: [inputs] })).originConnections).toEqual([
      { resource: reference(vcl), edge: "fastly-vcl", ...expected },
    ]);
  });

  it.each<[string, unknown, object]>([
    [
      "by address alone",
      [{ ...backend, overrideHost: "public.example.org" }],
      { known: [{ address: "origin.example.org", backend: "origin" }], complete: true },
    ],
    ["no IP address", [{ ...backend, address: "192.0.2.1" }], whole()],
    ["without a name yet", [{ ...backend, name: later }], { known: [{ address: "origin.example.org", backend: "" }], complete: true }],
    [
      "without an address yet",
      [backend, { ...backend, address: later }],
      { known: [{ address: "origin.example.org", backend: "origin" }], complete: false },
    ],
    ["not known at all", later, open],
  ])("has origins: %s", (_, backends, origins) => {
    expect(found(written(vcl, { backends })).services?.map((service) => service.origins)).toEqual([origins]);
  });
});

describe("a versionless domain", () => {
  const types = ["fastly:index/domain:Domain", "fastly:index/domainV1:DomainV1"];
  const links = ["fastly:index/domainServiceLink:DomainServiceLink", "fastly:index/domainV1ServiceLink:DomainV1ServiceLink"];
  const service = urnOf(vcl, "service");
  const other = urnOf(compute, "other");
  const linkTo = (domains: readonly string[], services: readonly string[], type = links[0] ?? "", name = "link") =>
    written(type, { domainId: later, serviceId: later }, { name, dependencies: { domainId: domains, serviceId: services } });
  const routes = (...resources: readonly Resource[]) => (found(...resources).services ?? []).map(({ routesTo }) => routesTo);

  it.each(types)("%s routes a name to the service that it says", (type) => {
    const resource = written(
      type,
      { fqdn: "www.example.org", serviceId: later },
      { dependencies: { serviceId: [service], fqdn: [other] } },
    );
    expect(found(resource)).toEqual({
      services: [{ resource: reference(type), domains: whole("www.example.org"), origins: whole(), routesTo: [service] }],
    });
  });

  it.each(links)("%s tells it of a service", (link) => {
    const domain = written(types[0] ?? "", { fqdn: "www.example.org" });
    expect(routes(domain, linkTo([domain.reference.urn], [service], link))).toEqual([[service]]);
  });

  test("may have several links, and one of its own", () => {
    const domain = written(
      types[0] ?? "",
      { fqdn: "www.example.org", serviceId: later },
      { dependencies: { serviceId: [urnOf(vcl, "own")] } },
    );
    const { urn } = domain.reference;
    expect(routes(domain, linkTo([urn], [service]), linkTo([urn], [other], links[1], "second"))).toEqual([
      [urnOf(vcl, "own"), service, other],
    ]);
  });

  test("leads nowhere by a link whose domain is one of several, or by none", () => {
    const domain = written(types[0] ?? "", { fqdn: "www.example.org" });
    const second = written(types[0] ?? "", { fqdn: "shop.example.org" }, { name: "second" });
    const { urn } = domain.reference;
    expect(routes(domain, second, linkTo([urn, second.reference.urn], [service]), linkTo([], [other], links[0], "unlinked"))).toEqual([
      [],
      [],
    ]);
  });
});
