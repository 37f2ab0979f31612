import { z } from 'zod';
import { DURATION_KINDS, DURATION_MEANINGS, DURATIONS } from '../domain/durations.js';
import { whyNeverRepeated } from '../domain/effects/index.js';
import { ENVIRONMENT } from './environment.js';
import { Config } from './schema.js';

type Schema = z.core.JSONSchema.BaseSchema;

/** `docs/reference/configuration.md`, rendered from the schema. */
export function renderConfigurationReference(): string {
  const rows = rowsOf(z.toJSONSchema(Config, { io: 'input' }), '');
  const variables = Object.entries(ENVIRONMENT).map(([name, path]) => [
    `\`${name}\``,
    `\`${path.join('.')}\``,
  ]);
  return [
    '# Configuration',
    '',
    'Rendered from `src/config/schema.ts`; a test keeps it current.',
    '',
    'The configuration is a YAML file, named by `--config FILE` or `VTA_CONFIG`, and nothing in it is mandatory. Unknown keys',
    'are errors. Environment variables win over the file, the file over the defaults. Relative paths in the file are',
    'relative to the file. Secrets are never in it: it says where they are (`{ file: PATH }` or `{ env: NAME }`).',
    '',
    ...table(['key', 'type', 'default', 'meaning'], rows),
    '',
    ...durations(),
    '## Environment',
    '',
    ...table(['variable', 'key'], variables),
    '',
    '`VTA_ZONES` is a list with commas. `VTA_CONFIG` names the file.',
    '',
    '## Example',
    '',
    '```yaml',
    'dataDirectory: /var/lib/vta',
    'api:',
    '  listen: 127.0.0.1:8780',
    'temporal:',
    '  address: temporal.example.org:7233',
    'zones: [authority]',
    'credentials:',
    '  ta-vcenter:',
    '    username: vta-conductor@vsphere.local',
    '    password: { file: secrets/ta-vcenter }',
    '  backup:',
    '    username: backup',
    '    password: { env: BACKUP_PASSWORD }',
    'durations:',
    '  evacuation:',
    '    hardLimitMinutes: 480',
    'backup:',
    '  location: sftp://backup.example.org/vcenter',
    '  locationType: SFTP',
    '  credential: backup',
    '```',
    '',
  ].join('\n');
}

/** Steps of a kind with their defaults; a table of its own, as every one of them has the same keys. */
function durations(): string[] {
  const rows = DURATION_KINDS.map((kind) => {
    const { expectedSeconds, softWarningSeconds, hardLimitSeconds, pollSeconds, retries, retryDelaySeconds } =
      DURATIONS[kind];
    const times = [expectedSeconds / 60, softWarningSeconds / 60, hardLimitSeconds / 60, pollSeconds];
    const repeats = [retries, retryDelaySeconds / 60];
    const why = whyNeverRepeated(kind);
    const meaning = `${DURATION_MEANINGS[kind]}${why === undefined ? '' : `; ${why}`}`;
    return [`\`${kind}\``, ...[...times, ...repeats].map(String), meaning];
  });
  const keys = [
    'expectedMinutes',
    'softWarningMinutes',
    'hardLimitMinutes',
    'pollSeconds',
    'retries',
    'retryDelayMinutes',
  ];
  return [
    '## Durations',
    '',
    'Keys below `durations.<kind>`, in time of the estate, with their defaults. After `softWarningMinutes` a step is shown as',
    'late, after `hardLimitMinutes` a person is asked; nothing is given up by itself. `pollSeconds` is the time between two',
    'looks, `retries` how often a failed step is begun again by itself, `retryDelayMinutes` after it failed. Expected, soft',
    'and hard must not fall. A run keeps the times it began with; `pollSeconds` is that of the worker.',
    '',
    ...table(['kind', ...keys, 'meaning'], rows),
    '',
  ];
}

/** A table as the formatter would write it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3),
  );
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ];
}

function rowsOf(schema: Schema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child !== 'object' || (prefix === '' && name === 'durations')) return [];
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const element = typeof child.additionalProperties === 'object' ? child.additionalProperties : undefined;
    const own = child.properties !== undefined && child.description === undefined ? [] : [row(key, child)];
    const below = element?.properties === undefined ? rowsOf(child, key) : rowsOf(element, `${key}.<name>`);
    return [...own, ...below];
  });
}

function row(key: string, schema: Schema): string[] {
  const standard = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  return [`\`${key}\``, typeOf(schema), standard, schema.description ?? ''];
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf !== undefined) return 'secret reference';
  if (schema.type === 'array') {
    const item = Array.isArray(schema.items) ? undefined : schema.items;
    return `list of ${typeof item === 'object' ? typeOf(item) : 'values'}`;
  }
  return schema.type === 'object' ? 'mapping' : String(schema.type);
}
