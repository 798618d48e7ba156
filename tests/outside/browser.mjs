// Drives a build as readers do, and a server as readers and authors do: browser.mjs DIST PROGRAM PROJECT

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { appearance } from './browser/appearance.mjs';
import { asking, askingInSearch } from './browser/asking.mjs';
import { contentsFollow } from './browser/contents.mjs';
import { host } from './browser/host.mjs';
import { skipLink, unreachable } from './browser/keyboard.mjs';
import { switchLanguage } from './browser/languages.mjs';
import { brokenLinks } from './browser/links.mjs';
import { ENLARGED, NARROW, onPaper, tooHeavy, tooWide, withoutScripts } from './browser/looks.mjs';
import { hasPlace, holdsAll, lists, sites } from './browser/pages.mjs';
import { largeEnough, leaveMenu, openAt } from './browser/phone.mjs';
import { check, summary } from './browser/report.mjs';
import { ranked, search, searchOnDisk } from './browser/search.mjs';
import { feedback, foreignFeedback, liveReload, missing, overlay, plainFeedback } from './browser/served.mjs';
import { project, serve } from './browser/server.mjs';
import { walk } from './browser/walk.mjs';

const WIDE = { width: 1280, height: 900 };
const BASE = '/x/y/';
// What a reader of a language may look for: without accents, in another form than the text has, half a word.
const LOOKED_FOR = { index: 'refund', 'el/index': 'επιστροφη' };
// What names a page, in other words or letters than its title, and what the title has.
const NAMED = { index: ['money back', 'refund'], 'el/index': ['ΑΚΥΡΩΣΗ', 'ακυρωσ'] };
const ASKED = 'How do I cancel my subscription?';
const ASKED_IN_GREEK = 'Πώς ακυρώνω τη συνδρομή μου;';
const [dist, program, shipped] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...quiet, ...sandbox] });

// What no page may do, whatever is being looked at: ask another host, break its own policy, stumble over its own script.
const misdeeds = [];
async function open(root, { forgiving, ...options } = {}) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const tab = await context.newPage();
  // Some looks are at what goes wrong on purpose.
  if (forgiving) return tab;
  const own = new URL(root);
  tab.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url());
    if (protocol !== 'data:' && (protocol !== own.protocol || asked !== own.host)) misdeeds.push(`${tab.url()} asks ${request.url()}`);
  });
  tab.on('pageerror', (error) => misdeeds.push(`${tab.url()}: ${error.message}`));
  tab.on('console', (message) => {
    // On disk, what the search may not read is not there, as it should be.
    const isSearch = own.protocol === 'file:' && /search\.json|net::ERR_FAILED/.test(message.text());
    if (message.type() === 'error' && !isSearch) misdeeds.push(`${tab.url()}: ${message.text()}`);
  });
  return tab;
}

// Runs a look at a page in a tab of its own.
const look = (name, root, run, options) => check(name, async () => {
  const tab = await open(root, options);
  try {
    return await run(tab);
  } finally {
    await tab.context().close();
  }
});

// What axe finds on the page as it stands.
async function violations(tab) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

async function site(site) {
  const { root, end } = await host(site.folder, BASE);
  const disk = `${pathToFileURL(site.folder).href}/`;
  const all = site.pages.filter(hasPlace).map((path) => root + path);
  const page = (name) => `${root}${name}.html`;
  const called = (what) => `${site.brand}: ${what}`;

  await look(called('links under a base path'), root, (tab) => brokenLinks(tab, site, root));
  await look(called('links from a folder on disk'), disk, (tab) => brokenLinks(tab, site, disk));
  for (const list of lists(site)) {
    await look(called(`navigation from ${list}`), root, (tab) => walk(tab, root + list));
    await look(called(`navigation from ${list} on disk`), disk, (tab) => walk(tab, disk + list));
  }
  for (const list of lists(site)) {
    await look(called(`search from ${list}`), root, (tab) => search(tab, root + list, LOOKED_FOR[list.replace(/\.html$/, '')] ?? 'a'));
    const named = NAMED[list.replace(/\.html$/, '')];
    if (named) await look(called(`the first result from ${list}`), root, (tab) => ranked(tab, root + list, ...named));
  }
  await look(called('search on disk'), disk, (tab) => searchOnDisk(tab, `${disk}index.html`));
  if (lists(site).length > 1) {
    await look(called('languages'), root, (tab) => switchLanguage(tab, page('terms')));
    await look(called('languages on disk, without scripts'), disk, (tab) => switchLanguage(tab, `${disk}terms.html`), { javaScriptEnabled: false });
  }
  await look(called('light and dark'), root, (tab) => appearance(tab, page('terms'), page('refunds')));
  await look(called('light and dark on disk'), disk, (tab) => appearance(tab, `${disk}terms.html`, `${disk}refunds.html`));
  await look(called('axe with dark chosen on a light system'), root, async (tab) => {
    await tab.goto(page('terms'));
    await tab.click('.appearance button[value="dark"]');
    return violations(tab);
  }, { bypassCSP: true });
  await look(called('contents follow the reader'), root, (tab) => contentsFollow(tab, page('terms')));
  for (const [name, viewport] of [['index', WIDE], ['terms', WIDE], ['privacy', WIDE], ['terms', NARROW]]) {
    await look(called(`keyboard on ${name} at ${viewport.width}`), root, async (tab) => {
      await tab.goto(page(name));
      const found = await unreachable(tab);
      return found.length > 0 ? found : skipLink(tab);
    }, { viewport });
  }
  await look(called('leaving the menu of a phone'), root, (tab) => leaveMenu(tab, page('terms')), { viewport: NARROW });
  await look(called('a finger on a phone'), root, (tab) => largeEnough(tab, page('terms')), { viewport: NARROW });
  await look(called('a page opened at a section'), root, (tab) => openAt(tab, page('terms')), { reducedMotion: 'no-preference' });
  await look(called('320 pixels'), root, (tab) => tooWide(tab, all, NARROW));
  await look(called('twice the size'), root, (tab) => tooWide(tab, all, ENLARGED), { deviceScaleFactor: 2 });
  await look(called('on paper'), root, (tab) => onPaper(tab, page('terms')));
  await look(called('without scripts'), root, (tab) => withoutScripts(tab, page('terms')), { javaScriptEnabled: false });
  await look(called('weight'), root, (tab) => tooHeavy(tab, all.filter((page) => !holdsAll(page))));
  end();
}

async function preview() {
  const { folder, remove } = project(shipped);
  try {
    const { root, end } = await serve(program, folder);
    await look('preview: live reload', root, (tab) => liveReload(tab, root, folder));
    await look('preview: errors over the page', root, (tab) => overlay(tab, root, folder));
    await check('preview: a graceful end', async () => ((await end()) === 0 ? [] : ['the server did not end well']));
  } finally {
    remove();
  }
}

async function production() {
  const { folder, remove } = project(shipped);
  try {
    const { root, end } = await serve(program, folder, ['--production']);
    const list = `${root}heavymelon/`;
    await look('server: navigation', root, (tab) => walk(tab, list));
    await look('server: search', root, (tab) => search(tab, list, LOOKED_FOR.index));
    await look('server: a question', root, (tab) => asking(tab, `${list}terms.html`, ASKED));
    await look('server: a question without scripts', root, (tab) => asking(tab, list, ASKED), { javaScriptEnabled: false });
    await look('server: a question from a missing page', root, (tab) => asking(tab, `${list}there/is/nothing`, ASKED), { forgiving: true });
    await look('server: a question in another language', root, (tab) => asking(tab, `${list}el/terms.html`, ASKED_IN_GREEK));
    for (const colorScheme of ['light', 'dark']) {
      for (const address of [`${list}terms.html`, `${list}?ask=${encodeURIComponent(ASKED)}`, `${list}el/?ask=x`]) {
        await look(`server: axe in ${colorScheme}: ${new URL(address).pathname}${new URL(address).search.slice(0, 8)}`, root, async (tab) => {
          await tab.goto(address);
          return violations(tab);
        }, { bypassCSP: true, colorScheme });
      }
    }
    await look('server: a question in the search', root, (tab) => askingInSearch(tab, list, LOOKED_FOR.index));
    await look('server: a field for questions at 320 pixels', root, (tab) => tooWide(tab, [list, `${list}?ask=${'x'.repeat(300)}`], NARROW));
    await look('server: languages', root, (tab) => switchLanguage(tab, `${list}terms.html`));
    await look('server: light and dark', root, (tab) => appearance(tab, `${list}terms.html`, `${list}refunds.html`));
    await look('server: feedback', root, (tab) => feedback(tab, root, program, folder));
    await look('server: feedback without scripts', root, (tab) => plainFeedback(tab, root, program, folder), { javaScriptEnabled: false });
    await look('server: feedback from another site', 'http://elsewhere.example/', (tab) => foreignFeedback(tab, root, program, folder), { forgiving: true });
    await look('server: a missing page', root, (tab) => missing(tab, `${list}there/is/nothing`, 'en-GB'), { forgiving: true });
    await look('server: a missing page in another language', root, (tab) => missing(tab, `${list}el/there/is/nothing`, 'el'), { forgiving: true });
    await check('server: a graceful end', async () => ((await end()) === 0 ? [] : ['the server did not end well']));
  } finally {
    remove();
  }
}

const built = sites(dist);
for (const one of built) await site(one);
await check('a preview', preview);
await check('a server', production);
await check('a site in several languages', () => (built.some((one) => lists(one).length > 1) ? [] : ['none was built']));
await check('no request to another host, no script that fails, nothing against the policy', () => [...new Set(misdeeds)]);
await browser.close();
process.exit(summary() ? 0 : 1);
