// The search: what is to be searched is searched in the browser. site.js opens it, and fetches this script when it does so for the first time.
(() => {
  'use strict';
  const dialog = document.getElementById('page.search');
  const input = dialog.querySelector('[role="combobox"]');
  const list = dialog.querySelector('[role="listbox"]');
  const status = dialog.querySelector('[role="status"]');
  const said = dialog.dataset;
  const root = said.index.replace(/[^/]*$/, '');
  const MOST_PAGES = 10;
  const MOST_SECTIONS = 3;
  const FEW = 5;
  const EXCERPT = 28;
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;

  // Words as they are compared: without accents, small, and with one sigma.
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
  const wordsOf = (text) => text.match(WORD) ?? [];

  const library = () => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = said.library;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(said.library));
    document.head.append(script);
  });

  const index = async () => {
    const answer = await fetch(said.index);
    if (!answer.ok) throw new Error(said.index);
    return answer.json();
  };

  const prepare = async () => {
    const [{ pages, synonyms }] = await Promise.all([index(), window.MiniSearch ? null : library()]);
    const sections = pages.flatMap((page, order) => page.sections.map((section) => ({ page, order, heading: '', ...section })));
    const engine = new window.MiniSearch({
      fields: ['title', 'heading', 'text'],
      tokenize: wordsOf,
      processTerm: fold,
      searchOptions: {
        boost: { heading: 3, title: 4 },
        // A word's other endings are the same word, nearly.
        weights: { prefix: 0.75, fuzzy: 0.45 },
        prefix: (term) => term.length > 1,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        combineWith: 'AND',
      },
    });
    engine.addAll(sections.map(({ page, heading, text }, id) => ({ id, title: page.title, heading, text })));
    const groups = synonyms.map((group) => group.map((phrase) => wordsOf(fold(phrase))).filter((phrase) => phrase.length > 0));
    return { engine, sections, groups };
  };

  let ready;
  const load = () => {
    ready ??= prepare().catch((error) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };

  // What only means the same as a reader's words counts for less than these.
  const LESS = { heading: 1.5, title: 2, text: 0.5 };

  // Whether the words of a phrase stand together in a section.
  const holds = (section, phrase) => {
    section.words ??= ` ${wordsOf(fold(`${section.page.title} ${section.heading} ${section.text}`)).join(' ')} `;
    return section.words.includes(` ${phrase.join(' ')} `);
  };

  // Each word of a question, or where some of them mean the same as others, any of those. Words that mean something as a phrase alone are looked for as one: "give back"
  // is nothing where one gives and another backs up.
  const asked = (question, { groups, sections }) => {
    const words = wordsOf(fold(question));
    const begins = (phrase, at) => phrase.every((word, step) => words[at + step] === word);
    const parts = [];
    for (let at = 0; at < words.length;) {
      const same = groups.map((group) => ({ group, length: Math.max(0, ...group.filter((phrase) => begins(phrase, at)).map((phrase) => phrase.length)) }));
      const { group, length } = same.reduce((best, one) => (one.length > best.length ? one : best), { length: 0 });
      const apart = (phrase, weight) => (phrase.length > 1 ? { boostDocument: (id) => (holds(sections[id], phrase) ? 1 : weight) } : {});
      const typed = (phrase) => ({ combineWith: 'AND', queries: phrase, ...apart(phrase, 0.25) });
      const meant = (phrase) => ({ combineWith: 'AND', queries: phrase, boost: LESS, ...(phrase.length > 1 ? { prefix: false, fuzzy: false } : {}), ...apart(phrase, 0) });
      const any = (phrase) => (begins(phrase, at) ? typed(phrase) : meant(phrase));
      parts.push(length === 0 ? words[at] : { combineWith: 'OR', queries: group.map(any) });
      at += Math.max(length, 1);
    }
    return parts;
  };

  // Sections by their pages, the best first: those that hold all words, and where these are few, those that hold any.
  const find = (prepared, question) => {
    const { engine, sections } = prepared;
    const queries = asked(question, prepared);
    if (queries.length === 0) return null;
    const all = engine.search({ combineWith: 'AND', queries });
    const known = new Set(all.map(({ id }) => id));
    const any = all.length < FEW ? engine.search({ combineWith: 'OR', queries }).filter(({ id }) => !known.has(id)) : [];
    const found = [...all, ...any];
    const pages = new Map();
    for (const { id, terms } of found) {
      const section = sections[id];
      if (!pages.has(section.page)) pages.set(section.page, []);
      const results = pages.get(section.page);
      if (results.length < MOST_SECTIONS) results.push({ section, terms: new Set(terms) });
    }
    return [...pages].slice(0, MOST_PAGES);
  };

  // The stretch of a text that holds most of the words that were found, from a little before the first of them.
  const excerpt = (text, terms) => {
    const words = [...text.matchAll(WORD)];
    const hits = words.map(({ 0: word }) => (terms.has(fold(word)) ? fold(word) : null));
    let best = { at: 0, count: 0 };
    hits.forEach((hit, at) => {
      const count = hit ? new Set(hits.slice(at, at + EXCERPT).filter(Boolean)).size : 0;
      if (count > best.count) best = { at, count };
    });
    const first = Math.max(0, Math.min(best.at - 4, words.length - EXCERPT));
    const last = Math.min(words.length, first + EXCERPT) - 1;
    if (last < 0) return text;
    const start = first === 0 ? 0 : words[first].index;
    const end = last === words.length - 1 ? text.length : words[last].index + words[last][0].length;
    return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
  };

  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };

  // A text with the words marked that were found. It is put in as text, whatever it holds.
  const marked = (name, className, text, terms) => {
    const made = element(name, className);
    let end = 0;
    for (const { 0: word, index: at } of text.matchAll(WORD)) {
      if (!terms.has(fold(word))) continue;
      made.append(text.slice(end, at), element('mark', '', word));
      end = at + word.length;
    }
    made.append(text.slice(end));
    return made;
  };

  let options = [];
  let chosen = -1;

  // A link that arrows lead to from the field.
  const selectable = (link, address) => {
    link.href = address;
    link.id = `page.search.${options.length}`;
    link.tabIndex = -1;
    link.setAttribute('role', 'option');
    link.setAttribute('aria-selected', 'false');
    return link;
  };

  const option = ({ section, terms }) => {
    const link = element(
      'a',
      'search-result',
      marked('span', 'search-heading', section.heading || section.page.title, terms),
      ' ',
      marked('span', 'search-excerpt', excerpt(section.text, terms), terms),
    );
    return selectable(link, root + section.page.url + (section.anchor ? `#${encodeURIComponent(section.anchor)}` : ''));
  };

  const choose = (at) => {
    options[chosen]?.setAttribute('aria-selected', 'false');
    chosen = at;
    const now = options[chosen];
    if (!now) return input.removeAttribute('aria-activedescendant');
    now.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', now.id);
    return now.scrollIntoView({ block: 'nearest' });
  };

  // Where a server answers questions, the words may be put to it as one.
  const question = () => {
    const words = input.value.trim();
    if (!said.ask || !words) return [];
    const link = selectable(element('a', 'search-result search-ask', `${said.asking}: `, element('q', '', words)), `${said.ask}?ask=${encodeURIComponent(words)}`);
    options.push(link);
    return [link];
  };

  const show = (pages, words, isReady = true) => {
    options = [];
    const groups = pages.map(([page, results], at) => {
      const title = element('div', 'search-page', page.title);
      title.id = `page.search.page.${at}`;
      if (page.draft) title.append(' ', element('span', 'tag', said.draft));
      const links = results.map((result) => {
        options.push(option(result));
        return options.at(-1);
      });
      const group = element('div', 'search-group', title, ...links);
      group.setAttribute('role', 'group');
      group.setAttribute('aria-labelledby', title.id);
      return group;
    });
    list.replaceChildren(...groups, ...(isReady ? question() : []));
    list.hidden = options.length === 0;
    list.scrollTop = 0;
    input.setAttribute('aria-expanded', String(options.length > 0));
    status.textContent = words;
    chosen = -1;
    choose(options.length > 0 ? 0 : -1);
  };

  let turn = 0;
  const search = async () => {
    turn += 1;
    const mine = turn;
    const waiting = setTimeout(() => mine === turn && show([], said.loading, false), 150);
    try {
      const found = find(await load(), input.value);
      if (mine !== turn) return;
      if (!found) show([], '');
      else if (found.length === 0) show([], said.nothing);
      else show(found, `${said.results} ${found.reduce((sum, [, results]) => sum + results.length, 0)}`);
    } catch {
      if (mine === turn) show([], said.unavailable, false);
    } finally {
      clearTimeout(waiting);
    }
  };

  input.addEventListener('input', search);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || options.length === 0) return;
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
    if (event.key in steps) choose((steps[event.key] + options.length) % options.length);
    else if (event.key === 'Enter') options[chosen]?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', ({ ctrlKey, metaKey, shiftKey }) => {
    if (!ctrlKey && !metaKey && !shiftKey) dialog.close();
  });
  dialog.addEventListener('asked', search);
  search();
})();
