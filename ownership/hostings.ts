import { isWithin, parseName, type DnsName } from "./names";

/**
 * Suffixes of the targets that edges and hostings give their customers, by the name people know them by. Load balancers and
 * traffic managers are not among them: a cluster may stand behind those.
 */
const hostings: Readonly<Record<string, string>> = {
  "fastly.net": "Fastly",
  "fastlylb.net": "Fastly",
  "cloudfront.net": "Amazon CloudFront",
  "amplifyapp.com": "AWS Amplify",
  "awsapprunner.com": "AWS App Runner",
  "edgekey.net": "Akamai",
  "edgesuite.net": "Akamai",
  "akamaized.net": "Akamai",
  "akamaiedge.net": "Akamai",
  "azureedge.net": "Azure CDN",
  "azurefd.net": "Azure Front Door",
  "azurewebsites.net": "Azure App Service",
  "azurestaticapps.net": "Azure Static Web Apps",
  "cdn.cloudflare.net": "Cloudflare",
  "pages.dev": "Cloudflare Pages",
  "netlify.app": "Netlify",
  "netlify.com": "Netlify",
  "netlifyglobalcdn.com": "Netlify",
  "vercel-dns.com": "Vercel",
  "vercel.app": "Vercel",
  "github.io": "GitHub Pages",
  "gitlab.io": "GitLab Pages",
  "herokudns.com": "Heroku",
  "herokuapp.com": "Heroku",
  "onrender.com": "Render",
  "fly.dev": "Fly.io",
  "ondigitalocean.app": "DigitalOcean App Platform",
  "web.app": "Firebase Hosting",
  "firebaseapp.com": "Firebase Hosting",
  "ghs.googlehosted.com": "Google",
  "readthedocs.io": "Read the Docs",
  "myshopify.com": "Shopify",
  "b-cdn.net": "bunny.net",
  "kxcdn.com": "KeyCDN",
  "cdn77.org": "CDN77",
  "gcdn.co": "Gcore",
  "edgecastcdn.net": "Edgio",
  "impervadns.net": "Imperva",
  "incapdns.net": "Imperva",
};

/** @returns who serves what leads to that target; undefined when it is no edge or hosting that the pack knows. */
export function hostingOf(target: string): string | undefined {
  const name = parseName(target);
  return name === undefined ? undefined : Object.entries(hostings).find(([suffix]) => isWithin(name, suffix as DnsName))?.[1];
}
