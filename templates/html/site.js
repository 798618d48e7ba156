// What a page does beyond being read. Each part looks for its own place on the page and stays away where there is none; a page without this script
// lacks nothing that is written on it.
(() => {
  'use strict';
  const root = document.documentElement;

  // The appearance: as the system is set, or light or dark on every page of the site.
  const appearance = document.querySelector('.appearance');
  if (appearance) {
    const buttons = [...appearance.querySelectorAll('button')];
    const show = (chosen) => {
      if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
      else delete root.dataset.theme;
      const now = root.dataset.theme ?? 'system';
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === now));
    };
    const keep = (chosen) => {
      try {
        if (chosen === 'system') localStorage.removeItem('appearance');
        else localStorage.setItem('appearance', chosen);
      } catch {
        // It holds for this page alone then.
      }
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        show(button.value);
        keep(button.value);
      });
    }
    addEventListener('storage', ({ key, newValue }) => {
      if (key === 'appearance') show(newValue);
    });
    show(root.dataset.theme);
    appearance.hidden = false;
  }

  // The search opens at once. Its script is fetched when it does so for the first time.
  const opener = document.querySelector('.search-open');
  const dialog = document.getElementById('page.search');
  if (opener && dialog?.showModal) {
    let script;
    const fetchScript = () => {
      script = document.createElement('script');
      script.src = dialog.dataset.script;
      script.onerror = () => {
        script = undefined;
        dialog.querySelector('[role="status"]').textContent = dialog.dataset.unavailable;
      };
      document.head.append(script);
    };
    const open = () => {
      if (dialog.open) return;
      dialog.showModal();
      dialog.querySelector('input').select();
      if (script) dialog.dispatchEvent(new Event('asked'));
      else fetchScript();
    };
    const isTyping = ({ target }) => Boolean(target.closest?.('input, textarea, select, [contenteditable]'));
    addEventListener('keydown', (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const isSlash = key === '/' && !ctrlKey && !metaKey && !altKey && !isTyping(event);
      const isCommand = key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey;
      if (!isSlash && !isCommand) return;
      event.preventDefault();
      open();
    });
    dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
    dialog.querySelector('.search-close').addEventListener('click', () => dialog.close());
    opener.addEventListener('click', open);
    opener.hidden = false;
  }

  // The navigation lies over the page on a phone: whoever leaves it by keyboard would not see where they are, so it closes.
  const navigation = document.getElementById('page.navigation');
  if (navigation?.hidePopover) {
    addEventListener('focusin', ({ target }) => {
      if (navigation.contains(target) || !target.matches(':focus-visible')) return;
      if (navigation.matches(':popover-open')) navigation.hidePopover();
    });
  }

  // "On this page": the entry of the section that is being read is marked, and kept in sight.
  const contents = document.querySelector('.contents');
  if (contents && 'IntersectionObserver' in window) {
    const entry = (link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) });
    const entries = [...contents.querySelectorAll('a[href^="#"]')].map(entry).filter(({ heading }) => heading);
    const top = ({ heading }) => heading.getBoundingClientRect().top;

    // The last heading above a line in the upper part of the screen. What stands too low to reach it is read when the page is at its end.
    const current = () => {
      const line = innerHeight / 4;
      const passed = entries.filter((entry) => top(entry) <= line);
      if (scrollY === 0 || scrollY + innerHeight < root.scrollHeight - 2) return passed.at(-1);
      const seen = entries.filter((entry) => top(entry) > line && top(entry) < innerHeight);
      return seen.find(({ link }) => link.hash === location.hash) ?? seen.at(-1) ?? passed.at(-1);
    };

    const mark = () => {
      const now = current()?.link;
      for (const { link } of entries) {
        if (link === now) link.setAttribute('aria-current', 'location');
        else link.removeAttribute('aria-current');
      }
      if (!now) return;
      const box = contents.getBoundingClientRect();
      const at = now.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) contents.scrollTop += at.top - box.top - box.height / 2;
    };

    // Whatever stands above the line counts as seen, so that a leap over many sections is noticed too.
    const observer = new IntersectionObserver(mark, { rootMargin: '999999px 0px -75%' });
    for (const { heading } of entries) observer.observe(heading);
    const end = document.querySelector('.colophon');
    if (end) new IntersectionObserver(mark, { threshold: [0, 1] }).observe(end);
    addEventListener('hashchange', mark);
  }

  // "Was this page helpful?": the answer is sent without leaving the page.
  const form = document.querySelector('.helpful form');
  if (form) {
    const said = document.querySelector('.helpful .said');
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const button = form.querySelector('button');
      const mode = new URL(form.action).origin === location.origin ? 'same-origin' : 'no-cors';
      button.disabled = true;
      try {
        const response = await fetch(form.action, { method: 'POST', mode, body: new URLSearchParams(new FormData(form)) });
        // What another host answers is not for this page to see: it counts as taken.
        if (!response.ok && response.type !== 'opaque') throw new Error(response.statusText);
        said.textContent = said.dataset.thanks;
        form.hidden = true;
      } catch {
        said.textContent = said.dataset.failed;
        button.disabled = false;
      }
    });
  }
})();
