import type { UpgradeEstateInput } from '../../src/workflows/upgrade-estate.js';
import type { OperationKind } from '../../src/domain/operations/index.js';
import type { Driver, OperationOfTest, RunDriver } from '../support/run-harness.js';
import { VC_SEVEN } from '../support/stub-world.js';
import type { createStubEstate, StubEstate } from '../support/stub-estate.js';

type Shape = Parameters<typeof createStubEstate>[0];
type Trouble = Parameters<typeof createStubEstate>[1];

/** A run whose histories are worth keeping. */
export type Scenario = UpgradeScenario | OperationScenario;

interface Saved {
  /** Types of workflows whose histories are stored; the others of the run would say nothing new. */
  readonly saves: readonly string[];
  /** End of the IDs of the hosts whose histories are stored; absent = all. */
  readonly host?: string;
  readonly shape: Shape;
  readonly trouble?: () => Trouble;
  /** Another estate than that of the shape. */
  readonly stub?: () => StubEstate;
}

interface UpgradeScenario extends Saved {
  readonly operation?: undefined;
  readonly input?: Partial<UpgradeEstateInput>;
  /** Brings the run to its end; a string answered is the ID of the workflow to store instead. */
  readonly drive: (run: RunDriver, stub: StubEstate) => Promise<unknown>;
}

/** An operation beside the upgrade: what is asked, on the estate of the shape. */
interface OperationScenario extends Saved {
  readonly operation: Asked | ((stub: StubEstate) => Promise<Asked>);
  readonly drive: (run: Driver, stub: StubEstate) => Promise<unknown>;
}

type Asked = OperationOfTest<OperationKind>;

export const SMALL: Shape = { taHosts: 2, clusters: { A: 1 } };
export const TWO: Shape = { taHosts: 2, clusters: { A: 2 } };
export const SEVEN: Shape = { ...SMALL, vcentersFrom: VC_SEVEN };
export const NEW = '8.0.3-24022510';
export const ROLLS = ['rollTrustAuthorityHosts', 'rollTrustedCluster'];
export const RUN = 'upgradeEstate';
export const HOST = 'upgradeHost';
export const EVERY = [RUN, 'upgradeVCenter', ...ROLLS, 'qualifyBaseImage', HOST];
