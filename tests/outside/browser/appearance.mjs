// Light and dark: as the system is set, and as the reader chooses.

import { expect } from './report.mjs';

const ground = (tab) => tab.evaluate(() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
  const shown = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g).map(Number);
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.endsWith(', 0)') ? shown : [red, green, blue];
  return (r + g + b) / 3 > 128 ? 'light' : 'dark';
});
const choose = (tab, name) => tab.click(`.appearance button[value="${name}"]`);
const is = async (tab, name, when) => expect((await ground(tab)) === name, `${when}, the page is not ${name}`);

// Chooses, reloads, goes on, and lets the system decide again.
export async function appearance(tab, page, other) {
  await tab.emulateMedia({ colorScheme: 'light' });
  await tab.goto(page);
  await is(tab, 'light', 'on a light system');
  await tab.emulateMedia({ colorScheme: 'dark' });
  await is(tab, 'dark', 'on a dark system');
  await choose(tab, 'light');
  await is(tab, 'light', 'when light is chosen on a dark system');
  await tab.emulateMedia({ colorScheme: 'light' });
  await choose(tab, 'dark');
  await is(tab, 'dark', 'when dark is chosen');
  expect((await tab.getAttribute('.appearance button[value="dark"]', 'aria-pressed')) === 'true', 'the button does not say that it is pressed');
  // The choice stands before anything is drawn: no flash of the other one.
  await tab.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.atFirst ??= document.documentElement.dataset.theme ?? 'none';
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await tab.goto(other);
  await is(tab, 'dark', 'on the next page');
  expect((await tab.evaluate(() => window.atFirst)) === 'dark', 'the choice comes only after the page was drawn');
  await choose(tab, 'system');
  await is(tab, 'light', 'when the system decides again');
  await tab.reload();
  await is(tab, 'light', 'after that, on the next visit');
}
