// What only a server does: pages that follow their sources, errors over the page, and answers that are kept.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, median } from './report.mjs';
import { answers } from './server.mjs';

const EDITS = 7;
const OVERLAY = 'counterpart-trouble';

// A word in a source changes, and the open page shows it; how long that took.
export async function liveReload(tab, root, folder) {
  const file = `${folder}/sources/refunds.md`;
  const text = readFileSync(file, 'utf8');
  const times = [];
  await tab.goto(`${root}heavymelon/refunds.html`);
  const place = await tab.evaluate(() => {
    scrollTo({ top: 400, behavior: 'instant' });
    return scrollY;
  });
  for (let edit = 0; edit < EDITS; edit += 1) {
    const title = `Refunds, edition ${edit}`;
    await tab.waitForTimeout(300);
    const start = performance.now();
    writeFileSync(file, text.replace(/^title: .*$/m, `title: ${title}`));
    await tab.waitForFunction((title) => document.querySelector('h1')?.textContent === title, title, { polling: 5, timeout: 60_000 });
    times.push(performance.now() - start);
  }
  expect((await tab.evaluate(() => scrollY)) === place && place > 0, 'the reader is led away from what they read');
  // What a page does, it does once, however often it was renewed.
  await tab.click('.appearance button[value="dark"]');
  expect((await tab.evaluate(() => document.documentElement.dataset.theme)) === 'dark', 'the appearance cannot be chosen any more');
  await tab.click('.appearance button[value="system"]');
  await tab.keyboard.press('/');
  await tab.waitForSelector('[id="page.search"][open]');
  await tab.keyboard.press('Escape');
  writeFileSync(file, text);
  await tab.waitForFunction(() => !(document.querySelector('h1')?.textContent ?? 'edition').includes('edition'), null, { timeout: 60_000 });
  return `an edit shows within ${Math.round(median(times))} ms, at most ${Math.round(Math.max(...times))} ms`;
}

// A source breaks: the page stays as it was, and says over it what is wrong, in which file and line, until it is mended.
export async function overlay(tab, root, folder) {
  const file = `${folder}/sources/refunds.md`;
  const text = readFileSync(file, 'utf8');
  await tab.goto(`${root}heavymelon/refunds.html`);
  const title = await tab.textContent('h1');
  writeFileSync(file, `${text}\nWrite to {{brand.contacts.nobody}}.\n`);
  await tab.waitForSelector(OVERLAY, { state: 'attached', timeout: 60_000 });
  const said = await tab.locator(`${OVERLAY} pre`).first().textContent();
  const line = text.split('\n').length + 1;
  expect(said.includes(`sources/refunds.md:${line}`) && said.includes('nobody'), `the overlay does not name file and line: ${said.slice(0, 200)}`);
  expect((await tab.textContent('h1')) === title, 'the page did not stay as it was');
  await tab.goto(`${root}heavymelon/terms.html`);
  await tab.waitForSelector(OVERLAY, { state: 'attached', timeout: 60_000 });
  writeFileSync(file, text);
  await tab.waitForSelector(OVERLAY, { state: 'detached', timeout: 60_000 });
}

// An answer with a comment that would like to be more than one; the page thanks, and the answer is kept.
export async function feedback(tab, root, program, folder) {
  const page = `${root}heavymelon/refunds.html`;
  await tab.goto(page);
  await tab.check('.helpful input[value="no"]');
  await tab.fill('.helpful textarea', '<script>alert(1)</script> ώρα');
  await tab.click('.helpful button[type="submit"]');
  await tab.waitForFunction(() => document.querySelector('.helpful .said')?.textContent.trim() || document.querySelector('[id="page.thanks"]')?.checkVisibility());
  expect(tab.url() === page, 'the reader has left the page');
  const last = answers(program, folder).at(-1);
  expect(last?.page === 'refunds' && last.helpful === false && last.comment === '<script>alert(1)</script> ώρα', `kept is ${JSON.stringify(last)}`);
}

// The same without scripts: the browser posts the form and is led back to the page, where it is thanked.
export async function plainFeedback(tab, root, program, folder) {
  const before = answers(program, folder).length;
  await tab.goto(`${root}heavymelon/terms/limits.html`);
  await tab.check('.helpful input[value="yes"]');
  await tab.click('.helpful button[type="submit"]');
  await tab.waitForURL(/#page\.thanks$/);
  expect(new URL(tab.url()).pathname === '/heavymelon/terms/limits.html', `the reader is led to ${tab.url()}`);
  expect(await tab.locator('[id="page.thanks"]').isVisible(), 'the page does not thank');
  const kept = answers(program, folder);
  expect(kept.length === before + 1 && kept.at(-1).page === 'terms/limits' && kept.at(-1).helpful, 'the answer is not kept');
}

// A page of another site may not answer for a reader.
export async function foreignFeedback(tab, root, program, folder) {
  const before = answers(program, folder).length;
  await tab.route('http://elsewhere.example/', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<form action="${root}heavymelon/~feedback" method="post"><input name="page" value="terms"><input name="answer" value="no"><button>Win</button></form>`,
  }));
  await tab.goto('http://elsewhere.example/');
  const [response] = await Promise.all([tab.waitForResponse((response) => response.url().endsWith('~feedback')), tab.click('button')]);
  expect(response.status() === 403, `it is answered with ${response.status()}`);
  expect(answers(program, folder).length === before, 'it is kept');
}

// An address where there is nothing shows the brand's own page, whose links work from there.
export async function missing(tab, address, language) {
  const response = await tab.goto(address);
  expect(response.status() === 404, `it is answered with ${response.status()}`);
  expect((await tab.getAttribute('html', 'lang')) === language, `it is not in ${language}`);
  const links = await tab.evaluate(() => [...document.querySelectorAll('nav.navigation a[href]')].map(({ href }) => href));
  expect(links.length > 0, 'it has no navigation');
  const broken = [];
  for (const link of links) if (!(await fetch(link)).ok) broken.push(link);
  return broken;
}
