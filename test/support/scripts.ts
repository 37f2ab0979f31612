import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** A module of `scripts/lib`, which is plain JavaScript; the caller says what it expects of it. */
export const loadScript = async <T>(name: string): Promise<T> =>
  (await import(join(PROJECT, 'scripts', 'lib', name))) as T;

/** A temporary folder for one test, gone when the work is done. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vta-scripts-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A program made of a few lines of Node: stands in for `go`, `npm`, `temporal` without anything on the PATH. */
export async function fakeProgram(path: string, body: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, programText(body));
  await chmod(path, 0o755);
  return path;
}

export const programText = (body: string): string =>
  `#!${process.execPath}\nconst fs = require('node:fs');\nconst args = process.argv.slice(2);\n${body}\n`;

/** Answers `--version` as the real ones do. */
export const SERVER_SAYS = (version: string): string => `console.log('temporal version ${version}');`;
export const CLI_SAYS = (version: string): string =>
  `console.log('temporal version 1.5.1 (Server ${version}, UI 2.42.1)');`;
