// Links: every one leads to something that is there.

import { existsSync } from 'node:fs';
import { hasPlace } from './pages.mjs';

// What a page names, and what can be named in it.
const read = (tab) => tab.evaluate(() => {
  const attribute = (selector, name) => [...document.querySelectorAll(selector)].map((element) => element[name]);
  const sources = [...document.querySelectorAll('source[srcset]')].map((source) => new URL(source.getAttribute('srcset'), document.baseURI).href);
  return {
    names: [...attribute('a[href]', 'href'), ...attribute('link[rel="stylesheet"], link[rel~="icon"], link[rel="apple-touch-icon"], link[rel="alternate"]', 'href'),
      ...attribute('script[src], img[src]', 'src'), ...attribute('form[action]', 'action'), ...sources],
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
  };
});

// Opens every page below a root; gives what its links lead to and is not there.
export async function brokenLinks(tab, site, root) {
  const seen = new Map();
  for (const path of site.pages.filter(hasPlace)) {
    await tab.goto(root + path);
    seen.set(root + path, await read(tab));
  }
  const found = [];
  for (const [page, { names }] of seen) {
    for (const name of new Set(names)) {
      const problem = brokenLink(new URL(name), site, root, seen);
      if (problem) found.push(`${page.slice(root.length)}: ${problem}`);
    }
  }
  return found;
}

function brokenLink(name, site, root, seen) {
  const own = new URL(root);
  // Where answers are posted to is a server's, and no file.
  if (name.origin !== own.origin || name.protocol !== own.protocol || name.pathname.endsWith('/~feedback')) return null;
  if (!name.href.startsWith(root)) return `${name.href} leads out of the site`;
  const path = decodeURIComponent(name.pathname.slice(own.pathname.length));
  if (!existsSync(`${site.folder}/${path}`)) return `${path} is not there`;
  const target = seen.get(root + (path === '' ? 'index.html' : path));
  const id = decodeURIComponent(name.hash.slice(1));
  return id && target && !target.ids.includes(id) ? `${path} has no #${id}` : null;
}
