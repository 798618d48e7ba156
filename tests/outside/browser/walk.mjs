// The pages in their order: from the list through each next page to the last, and back.

import { expect } from './report.mjs';

const navigation = (tab) => tab.evaluate(() => [...document.querySelectorAll('nav.navigation a[href]')].map(({ href }) => href.split('#')[0]));

async function follow(tab, rel) {
  const passed = [];
  for (let left = 500; left > 0; left -= 1) {
    const here = tab.url().split('#')[0];
    passed.push(here);
    const current = await tab.evaluate(() => [...document.querySelectorAll('nav.navigation [aria-current="page"]')].map(({ href }) => href));
    expect(current.length === 1 && current[0] === here, `${here} is not marked in its navigation: ${current}`);
    expect((await tab.locator('h1').count()) === 1, `${here} has not one title`);
    const link = tab.locator(`.neighbours a[rel="${rel}"]`);
    if ((await link.count()) === 0) return passed;
    await Promise.all([tab.waitForURL((url) => url.href.split('#')[0] !== here), link.click()]);
  }
  throw new Error(`the ${rel} page never ends`);
}

// Walks through a site from one of its lists; gives how many pages there are.
export async function walk(tab, list) {
  await tab.goto(list);
  const wanted = await navigation(tab);
  expect(wanted.length > 0, 'the navigation is empty');
  await Promise.all([tab.waitForURL(wanted[0]), tab.locator('nav.navigation a[href]').first().click()]);
  const there = await follow(tab, 'next');
  expect(there.join() === wanted.join(), `the next pages are not the navigation's: ${there.filter((page, at) => page !== wanted[at])[0] ?? wanted[there.length]}`);
  const back = await follow(tab, 'prev');
  expect(back.reverse().join() === there.join(), 'the way back is another');
  return `${there.length} pages there and back`;
}
