import { hostingOf } from "../../ownership/hostings";

/** Targets as the hosting gives them to its customers. */
test.each([
  ["j.sni.global.fastly.net", "Fastly"],
  ["dualstack.x.map.fastlylb.net", "Fastly"],
  ["d111111abcdef8.cloudfront.net", "Amazon CloudFront"],
  ["main.d1234.amplifyapp.com", "AWS Amplify"],
  ["psbqadmyi.us-east-1.awsapprunner.com", "AWS App Runner"],
  ["www.example.org.edgekey.net", "Akamai"],
  ["www.example.org.edgesuite.net", "Akamai"],
  ["example.akamaized.net", "Akamai"],
  ["e1234.dscb.akamaiedge.net", "Akamai"],
  ["example.azureedge.net", "Azure CDN"],
  ["example-abc.z01.azurefd.net", "Azure Front Door"],
  ["example.azurewebsites.net", "Azure App Service"],
  ["red-sea-0123.2.azurestaticapps.net", "Azure Static Web Apps"],
  ["www.example.org.cdn.cloudflare.net", "Cloudflare"],
  ["example.pages.dev", "Cloudflare Pages"],
  ["example.netlify.app", "Netlify"],
  ["apex-loadbalancer.netlify.com", "Netlify"],
  ["example.netlifyglobalcdn.com", "Netlify"],
  ["cname.vercel-dns.com", "Vercel"],
  ["example.vercel.app", "Vercel"],
  ["example.github.io", "GitHub Pages"],
  ["example.gitlab.io", "GitLab Pages"],
  ["haiku-1234.herokudns.com", "Heroku"],
  ["example.herokuapp.com", "Heroku"],
  ["example.onrender.com", "Render"],
  ["example.fly.dev", "Fly.io"],
  ["example-abc.ondigitalocean.app", "DigitalOcean App Platform"],
  ["example.web.app", "Firebase Hosting"],
  ["example.firebaseapp.com", "Firebase Hosting"],
  ["ghs.googlehosted.com", "Google"],
  ["example.readthedocs.io", "Read the Docs"],
  ["shops.myshopify.com", "Shopify"],
  ["example.b-cdn.net", "bunny.net"],
  ["example-1234.kxcdn.com", "KeyCDN"],
  ["1234.rsc.cdn77.org", "CDN77"],
  ["cl-1234.gcdn.co", "Gcore"],
  ["cs1.wpc.edgecastcdn.net", "Edgio"],
  ["abc.impervadns.net", "Imperva"],
  ["abc.x.incapdns.net", "Imperva"],
])("%s is served by %s", (target, hosting) => {
  expect(hostingOf(target)).toBe(hosting);
});

test.each([
  ["a load balancer, behind which a cluster may stand", "k8s-1234.elb.us-east-1.amazonaws.com"],
  ["a traffic manager", "example.trafficmanager.net"],
  ["another's site about a hosting", "fastly.net.example.org"],
  ["a name that only ends alike", "notfastly.net"],
  ["an address", "192.0.2.1"],
  ["what is no name", "https://example.fastly.net/"],
])("%s is served by none of them", (_, target) => {
  expect(hostingOf(target)).toBeUndefined();
});
