import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot } from '../bootstrap/paths.mjs';

const leftOut = new Set(['node_modules', 'dist', '.git', '.sluice', '.turbo']);

/** Copies this checkout, as somebody would clone it, into `folder`. */
export function copyCheckout(folder) {
  cpSync(inRoot(), folder, { recursive: true, filter: (source) => !leftOut.has(basename(source)) });
  linkPackages(folder);
}

/** All files of a checkout or of a copy, by their path in it: what a commit of them would hold. */
export function readCheckout(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !leftOut.has(name));
  return new Map(
    entries.flatMap((entry) =>
      entry.isDirectory()
        ? [...readCheckout(join(folder, entry.name))].map(([path, text]) => [join(entry.name, path), text])
        : [[entry.name, readFileSync(join(folder, entry.name), 'utf8')]],
    ),
  );
}

/** What `npm install` does there: libraries are those of this checkout, workspaces the copy's own. May be called again. */
export function linkPackages(folder) {
  for (const path of [...librariesOf(inRoot('node_modules')), '.bin'])
    link(inRoot('node_modules', path), join(folder, 'node_modules', path));
  for (const file of globSync('{apps,packages,tests}/*/package.json', { cwd: folder })) {
    const { name } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    link(join(folder, dirname(file)), join(folder, 'node_modules', name));
  }
}

/** Without those that are workspaces, and without npm's own files. */
const librariesOf = (folder) => readdirSync(folder).filter((name) => !name.startsWith('.') && name !== '@sluice');

function link(target, path) {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
