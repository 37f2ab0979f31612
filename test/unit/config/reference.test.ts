import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { renderConfigurationReference } from '../../../src/config/index.js';
import { Config } from '../../../src/config/schema.js';
import { expectReference } from '../../support/reference-file.js';

it('docs/reference/configuration.md is current', async () => {
  await expectReference('docs/reference/configuration.md', renderConfigurationReference());
});

it('every key has a meaning', () => {
  const rows = renderConfigurationReference()
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.split('|').length === 6);
  expect(rows.length).toBeGreaterThan(18);
  for (const line of rows) expect(line).not.toMatch(/\| +\|$/);
});

it('its example is a valid configuration', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(renderConfigurationReference())?.[1] ?? '';
  expect(Config.safeParse(parse(example)).error).toBeUndefined();
});
