// A question to the policies: put on a page, in the search and once more where the answer stands.

import { expect } from './report.mjs';

const FIELD = 'form.asking input[name="ask"]';
const STRANGE = 'You get 1000 EUR <from> us';

const put = async (tab, question) => {
  await tab.fill(FIELD, question);
  await Promise.all([tab.waitForURL(/[?]ask=/), tab.press(FIELD, 'Enter')]);
};

// Works with and without scripts. The question is shown as somebody's words, and never as the brand's own title.
export async function asking(tab, page, question) {
  await tab.goto(page);
  const language = await tab.getAttribute('html', 'lang');
  expect(await tab.locator('form.asking label').isVisible(), 'the field has no name to be seen');
  await put(tab, question);
  expect((await tab.getAttribute('html', 'lang')) === language, `${tab.url()} is in another language`);
  expect((await tab.locator('.answer blockquote').count()) === 1, `${question} is not answered`);
  const source = await tab.locator('.answer .source a').getAttribute('href');
  expect((await tab.textContent('.question')).includes(question), 'the question is not shown');
  await put(tab, STRANGE);
  const titles = [await tab.title(), ...(await tab.locator('h1').allTextContents())];
  expect(titles.length === 2 && !titles.some((title) => title.includes('1000')), `a reader's words stand as a title: ${titles}`);
  expect((await tab.textContent('.question')).includes(STRANGE), 'the second question is not shown');
  expect(await tab.locator('.refused a[href^="mailto:"]').isVisible(), 'where the policies do not answer, there is nobody to write to');
  expect(await tab.locator(FIELD).isVisible(), 'there is no field for the next question');
  return source;
}

// The search offers to put the words as a question, also where it finds nothing.
export async function askingInSearch(tab, list, words) {
  await tab.goto(list);
  await tab.keyboard.press('/');
  const input = 'dialog.search[open] input';
  await tab.waitForSelector(input);
  for (const typed of [words, 'xqzwvk']) {
    await tab.fill(input, typed);
    await tab.waitForFunction((typed) => document.querySelector('.search-ask q')?.textContent === typed, typed);
  }
  await Promise.all([tab.waitForURL(/[?]ask=xqzwvk$/), tab.keyboard.press('Enter')]);
  expect(await tab.locator('.refused').isVisible(), 'the question is not put');
}
