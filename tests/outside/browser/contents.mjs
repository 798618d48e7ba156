// "On this page" follows the reader.

import { expect } from './report.mjs';

export async function contentsFollow(tab, page) {
  await tab.emulateMedia({ reducedMotion: 'reduce' });
  await tab.goto(page);
  const ids = await tab.evaluate(() => [...document.querySelectorAll('.contents a[href^="#"]')].map(({ hash }) => decodeURIComponent(hash.slice(1))));
  expect(ids.length > 2, 'the page has no contents to follow');
  const current = () => tab.evaluate(() => decodeURIComponent(document.querySelector('.contents a[aria-current]')?.hash.slice(1) ?? ''));
  for (const id of ids) {
    await tab.evaluate((id) => document.getElementById(id).scrollIntoView({ block: 'start', behavior: 'instant' }), id);
    // At a page's end the last headings may all be in sight: then the marked one is one of those.
    await tab.waitForFunction((id) => {
      const now = document.querySelector('.contents a[aria-current]');
      if (!now) return false;
      const marked = decodeURIComponent(now.hash.slice(1));
      const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      const top = document.getElementById(marked).getBoundingClientRect().top;
      return marked === id || (isEnd && top < innerHeight);
    }, id, { timeout: 2_000 }).catch(async () => expect(false, `at #${id}, #${await current()} is marked`));
  }
  await tab.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await tab.click('.contents a[href^="#"] >> nth=2');
  expect((await tab.evaluate(() => decodeURIComponent(location.hash.slice(1)))) === ids[2], 'an entry does not lead to its heading');
  // The mark follows the scrolling, a moment later.
  const one = () => document.querySelectorAll('.contents a[aria-current]').length === 1;
  await tab.waitForFunction(one, null, { timeout: 2_000 }).catch(() => expect(false, 'not one entry is marked'));
  return `${ids.length} headings`;
}
