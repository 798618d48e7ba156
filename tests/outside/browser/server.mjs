// A project of its own and `counterpart serve` at work on it.

import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});

// A copy of the shipped project that asks its readers and may be asked, to be changed at will.
export function project(shipped) {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-served-'));
  for (const part of ['brands', 'sources', 'counterpart.yaml']) cpSync(`${shipped}/${part}`, `${folder}/${part}`, { recursive: true });
  const file = `${folder}/counterpart.yaml`;
  const text = readFileSync(file, 'utf8').replace(/^ {2}(feedback|answers): .*\n/gm, '');
  const asks = 'publishing:\n  feedback: server\n  answers: true';
  writeFileSync(file, /^publishing:$/m.test(text) ? text.replace(/^publishing:$/m, asks) : `${text}\n${asks}\n`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Starts the server; gives its root and how to end it.
export async function serve(program, folder, more = []) {
  const port = await freePort();
  const child = spawn(program, ['serve', '--project', folder, '--port', String(port), ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const root = `http://127.0.0.1:${port}/`;
  for (let left = 600; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
    const answer = await fetch(`${root}heavymelon/`).catch(() => null);
    if (answer?.ok) break;
    await new Promise((later) => setTimeout(later, 100));
  }
  const end = () => new Promise((ended) => {
    child.once('exit', (code) => ended(code));
    child.kill('SIGTERM');
  });
  return { root, end };
}

// What `counterpart feedback export` gives.
export const answers = (program, folder) => JSON.parse(execFileSync(program, ['feedback', 'export', '--format', 'json', '--project', folder], { encoding: 'utf8' }));
