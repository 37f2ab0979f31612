import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { PATCHES, type Patch } from '../../../src/workflows/patches.js';

const folder = fileURLToPath(new URL('../../../src/', import.meta.url));
const CALL = /\b(?:patched|deprecatePatch)\(\s*(.*?)\s*[,)]/g;

/** First argument of each call, as it is written, by file. */
async function calls(): Promise<{ file: string; argument: string }[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = (await readFile(join(folder, file), 'utf8')).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return [...text.matchAll(CALL)].map(([, argument = '']) => ({ file, argument }));
    }),
  );
  return found.flat();
}

it('every patch in the workflows is registered under its literal name', async () => {
  const known = Object.keys(PATCHES).map((name) => `'${name}'`);
  const found = await calls();
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ argument }) => !known.includes(argument))).toEqual([]);
});

it('every registered patch is in use', async () => {
  const used = (await calls()).map(({ argument }) => argument.slice(1, -1));
  expect(Object.keys(PATCHES).filter((name) => !used.includes(name))).toEqual([]);
});

it.each(Object.entries(PATCHES as Readonly<Record<string, Patch>>))(
  '%s says since when, why and until when',
  (name, { since, why, removableFrom }) => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(why.length).toBeGreaterThan(20);
    for (const release of [since, removableFrom]) expect(release).toMatch(/^\d+\.\d+\.\d+$/);
    const numbers = (release: string): number[] => release.split('.').map(Number);
    const [[major = 0, minor = 0], [endMajor = 0, endMinor = 0]] = [numbers(since), numbers(removableFrom)];
    // Runs of the release before `since` may be in flight until the one after it has been out for a while.
    expect(endMajor > major || endMinor >= minor + 2).toBe(true);
  },
);
