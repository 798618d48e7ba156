// Opens every page of a build in one browser and gathers what is wrong with it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const TABS = 4;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
// A host that exists for this browser alone.
const HOST = 'http://site.invalid';

const dist = process.argv[2];
const files = readdirSync(dist, { recursive: true, withFileTypes: true });
const written = files.filter((file) => file.name.endsWith('.html')).map((file) => `${file.parentPath}/${file.name}`).sort();
// The page at an old address is gone before anyone sees it.
const pages = written.filter((page) => !readFileSync(page, 'utf8').includes('http-equiv="refresh"'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const arguments_ = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: arguments_ });

// What axe finds in the page as it stands now.
async function violations(tab, scheme) {
  await tab.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  const { violations } = await tab.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${scheme}: ${id}: ${help}: ${node.target.join(' ')}`));
}

// The first stop of the Tab key is the skip link, it can be seen, and it leads to the text.
async function keyboard(tab) {
  await tab.keyboard.press('Tab');
  const skip = await tab.evaluate(() => {
    const at = document.activeElement;
    const { width, height, top } = at.getBoundingClientRect();
    return at.matches('a[href^="#"]') && top >= 0 && width > 40 && height > 16;
  });
  if (!skip) return ['keyboard: the first stop is no visible skip link'];
  await tab.keyboard.press('Enter');
  const arrived = await tab.evaluate(() => document.activeElement.matches('main'));
  return arrived ? [] : ['keyboard: the skip link does not lead to the text'];
}

// On a narrow screen nothing but a frame of its own scrolls sideways, and the navigation can be opened.
async function narrow(tab) {
  await tab.setViewportSize(NARROW);
  const width = await tab.evaluate(() => document.documentElement.scrollWidth);
  const found = width > NARROW.width ? [`narrow: the page is ${width} pixels wide`] : [];
  await tab.click('[popovertarget]');
  if (!(await tab.isVisible('nav [aria-current], nav a'))) found.push('narrow: the navigation does not open');
  found.push(...(await violations(tab, 'light')).map((finding) => `narrow, ${finding}`));
  await tab.setViewportSize(WIDE);
  return found;
}

// Opens a page from the disk. The page for addresses at which there is none says where things are from the root of its host, so that it is asked for at one.
async function open(tab, page) {
  if (basename(page) !== '404.html') return tab.goto(pathToFileURL(page).href);
  const [, base] = /href="(\/[^"]*)style\.css"/.exec(readFileSync(page, 'utf8'));
  // Every language has such a page; the style lies at the top alone.
  const root = existsSync(join(dirname(page), 'style.css')) ? dirname(page) : dirname(dirname(page));
  await tab.unroute(`${HOST}/**`);
  await tab.route(`${HOST}/**`, (route) => {
    const file = join(root, new URL(route.request().url()).pathname.slice(base.length));
    return route.fulfill(existsSync(file) ? { path: file } : { path: page, status: 404 });
  });
  return tab.goto(`${HOST}${base}${relative(root, dirname(page))}/there/is/none`);
}

async function check(tab, page) {
  const found = [];
  const elsewhere = (request) => {
    if (!['file:', 'data:', HOST].some((known) => request.url().startsWith(known))) found.push(`request: ${request.url()}`);
  };
  tab.on('request', elsewhere);
  await open(tab, page);
  found.push(...(await keyboard(tab)), ...(await violations(tab, 'light')), ...(await violations(tab, 'dark')), ...(await narrow(tab)));
  tab.off('request', elsewhere);
  return found;
}

let failed = 0;
const left = [...pages];
async function work() {
  const context = await browser.newContext({ viewport: WIDE });
  await context.addInitScript(axe);
  const tab = await context.newPage();
  for (let page = left.shift(); page; page = left.shift()) {
    const found = await check(tab, page);
    if (found.length > 0) failed += 1;
    for (const finding of found) console.log(`${relative(dist, page)}: ${finding}`);
  }
}
await Promise.all(Array.from({ length: TABS }, work));
await browser.close();

console.log(`axe: ${pages.length - failed} passed, ${failed} failed`);
process.exit(pages.length > 0 && failed === 0 ? 0 : 1);
