import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { packageFolder } from '../support/processes.js';

/**
 * A copy of the built product as it is now: what is built while it is played does not change it.
 *
 * @returns folder that holds its `dist`
 */
export async function copyProduct(name: string, from = packageFolder): Promise<string> {
  const folder = join(packageFolder, '.var', 'chaos', `${name}-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(from, 'dist'), join(folder, 'dist'), { recursive: true });
  // Without its name: two packages of one name confuse tools that look for packages.
  const { name: _, ...about } = JSON.parse(
    await readFile(join(packageFolder, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  await writeFile(join(folder, 'package.json'), JSON.stringify(about));
  return `${folder}/`;
}

/**
 * A copy of the built product with compiled files changed, for tests of the tests: the product itself has no such
 * switches.
 *
 * @param from - what is copied
 * @param changes - by file below `dist`
 * @returns folder that holds its `dist`
 */
export async function buildVariant(
  name: string,
  from: string,
  changes: Readonly<Record<string, (text: string) => string>>,
): Promise<string> {
  const folder = await copyProduct(name, from);
  const dist = join(folder, 'dist');
  for (const [file, change] of Object.entries(changes)) {
    const path = join(dist, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
  const quiet = (): void => {};
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  await writeFile(join(dist, 'workflow-bundle.js'), code);
  return folder;
}

/** The text with one thing in it replaced. @throws when it is not there, so that no variant is the product itself */
export function replaced(text: string, found: string, by: string): string {
  if (!text.includes(found)) throw new Error(`the product has no "${found}" any more`);
  return text.replace(found, () => by);
}
