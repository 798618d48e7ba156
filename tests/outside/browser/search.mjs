// The search that needs no server: opened by keyboard, asked, followed, and left.

import { expect } from './report.mjs';

const OPENED = 'dialog.search[open]';
const options = (tab) => tab.locator(`${OPENED} [role="option"]:not(.search-ask)`);
const said = (tab) => tab.locator(`${OPENED} [role="status"]`);

// Asks for some words; gives how many sections were found.
async function ask(tab, words) {
  await tab.fill(`${OPENED} input`, words);
  await tab.waitForFunction((selector) => document.querySelector(`${selector} [role="option"]`) ?? document.querySelector(`${selector} [role="status"]`)?.textContent, OPENED);
  // Results come a moment later than the words.
  await tab.waitForTimeout(200);
  return options(tab).count();
}

// `words` stand in the text of some page, as they are typed by somebody who does not mind accents and endings.
export async function search(tab, list, words) {
  const asked = [];
  tab.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await tab.goto(list);
  expect(!asked.some((path) => /search|minisearch/.test(path)), 'the search is fetched before anyone opens it');
  await tab.keyboard.press('/');
  await tab.waitForSelector(OPENED);
  expect(await tab.evaluate(() => document.activeElement.matches('input')), 'the field does not have the focus');
  const found = await ask(tab, words);
  expect(found > 0, `nothing is found for ${words}`);
  expect((await tab.locator(`${OPENED} mark`).count()) > 0, 'no word is marked');
  expect((await ask(tab, 'xqzwvk')) === 0 && (await said(tab).textContent()).trim() !== '', 'nothing is found, and it does not say so');
  // The first Escape may take away the words.
  await tab.keyboard.press('Escape');
  if ((await tab.locator(OPENED).count()) > 0) await tab.keyboard.press('Escape');
  expect((await tab.locator(OPENED).count()) === 0, 'Escape does not close it');
  await tab.keyboard.press('Control+k');
  await ask(tab, words);
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('ArrowUp');
  const chosen = await tab.locator(`${OPENED} [aria-selected="true"]`).first().getAttribute('href');
  await Promise.all([tab.waitForURL((url) => url.href !== list), tab.keyboard.press('Enter')]);
  expect(tab.url() === new URL(chosen, list).href, `Enter leads to ${tab.url()} in place of ${chosen}`);
  const id = decodeURIComponent(new URL(tab.url()).hash.slice(1));
  expect(!id || (await tab.evaluate((id) => Boolean(document.getElementById(id)), id)), `there is no #${id}`);
  return `${found} sections for ${words}`;
}

// Words that name a page lead to it first: `title` stands in its title, without accents. What only begins like one of the words is no result for both.
export async function ranked(tab, list, words, title) {
  await tab.goto(list);
  await tab.keyboard.press('/');
  await tab.waitForSelector(OPENED);
  expect((await ask(tab, words)) > 0, `nothing is found for ${words}`);
  const titles = await tab.locator(`${OPENED} .search-page`).allTextContents();
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  expect(plain(titles[0]).includes(title), `${words} leads to ${titles.join(', ')}`);
  const marked = await tab.locator(`${OPENED} mark`).allTextContents();
  return marked.filter((word) => /^(backups?|given)$/i.test(word)).map((word) => `${words} finds ${word}`);
}

// From a folder on disk a browser lets no page read another file: the search says so, and nothing fails.
export async function searchOnDisk(tab, list) {
  await tab.goto(list);
  const opener = tab.locator('.search-open');
  if (!(await opener.isVisible())) return 'no button';
  await opener.click();
  await tab.fill(`${OPENED} input`, 'refund');
  await tab.waitForFunction((selector) => document.querySelector(`${selector} [role="status"]`)?.textContent.trim(), OPENED);
  return 'it says that it is not there';
}
