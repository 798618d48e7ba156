// A page on a phone, with a keyboard or a finger.

import { expect } from './report.mjs';

const MENU = '[popovertarget="page.navigation"].menu';
const OPENED = '#page\\.navigation:popover-open';

// Whoever leaves the opened navigation by keyboard sees where they are: it closes, and the focus stays where it went.
export async function leaveMenu(tab, page) {
  await tab.goto(page);
  await tab.focus(MENU);
  await tab.keyboard.press('Enter');
  await tab.waitForSelector(OPENED);
  const links = await tab.locator(`${OPENED} a, ${OPENED} button, ${OPENED} summary`).count();
  for (let left = links + 1; left > 0 && (await tab.locator(OPENED).count()) > 0; left -= 1) await tab.keyboard.press('Tab');
  expect((await tab.locator(OPENED).count()) === 0, 'it stays open behind its last link');
  expect(await tab.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest('nav.navigation')), 'the focus is lost');
  await tab.focus(MENU);
  await tab.keyboard.press('Enter');
  await tab.waitForSelector(OPENED);
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Escape');
  expect((await tab.locator(OPENED).count()) === 0, 'Escape does not close it');
  expect(await tab.evaluate((menu) => document.activeElement.matches(menu), MENU), 'Escape does not lead back to the button');
  await tab.click(MENU);
  await tab.waitForSelector(OPENED);
}

// Every control is large enough for a finger, or stands in a sentence (WCAG 2.2, 2.5.8).
export async function largeEnough(tab, page) {
  await tab.goto(page);
  return tab.evaluate(() => {
    const inText = (element) => getComputedStyle(element).display === 'inline' && element.closest('p:not(.answers), li, dd, td, h1, h2, h3, h4');
    const seen = [...document.querySelectorAll('button, input:not([type="radio"]), .answers a, .helpful label, summary')].filter((element) => element.checkVisibility() && !inText(element));
    const small = seen.filter((element) => Math.min(element.getBoundingClientRect().width, element.getBoundingClientRect().height) < 24);
    return small.map((element) => `${element.outerHTML.slice(0, 100)} is small`);
  });
}

// A page that is opened at a section shows it at once, however far down it stands.
export async function openAt(tab, page) {
  await tab.goto(page);
  const id = await tab.evaluate(() => [...document.querySelectorAll('.heading [id], .heading[id]')].at(-1).id);
  await tab.goto('about:blank');
  await tab.goto(`${page}#${encodeURIComponent(id)}`);
  const [first, last] = await tab.evaluate(async () => {
    const first = scrollY;
    await new Promise((later) => setTimeout(later, 1500));
    return [first, scrollY];
  });
  expect(last > 0 && first === last, `it scrolls from ${first} to ${last}`);
}
