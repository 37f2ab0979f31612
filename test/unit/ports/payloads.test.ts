import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import {
  AskPayload,
  GateDecisionPayload,
  HostProgressPayload,
  PlanInputPayload,
  PlanPayload,
  PlanResultPayload,
  readPayload,
  RunEventPayload,
  RunInputPayload,
  RunStatusPayload,
  SurveyInputPayload,
  SurveyResultPayload,
} from '../../../src/ports/payloads/index.js';
import { whyNotUnderstood } from '../../../src/domain/payload-schema.js';
import { payloadsIn, type Sample } from '../../support/stored-payloads.js';
import { storedFiles } from '../../replay/history-files.js';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'input upgradeEstate': RunInputPayload,
  'input surveyEstate': SurveyInputPayload,
  'input planUpgrade': PlanInputPayload,
  'result upgradeEstate': RunStatusPayload,
  'result surveyEstate': SurveyResultPayload,
  'result planUpgrade': PlanResultPayload,
  'update decideGate': GateDecisionPayload,
  'update pauseRun': AskPayload,
  'update resumeRun': AskPayload,
  'update abortRun': AskPayload,
  'answer of an update': RunStatusPayload,
  event: RunEventPayload,
  'status to remember': RunStatusPayload,
};

const samples: Sample[] = [];
for (const file of await storedFiles()) samples.push(...(await payloadsIn(file)));
const plan = JSON.parse(
  await readFile(fileURLToPath(new URL('../../payloads/0.1.0/plan.json', import.meta.url)), 'utf8'),
) as Record<string, unknown>;

/** Tables by name of what the estate has: their keys are no fields. */
const TABLES = ['addresses'];

/** The same with a field that nobody knows in every object of it. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withMore(item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(
    ([key, item]) => [key, TABLES.includes(key) ? item : withMore(item)] as const,
  );
  return { ...Object.fromEntries(fields), ofTheNextRelease: { on: true } };
}

const kinds = Object.entries(SCHEMAS);
const of = (kind: string): Sample[] => samples.filter((sample) => sample.kind === kind);

describe('what releases so far wrote', () => {
  it.each(kinds)('%s: is read, and handed on as it is', (kind, schema) => {
    expect(of(kind)).not.toEqual([]);
    for (const { value, where } of of(kind)) expect(readPayload(where, schema, value)).toBe(value);
  });

  it.each(kinds)('%s: with fields of a later release is read as well', (kind, schema) => {
    for (const { value, where } of of(kind)) {
      expect(() => readPayload(where, schema, { ...(withMore(value) as object) })).not.toThrow();
    }
  });

  it('lines of hosts are read', () => {
    // The first write of a line has all of it, later ones name what changed.
    const lines = of('line of a host');
    expect(lines).not.toEqual([]);
    for (const { value, where } of lines) {
      expect(readPayload(where, HostProgressPayload, value)).toBe(value);
      expect(() => readPayload(where, HostProgressPayload, withMore(value))).not.toThrow();
    }
  });

  it('a plan of 0.1.0 is read, also with fields of a later release', () => {
    expect(readPayload('plan', PlanPayload, plan)).toBe(plan);
    expect(() => readPayload('plan', PlanPayload, withMore(plan))).not.toThrow();
  });
});

describe('what only a later release can have written', () => {
  const [status] = of('result upgradeEstate');
  const newer = { code: 'payload-newer' };

  it('is refused by its number, before anything else', () => {
    expect(() => readPayload('x', PlanPayload, { schema: 2 })).toThrow(expect.objectContaining(newer));
    expect(whyNotUnderstood({ schema: 2 })).toMatch(
      /newer release \(payload schema 2, this one understands 1\)/,
    );
    for (const known of [{}, { schema: 1 }, undefined, null, 'text'])
      expect(whyNotUnderstood(known)).toBeNull();
  });

  it.each([
    ['a state of a run', RunStatusPayload, { ...(status?.value as object), state: 'held' }],
    ['a way to boot', PlanPayload, changedHost({ boot: 'live' })],
    ['an executor', PlanPayload, changedHost({ executor: 'robot' })],
    ['a kind of tier', PlanPayload, { ...plan, tiers: [{ kind: 'witnesses', clusters: [] }] }],
  ])('%s that is not known here is refused as such, with the place', (_, schema: z.ZodType, value) => {
    expect(() => readPayload('the payload', schema, value)).toThrow(expect.objectContaining(newer));
    expect(() => readPayload('the payload', schema, value)).toThrow(/written by a newer release.*Upgrade/);
  });

  it('is not taken for it when something is missing: no release writes that', () => {
    const without = { ...(status?.value as object), state: undefined };
    expect(() => readPayload('the status', RunStatusPayload, without)).toThrow(
      expect.objectContaining({ code: 'payload-invalid' }),
    );
    expect(() => readPayload('the plan', PlanPayload, { ...plan, gates: 'none' })).toThrow(/gates/);
  });

  it('a reason for waiting or a type of event that is not known here is shown all the same', () => {
    const waitingOn = [{ kind: 'new', subject: 's', since: '', have: '', need: '', rule: '', youMay: [] }];
    expect(() =>
      readPayload('status', RunStatusPayload, { ...(status?.value as object), waitingOn }),
    ).not.toThrow();
    const [event] = of('event');
    expect(() =>
      readPayload('event', RunEventPayload, { ...(event?.value as object), type: 'new' }),
    ).not.toThrow();
  });

  function changedHost(change: object): unknown {
    const copy = structuredClone(plan) as { tiers: { clusters?: { hosts: object[] }[] }[] };
    Object.assign(copy.tiers[3]?.clusters?.[0]?.hosts[0] ?? {}, change);
    return copy;
  }
});
