// The language switch: there and back, on the same page, with and without scripts.

import { expect } from './report.mjs';

export async function switchLanguage(tab, page) {
  await tab.goto(page);
  const switches = tab.locator('.languages a[hreflang]');
  const count = await switches.count();
  expect(count > 1, 'there is no other language');
  const own = await tab.getAttribute('html', 'lang');
  expect((await tab.locator('.languages a[aria-current]').count()) === 1, 'not one language is the page\'s own');
  for (let at = 0; at < count; at += 1) {
    await tab.goto(page);
    const link = switches.nth(at);
    const language = await link.getAttribute('hreflang');
    await link.click();
    await tab.waitForLoadState();
    const lang = await tab.getAttribute('html', 'lang');
    expect(lang.split('-')[0] === language.split('-')[0], `${language} leads to a page in ${lang}`);
    expect((await tab.locator('h1').count()) === 1, `${tab.url()} has no title`);
    const back = tab.locator('.languages a[hreflang]').filter({ hasNot: tab.locator('[aria-current]') });
    const way = (await back.all()).map(async (one) => [await one.getAttribute('hreflang'), await one.getAttribute('href')]);
    const home = (await Promise.all(way)).find(([to]) => to.split('-')[0] === own.split('-')[0]);
    expect(home && new URL(home[1], tab.url()).href === page, `no way back from ${tab.url()}`);
  }
  const alternates = await tab.locator('link[rel="alternate"][hreflang]').count();
  expect(alternates >= count, 'search engines are not told of the other languages');
  return `${count} languages`;
}
