// What a build wrote: its sites and their pages.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';

// The sites of a build, each with its folder and the paths of its pages.
export function sites(dist) {
  const brands = readdirSync(dist).filter((name) => statSync(`${dist}/${name}`, { throwIfNoEntry: false })?.isDirectory());
  const folders = brands.map((brand) => ({ brand, folder: `${dist}/${brand}/html` })).filter(({ folder }) => statSync(folder, { throwIfNoEntry: false }));
  return folders.map(({ brand, folder }) => ({ brand, folder, pages: pages(folder) }));
}

function pages(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && file.name.endsWith('.html'));
  const paths = files.map((file) => relative(folder, `${file.parentPath}/${file.name}`)).sort();
  // The page at an old address is gone before anyone sees it.
  return paths.filter((path) => !readFileSync(`${folder}/${path}`, 'utf8').includes('http-equiv="refresh"'));
}

// A page that is shown in place of a missing one has no place of its own, from which its links could be seen.
export const hasPlace = (path) => basename(path) !== '404.html';

// The list of policies of each language.
export const lists = (site) => site.pages.filter((path) => basename(path) === 'index.html' && (dirname(path) === '.' || /^[a-z]{2,3}(-[A-Za-z]+)*$/.test(dirname(path))));

// The page of all policies is as long as they are.
export const holdsAll = (path) => basename(path) === 'all.html';
