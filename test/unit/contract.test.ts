import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import * as contract from '../../src/contract/index.js';
import type * as estate from '../../src/domain/model/estate.js';
import type { Finding } from '../../src/domain/model/finding.js';
import type * as inventory from '../../src/domain/model/inventory.js';
import type * as plan from '../../src/domain/model/plan.js';
import type { RunReport } from '../../src/domain/model/report.js';
import * as run from '../../src/domain/model/run.js';
import type { WaitingOn } from '../../src/domain/model/waiting.js';

/** Compiles only while every domain value is a value of the contract, with no key that the contract does not know. */
type Covers<D, S extends z.ZodType> = D extends z.input<S> ? KeysCovered<D, z.output<S>> : never;
type KeysCovered<D, C> = Exclude<AllKeys<D>, AllKeys<C>> extends never ? true : never;
type AllKeys<T> = T extends unknown ? keyof T : never;

const covered: readonly true[] = [
  true satisfies Covers<Finding, typeof contract.Finding>,
  true satisfies Covers<WaitingOn, typeof contract.WaitingOn>,
  true satisfies Covers<estate.Estate, typeof contract.Estate>,
  true satisfies Covers<inventory.EstateInventory, typeof contract.EstateInventory>,
  true satisfies Covers<inventory.EsxCluster, typeof contract.EsxCluster>,
  true satisfies Covers<inventory.EsxHost, typeof contract.EsxHost>,
  true satisfies Covers<inventory.BaseImage, typeof contract.BaseImage>,
  true satisfies Covers<inventory.LedgerRow, typeof contract.LedgerRow>,
  true satisfies Covers<inventory.Attestation, typeof contract.Attestation>,
  true satisfies Covers<plan.UpgradeRequest, typeof contract.UpgradeRequest>,
  true satisfies Covers<plan.UpgradePlan, typeof contract.UpgradePlan>,
  true satisfies Covers<plan.Forecast, typeof contract.Forecast>,
  true satisfies Covers<run.RunStatus, typeof contract.RunStatus>,
  true satisfies Covers<run.GateStatus, typeof contract.GateStatus>,
  true satisfies Covers<run.TierStatus, typeof contract.TierStatus>,
  true satisfies Covers<run.Debt, typeof contract.Debt>,
  true satisfies Covers<run.HostProgress, typeof contract.HostProgress>,
  true satisfies Covers<run.RunEvent & { position: number }, typeof contract.RunEvent>,
  true satisfies Covers<RunReport, typeof contract.RunReport>,
];

describe('the contract says what the domain says', () => {
  it('covers every key of every domain type that leaves the service', () => {
    expect(covered.every(Boolean)).toBe(true);
  });

  it('knows the same final states', () => {
    expect(contract.FINAL_RUN_STATES).toEqual(run.FINAL_RUN_STATES);
  });
});

describe('requests are strict', () => {
  it.each([
    ['a decision', contract.GateDecisionBody, { verdict: 'approved', planHash: 'a'.repeat(64), reason: 'r' }],
    ['a reason', contract.ReasonBody, { reason: 'r' }],
    ['an estate', contract.EstateRegistration, { text: 'x' }],
    [
      'a plan request',
      contract.PlanRequest,
      { request: { estate: 'e', vcenterVersion: 'v', esxVersion: 'e' } },
    ],
    ['a start', contract.StartRun, { estate: 'e', planHash: 'a'.repeat(64), reason: 'r' }],
  ])('a misspelt field of %s is refused', (_, schema: z.ZodType, value) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(schema.safeParse({ ...value, reasn: 'r' }).success).toBe(false);
  });
});
