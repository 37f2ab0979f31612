import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DURATION_KINDS, DURATIONS } from '../../../../src/domain/durations.js';
import { EFFECTS, renderEffectReference, whyNeverRepeated } from '../../../../src/domain/effects/index.js';
import { createVSphere } from '../../../../src/vsphere/index.js';
import { restOperations } from '../../../../src/vsphere/rest/operations.js';
import { readMethods } from '../../../../src/vsphere/soap/client.js';
import { expectReference } from '../../../support/reference-file.js';

type Listed = (typeof EFFECTS)[number];
const named = (pick: (effect: Listed) => readonly string[]) => [...new Set(EFFECTS.flatMap(pick))].toSorted();
const operations = named((effect) => effect.operations);
const [restNames, soapNames] = [
  operations.filter((name) => name.includes(' /')),
  operations.filter((name) => !name.includes(' /')),
];

it('docs/reference/effects.md is current', async () => {
  await expectReference('docs/reference/effects.md', renderEffectReference());
});

describe('every effect is told in full', () => {
  it.each(EFFECTS.map((effect) => [effect.name, effect] as const))('%s', (_, effect) => {
    for (const text of [effect.does, effect.begun, effect.done, effect.unknown, effect.undo]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
    expect(effect.rules.join()).toMatch(/^[A-Z]{2,3}-\d+(,[A-Z]{2,3}-\d+)*$/);
  });

  it('under a name of its own', () => {
    expect(named(({ name }) => [name])).toHaveLength(EFFECTS.length);
  });
});

describe('every write on the wire belongs to an effect', () => {
  const nameOf = ({ method, path, action, isTask }: (typeof restOperations)[number]) =>
    `${method} ${path}${action === undefined ? '' : `?action=${action}`}${isTask ? ' [T]' : ''}`;

  it('of the Automation API: all that are no reads, and the sessions', () => {
    const writes = restOperations.filter(({ isRead }) => !isRead).map((operation) => nameOf(operation));
    const sessions = ['POST /session', 'DELETE /session'];
    expect(restOperations.map((operation) => nameOf(operation))).toEqual(expect.arrayContaining(sessions));
    expect(restNames).toEqual([...writes, ...sessions].toSorted());
  });

  it('of vim25: all methods in the source that are no reads, and the sessions', () => {
    const source = readdirSync('src/vsphere', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`src/vsphere/${name}`, 'utf8'))
      .join('\n');
    const used = new Set(
      [...source.matchAll(/method: '([A-Z][a-z]\w+)'/g)].map(([, method]) => method ?? ''),
    );
    expect([...readMethods].filter((method) => !used.has(method))).toEqual([]);
    const writes = [...used].filter((method) => !readMethods.has(method));
    const methods = soapNames.map((name) => name.split('.')[1] ?? '').toSorted();
    expect(methods).toEqual([...writes, 'Login', 'Logout'].toSorted());
  });
});

it('every method of the vSphere ports that is no read belongs to an effect', () => {
  const ports = createVSphere({ secrets: { resolve: () => Promise.reject(new Error('no secrets here')) } });
  const methods = Object.entries(ports).flatMap(([port, methods]) =>
    typeof methods === 'function' ? [port] : Object.keys(methods as object).map((name) => `${port}.${name}`),
  );
  const writes = methods.filter((name) => !/\.(read|find|list)[A-Z]/.test(name));
  const ours = named((effect) => effect.ports).filter((name) => !/^(blobs|records)\./.test(name));
  expect(ours).toEqual(writes.toSorted());
});

describe('what is never repeated is never repeated by a default either', () => {
  it.each(DURATION_KINDS)('%s', (kind) => {
    const { retries, retryDelaySeconds } = DURATIONS[kind];
    expect(retries > 0).toBe(whyNeverRepeated(kind) === undefined);
    expect(retryDelaySeconds > 0).toBe(retries > 0);
  });

  it('DG-14, REC-5: reboot, apply, install and the removal of an image are among them', () => {
    const never = EFFECTS.filter(({ repeat }) => repeat === 'never');
    expect(never.map(({ name }) => name)).toEqual([
      'install',
      'apply',
      'reboot',
      'remove host',
      'add host',
      'remove image',
      'stop service',
      'restart service',
    ]);
  });
});

it.each(DURATION_KINDS)('expected, soft warning and hard limit of %s are in order', (kind) => {
  const { expectedSeconds, softWarningSeconds, hardLimitSeconds, pollSeconds } = DURATIONS[kind];
  expect([expectedSeconds, softWarningSeconds, hardLimitSeconds]).toEqual(
    [expectedSeconds, softWarningSeconds, hardLimitSeconds].toSorted((a, b) => a - b),
  );
  expect(pollSeconds).toBeLessThan(expectedSeconds);
});
