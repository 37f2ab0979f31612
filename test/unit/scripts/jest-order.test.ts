import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder, loadScript } from '../../support/scripts.js';

interface Test {
  readonly path: string;
  readonly context: { readonly config: { readonly displayName: { readonly name: string } } };
}
const { default: Order } = await loadScript<{ default: new () => { sort(tests: Test[]): Test[] } }>(
  'jest-order.mjs',
);

/** Names of test files, `project:bytes`, as they are started. */
const started = (...names: string[]): Promise<string[]> =>
  inTemporaryFolder(async (folder) => {
    const tests = await Promise.all(
      names.map(async (name): Promise<Test> => {
        const [project = '', bytes = ''] = name.split(':');
        const path = join(folder, name);
        await writeFile(path, 'x'.repeat(Number(bytes)));
        return { path, context: { config: { displayName: { name: project } } } };
      }),
    );
    return new Order().sort(tests).map(({ path }) => path.slice(folder.length + 1));
  });

describe('the order of test files', () => {
  it('begins with the long ones, two others behind each, the larger first', async () => {
    expect(
      await started('workflows:9', 'e2e:1', 'integration:8', 'e2e:2', 'peers:7', 'workflows:6', 'peers:5'),
    ).toEqual(['e2e:2', 'workflows:9', 'integration:8', 'e2e:1', 'peers:7', 'workflows:6', 'peers:5']);
  });

  it('begins with the files that play tables of whole runs, whatever their size', async () => {
    const [tables, demo] = ['e2e:1:stories.test.ts', 'e2e:1:demo-scenarios.test.ts'];
    expect(await started('e2e:9', tables, 'workflows:8', 'e2e:7', demo)).toEqual([
      demo,
      'workflows:8',
      tables,
      'e2e:9',
      'e2e:7',
    ]);
  });

  it.each([
    ['only long ones', ['e2e:1', 'e2e:3', 'e2e:2'], ['e2e:3', 'e2e:2', 'e2e:1']],
    ['only others', ['unit:1', 'unit:2'], ['unit:2', 'unit:1']],
    ['fewer others than fit', ['e2e:3', 'e2e:2', 'peers:1'], ['e2e:3', 'peers:1', 'e2e:2']],
  ])('leaves none out: %s', async (_, given, expected) => {
    expect(await started(...given)).toEqual(expected);
  });
});
