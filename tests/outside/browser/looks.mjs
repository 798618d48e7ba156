// How a page stands on a narrow screen, enlarged, on paper and without scripts, and what it weighs.

const LIGHT = 100_000;

// At twice the size a screen of 1,280 pixels shows 640 of them.
export const NARROW = { width: 320, height: 640 };
export const ENLARGED = { width: 640, height: 450 };

// What is wider than the screen, other than in a frame that scrolls by itself.
export async function tooWide(tab, pages, size) {
  await tab.setViewportSize(size);
  const found = [];
  for (const page of pages) {
    await tab.goto(page);
    const width = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (width > size.width) found.push(`${page}: ${width} pixels wide`);
  }
  return found;
}

// On paper there is the text, dark on white, and nothing that is for a screen.
export async function onPaper(tab, page) {
  await tab.goto(page);
  await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const found = await tab.evaluate(() => {
    const seen = [...document.querySelectorAll('nav.navigation, nav.contents, .neighbours, .appearance, .helpful, button, dialog, .skip')].filter((part) => part.checkVisibility());
    const [red, green, blue] = getComputedStyle(document.querySelector('.text p')).color.match(/[\d.]+/g).map(Number);
    const wrong = seen.map((part) => `${part.outerHTML.slice(0, 80)} is on paper`);
    if (red + green + blue > 300) wrong.push('the text is not dark');
    if (!document.querySelector('h1').checkVisibility()) wrong.push('the title is not on paper');
    return wrong;
  });
  await tab.emulateMedia({ media: 'screen', colorScheme: 'light' });
  return found;
}

// Without scripts everything is there to read and follow, and nothing that would do nothing.
export async function withoutScripts(tab, page) {
  await tab.goto(page);
  const found = [];
  // Buttons that open and close a part of the page need no script: the browser does it.
  for (const button of await tab.locator('button').all()) {
    const works = (await button.getAttribute('popovertarget')) !== null || (await button.getAttribute('type')) === 'submit';
    if (!works && (await button.isVisible())) found.push(`${(await button.textContent()).trim()}: does nothing`);
  }
  const links = tab.locator('nav.navigation a[href]');
  const wanted = new URL(await links.nth(1).getAttribute('href'), page).href;
  await links.nth(1).click();
  if (tab.url() !== wanted) found.push('the navigation does not lead on');
  for (const selector of ['h1', '.copies a[type="text/markdown"]', '.text']) {
    if (!(await tab.locator(selector).first().isVisible())) found.push(`${selector} is not to be seen`);
  }
  await tab.setViewportSize(NARROW);
  await tab.click('[popovertarget]');
  if (!(await links.first().isVisible())) found.push('the navigation does not open');
  return found;
}

// What a page and all that is fetched with it weigh before any compression, fonts left out. The search is fetched when a reader opens it.
export async function tooHeavy(tab, pages) {
  const found = [];
  let most = 0;
  let heaviest = '';
  for (const page of pages) {
    let weight = 0;
    const weigh = async (response) => {
      if (response.request().resourceType() === 'font') return;
      const body = await response.body().catch(() => Buffer.alloc(0));
      weight += body.length;
    };
    const waiting = [];
    const heard = (response) => waiting.push(weigh(response));
    tab.on('response', heard);
    await tab.goto(page, { waitUntil: 'load' });
    await Promise.all(waiting);
    tab.off('response', heard);
    if (weight > most) [most, heaviest] = [weight, new URL(page).pathname];
    if (weight >= LIGHT) found.push(`${page}: ${Math.ceil(weight / 1000)} KB`);
  }
  return found.length > 0 ? found : `${pages.length} pages, the heaviest ${Math.ceil(most / 1000)} KB: ${heaviest}`;
}
