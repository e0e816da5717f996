import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { html } from "../../report/formats/html";
import { Folder } from "../cli/command";
import { conflicts, hostileStack, organisation, outcomeOf, plain } from "../report/outcomes";
import { startBrowser } from "./browser";

/** The HTML report as somebody reads it: in a browser, by keyboard, in the dark, without JavaScript. */

const folder = new Folder();
let browser: Browser;
let organisationPage: string;
let findingCount: number;

beforeAll(async () => {
  browser = await startBrowser();
  const outcome = await outcomeOf(organisation);
  findingCount = outcome.report.findings.length;
  organisationPage = folder.write("organisation.html", html(outcome, plain));
});
afterAll(async () => {
  await browser.close();
  folder.remove();
});

/** Opens a page, works with it, and expects that it neither fetched anything nor failed anywhere. */
async function open(file: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const trouble: string[] = [];
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) {
      trouble.push(`request ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
  page.on("console", (message) => trouble.push(`console ${message.text()}`));
  page.on("dialog", (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  await work(page);
  await context.close();
  expect(trouble).toEqual([]);
}

async function shownNames(page: Page): Promise<string[]> {
  return page.locator("#names tbody tr:visible .name").allTextContents();
}

const allNames = [
  "docs.example.org",
  "origin.example.org",
  "mesh.example.org",
  "shop.example.org",
  "status.example.org",
  "www.example.org",
];

test("has landmarks, a labelled search, a table with heads and a caption, and says how much there is", async () => {
  await open(organisationPage, async (page) => {
    for (const role of ["banner", "main", "contentinfo", "search"] as const) {
      expect(await page.getByRole(role).count()).toBe(1);
    }
    expect(await page.getByRole("searchbox", { name: "Search names, owners, records" }).isVisible()).toBe(true);
    expect(await page.getByRole("columnheader").count()).toBe(5);
    expect(await page.getByRole("rowheader").count()).toBe(allNames.length);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("TLS ownership");
    expect(await page.getByRole("status").textContent()).toBe("6 names, 2 conflicts");
    expect(await page.locator(".findings details").count()).toBe(findingCount);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });
});

test("a conflict shows both owners with their stacks, the record that stands, and the certificate's date", async () => {
  await open(organisationPage, async (page) => {
    expect((await shownNames(page)).slice(0, 2)).toEqual(["docs.example.org", "origin.example.org"]);
    const row = (await page.getByRole("row", { name: /^origin\.example\.org/ }).innerText()).replace(/\s+/g, " ");
    expect(row).toContain("conflict");
    expect(row).toContain('TlsSubscription "shop-tls" of edge/production');
    expect(row).toContain('Certificate "origin" of shop/production');
    expect(row).toContain("2126-02-03");
    const shop = (await page.getByRole("row", { name: /^shop\.example\.org/ }).innerText()).replace(/\s+/g, " ");
    expect(shop).toContain("CNAME to x1.fastly-validations.com (Fastly), in Route 53");
  });
});

test("search narrows as one types, by name, owner or record, and says how much is left", async () => {
  await open(organisationPage, async (page) => {
    const search = page.getByRole("searchbox");
    await search.pressSequentially("MESH");
    expect(await shownNames(page)).toEqual(["mesh.example.org"]);
    expect(await page.getByRole("status").textContent()).toBe("1 of 6 names, 2 conflicts");
    await search.fill("edge/production fastly-validations");
    expect(await shownNames(page)).toEqual(["shop.example.org"]);
    await search.fill("no such name");
    expect(await page.getByText("No name matches.").isVisible()).toBe(true);
    await search.fill("");
    expect(await shownNames(page)).toEqual(allNames);
  });
});

test("everything works by keyboard alone: skip link, filter, sorting, and a row's finding", async () => {
  await open(organisationPage, async (page) => {
    const focused = async (): Promise<string> => page.evaluate<string>("document.activeElement.textContent || document.activeElement.id");
    const tabTo = async (wanted: string): Promise<void> => {
      for (let presses = 0; presses < 60 && !(await focused()).startsWith(wanted); presses += 1) {
        await page.keyboard.press("Tab");
      }
      expect(await focused()).toMatch(new RegExp(`^${wanted}`));
      expect(await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
    };
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the map of names");
    await page.keyboard.press("Enter");
    await tabTo("search");
    await tabTo("only-found");
    await page.keyboard.press("Space");
    expect(await shownNames(page)).toEqual(["docs.example.org", "origin.example.org"]);
    await page.keyboard.press("Space");

    await tabTo("Name");
    await page.keyboard.press("Enter");
    expect(await shownNames(page)).toEqual([...allNames].sort());
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
    await page.keyboard.press("Enter");
    expect(await shownNames(page)).toEqual([...allNames].sort().reverse());
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
    await tabTo("Certificate ends");
    await page.keyboard.press("Space");
    expect((await shownNames(page))[0]).toBe("origin.example.org");
    expect(await page.locator("[aria-sort]").count()).toBe(1);

    await tabTo("tls-name-single-owner");
    await page.keyboard.press("Enter");
    expect(await focused()).toContain("origin.example.org would get two certificate owners");
    expect(await page.locator("details:target").getAttribute("open")).not.toBeNull();
    await page.keyboard.press("Enter");
    expect(await page.locator("details:target").getAttribute("open")).toBeNull();
  });
});

/** WCAG 2's contrast of every visible text against the background behind it; the page has no images and no translucency. */
const contrasts = `(() => {
  const channel = (value) => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.textContent.trim() === "" || element.closest("script, style, .unseen") || !element.checkVisibility()) continue;
    const [light, dark] = [parse(getComputedStyle(element).color), background(element)].map(luminance).sort((a, b) => b - a);
    found.push({ text: texts.currentNode.textContent.trim().slice(0, 40), contrast: (light + 0.05) / (dark + 0.05) });
  }
  return found;
})()`;

test.each(["light", "dark"] as const)("every text can be read in the %s scheme", async (colorScheme) => {
  await open(
    organisationPage,
    async (page) => {
      const found = await page.evaluate<{ text: string; contrast: number }[]>(contrasts);
      expect(found.length).toBeGreaterThan(100);
      expect(found.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
      const page0 = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      expect(page0).toBe(colorScheme === "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
    },
    { colorScheme },
  );
});

test("without JavaScript everything is there: the table, findings to open, and no control that does nothing", async () => {
  await open(
    organisationPage,
    async (page) => {
      expect(await shownNames(page)).toEqual(allNames);
      expect(await page.getByRole("searchbox").count()).toBe(0);
      expect(await page.getByRole("button").count()).toBe(0);
      const details = page.locator(".findings details").last();
      const before = await details.getAttribute("open");
      await details.locator("summary").click();
      expect((await details.getAttribute("open")) === null).toBe(before !== null);
    },
    { javaScriptEnabled: false },
  );
});

test("on a telephone nothing but the table is wider than the screen, and that scrolls by itself", async () => {
  await open(
    organisationPage,
    async (page) => {
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      expect(await page.getByRole("region", { name: "Who owns which name" }).last().getAttribute("tabindex")).toBe("0");
    },
    { viewport: { width: 390, height: 800 } },
  );
});

describe("names from files", () => {
  test("are text, whatever they hold", async () => {
    const file = folder.write("hostile.html", html(await outcomeOf(hostileStack), plain));
    await open(file, async (page) => {
      expect(await page.locator("script").count()).toBe(1);
      expect(await page.locator("h1, img, iframe").count()).toBe(1);
      expect(await page.locator("main").innerText()).toContain("<script>alert(1)</script>|");
      const links = await page.evaluate<string[]>("[...document.links].map((link) => link.getAttribute('href'))");
      expect(links.filter((href) => !href.startsWith("#"))).toEqual([]);
    });
  });

  test("could not run, nor load, even if they were markup: the page's policy has its own script and style alone", async () => {
    const text = html(await outcomeOf(organisation), plain).replace(
      "<main>",
      `<main><script>document.title = "owned"</script><p id="styled" style="color: rgb(1, 2, 3)" onclick="document.title = 'owned'">x</p>`,
    );
    const file = folder.write("owned.html", text);
    const context = await browser.newContext();
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (message) => refused.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    await page.locator("#styled").click();
    expect(await page.title()).toMatch(/^TLS ownership: /);
    expect(await page.evaluate<string>("getComputedStyle(document.getElementById('styled')).color")).not.toBe("rgb(1, 2, 3)");
    expect(refused.filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(3);
    await context.close();
  });
});

test("nothing to show is a page as well", async () => {
  const file = folder.write("empty.html", html(await outcomeOf({ "empty.json": [] }), plain));
  await open(file, async (page) => {
    expect(await page.locator("main").innerText()).toMatch(
      /Nothing found\.[^]*No certificate for any name is in these files\.[^]*describes no resources/,
    );
  });
});

test("two hundred conflicts are folded by policy, are searched at once, and a link opens the one that it leads to", async () => {
  const file = folder.write("many.html", html(await outcomeOf(conflicts(200)), plain));
  await open(file, async (page) => {
    const findings = page.locator("section", { has: page.getByRole("heading", { name: / findings$/ }) });
    expect(await page.locator("details[open]").count()).toBe(0);
    expect(await findings.locator("summary:visible").count()).toBeLessThan(6);
    expect(await findings.innerText()).toContain("200 findings: A DNS name's ACME challenge record has one owner.");
    await page.getByRole("searchbox").fill("name-17.");
    expect(await shownNames(page)).toEqual(["name-17.example.org"]);
    await page.locator("#names a:visible", { hasText: "tls-name-single-owner" }).click();
    expect(await page.locator("details:target").innerText()).toContain("name-17.example.org would get two certificate owners");
    expect(await page.locator("details:target").isVisible()).toBe(true);
  });
});
