// A page by keyboard alone: the Tab key reaches every control, each shows that it has the focus, and none is hidden behind another part of the page then.

const EXPECTED = 'a[href], button, input:not([type="hidden"]), textarea, select, summary, [tabindex]:not([tabindex="-1"])';

export async function unreachable(tab) {
  await tab.evaluate((selector) => {
    const groups = new Set();
    const stops = [...document.querySelectorAll(selector)].filter((element) => {
      if (element.disabled || !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
      if (element.type !== 'radio') return true;
      // Of buttons of which one can be chosen, the Tab key reaches one; arrows lead to the others.
      const isFirst = !groups.has(element.name);
      groups.add(element.name);
      return isFirst;
    });
    window.wanted = new Set(stops);
    window.stops = stops.length;
    document.activeElement?.blur();
    scrollTo({ top: 0, behavior: 'instant' });
  }, EXPECTED);
  const found = [];
  const most = (await tab.evaluate(() => window.stops)) + 50;
  for (let left = most; left > 0; left -= 1) {
    await tab.keyboard.press('Tab');
    const seen = await tab.evaluate(stop);
    if (seen === null) break;
    if (seen) found.push(seen);
  }
  const missed = await tab.evaluate(() => [...window.wanted].map((element) => element.outerHTML.slice(0, 120)));
  return [...found, ...missed.map((element) => `the Tab key does not reach ${element}`)];
}

// What is wrong with where the focus is now: nothing, something, or `null` behind the last stop.
function stop() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  window.wanted.delete(at);
  const what = at.outerHTML.slice(0, 120);
  const boxes = [...at.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  if (boxes.length === 0) return `the focus cannot be seen: ${what}`;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  if (!isMarked) return `nothing shows the focus: ${what}`;
  const inside = boxes.filter(({ left, top, right, bottom }) => right > 0 && bottom > 0 && left < innerWidth && top < innerHeight);
  if (inside.length === 0) return `the focus is outside of what is seen: ${what}`;
  const shown = inside.some(({ left, top, right, bottom }) => {
    const top_ = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    return top_ && (at.contains(top_) || top_.contains(at));
  });
  return shown ? '' : `something lies over the focus: ${what}`;
}

// The first stop leads past the navigation.
export async function skipLink(tab) {
  await tab.evaluate(() => document.activeElement?.blur());
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Enter');
  return (await tab.evaluate(() => document.activeElement.matches('main'))) ? [] : ['the skip link does not lead to the text'];
}
