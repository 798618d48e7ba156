// edit.mjs PROGRAM PROJECT [ROUNDS]: how long an author waits for an edit, from the file being written to the page in the browser showing it.
//
// `PROGRAM serve` previews a copy of the project. A file is written, and three moments are taken: the preview's own word how long it compiled; a client of the
// live-reload stream hears of it, which is the least that a browser could need; Chromium has painted the page anew. The median and the longest of each are told.
// playwright-core lies where the tests with outside programs have it: `npm ci` in tests/outside. CHROMIUM names a browser other than Debian's.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { chromium } = createRequire(new URL('../tests/outside/package.json', import.meta.url))('playwright-core');
const [program, shipped, rounds = '15'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'counterpart-edit-'));
const project = join(folder, 'project');
for (const input of readdirSync(shipped).filter((name) => /^(asked\.yaml|brands|sources|templates|counterpart(\.\w+)?\.yaml)$/.test(name))) {
  cpSync(join(shipped, input), join(project, input), { recursive: true });
}

// What the editing is done with: the first source without a folder, and the first brand's page of it.
const sources = readdirSync(join(project, 'sources')).filter((name) => /^[^.]+\.md$/.test(name) && !name.startsWith('_')).sort();
const source = sources.find((name) => name === 'refunds.md') ?? sources[0];
const brand = readdirSync(join(project, 'brands')).filter((name) => /^[^.]+\.yaml$/.test(name)).sort()[0];
const page = `${brand.replace('.yaml', '')}/${source.replace('.md', '.html')}`;

const kinds = {
  'a word': { file: join('sources', source), write: (text, mark) => `${text}\nWritten ${mark}.\n` },
  'a new heading': { file: join('sources', source), write: (text, mark) => `${text}\n## Written ${mark}\n\nFor others to refer to.\n` },
  'a value of the brand': { file: join('brands', brand), write: (text, mark) => text.replace(/^name: .*$/m, `name: Written ${mark}`) },
};

// What the server has said so far.
const said = [];
const { url, end } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  const tab = await browser.newPage();
  const looks = [];
  await tab.exposeFunction('painted', (mark, time) => looks.push({ mark, time }));
  await tab.addInitScript(() => {
    // A message that is posted before a frame is painted arrives after it.
    const seen = new Set();
    const look = () => {
      for (const [mark] of document.documentElement.textContent.matchAll(/mark\d+x\d+x/g)) {
        if (seen.has(mark)) continue;
        seen.add(mark);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => painted(mark, performance.timeOrigin + performance.now());
        port2.postMessage('');
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await tab.goto(url + page);
  for (const [kind, { file, write }] of Object.entries(kinds)) await measure(kind, join(project, file), write, looks);
} finally {
  await browser.close();
  await end();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(kind, file, write, looks) {
  const text = readFileSync(file, 'utf8');
  const times = { compiled: [], heard: [], painted: [] };
  for (let round = 0; round <= Number(rounds); round += 1) {
    const mark = `mark${kind.length}x${round}x`;
    const lines = said.length;
    const { change } = await hearing();
    await pause(250);
    const start = performance.timeOrigin + performance.now();
    writeFileSync(file, write(text, mark));
    const at = await change;
    const look = await until(() => looks.find((look) => look.mark === mark));
    const line = await until(() => said.slice(lines).find((line) => / changed.*, in /.test(line)));
    // The first edit of a kind fills caches.
    if (round === 0) continue;
    times.compiled.push(milliseconds(line));
    times.heard.push(at - start);
    times.painted.push(look.time - start);
  }
  writeFileSync(file, text);
  await pause(1_000);
  const told = Object.entries(times).map(([name, all]) => `${name} ${median(all).toFixed(0)} ms (at most ${Math.max(...all).toFixed(0)})`);
  console.log(`${kind.padEnd(22)} ${told.join(', ')}`);
}

// When the stream next tells of another page than now. It is asked as the page's script asks it.
async function hearing() {
  let now = await event({});
  const { stamp } = now;
  const next = async () => {
    while (now.stamp === stamp) now = await event(now);
    return performance.timeOrigin + performance.now();
  };
  // Within an object, since a promise itself would be waited for.
  return { change: next() };
}

async function event({ stamp = '', id = '' }) {
  const query = new URLSearchParams({ page, stamp, revision: id });
  const text = await (await fetch(`${url}~events?${query}`)).text();
  const data = /^data: (.*)$/m.exec(text);
  return data ? { stamp: JSON.parse(data[1]).stamp, id: /^id: (.*)$/m.exec(text)[1] } : { stamp, id };
}

async function serve() {
  const server = spawn(resolve(program), ['serve', '--project', project, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr.setEncoding('utf8').on('data', (text) => said.push(...text.split('\n').filter(Boolean)));
  const line = await until(() => said.find((line) => / serves a preview/.test(line)), 120_000);
  const end = () => new Promise((done) => server.on('exit', done).kill('SIGINT'));
  return { url: /^\S+/.exec(line)[0], end };
}

function milliseconds(line) {
  const [, number, unit] = /in ([\d.]+) ?(ms|s)\b/.exec(line);
  return Number(number) * (unit === 's' ? 1_000 : 1);
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function pause(time) {
  return new Promise((done) => setTimeout(done, time));
}

async function until(look, patience = 10_000) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(2)) {
    const seen = look();
    if (seen) return seen;
  }
  throw new Error(`nothing came: ${said.slice(-3).join(' | ')}`);
}
