import {
  allHandlersFinished,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
} from '@temporalio/workflow';
import type { LoadedOperation } from '../../activities/operations.js';
import { clusterOffers } from '../../domain/deciding/index.js';
import { runWorkflowId } from '../../domain/ids.js';
import type { Estate } from '../../domain/model/estate.js';
import type { Debt } from '../../domain/model/run.js';
import type { OperationEnd, OperationKind } from '../../domain/operations/index.js';
import { records } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import { operationStepSignal, type OperationStepNews } from '../messages.js';
import type { Parkable } from '../parking.js';
import { tellingEnd } from '../tell-end.js';
import { understood } from '../understood.js';
import { Aborted, beginUnit, type Unit } from '../unit.js';
import type { OperationInput } from './input.js';

/** What an operation is carried out with. */
export interface Operation {
  readonly context: UnitContext;
  readonly estate: Estate;
  /** Waiting, attempting, working, parking: as in every part of a run. */
  readonly unit: Unit;
  /**
   * One step of the plan, by its ID; what it does looks before it acts.
   *
   * @throws Aborted, when the run is aborted before it begins
   */
  step<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** A step that is done whatever became of those before it, abort and cancellation included: what must be put back. */
  always<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Asks for an approval, with what the approver should look at. @throws OperationEnds when rejected @throws Aborted */
  gate(id: string, evidence: readonly string[]): Promise<void>;
  /** Tells the run that a planned gate is not needed. */
  skipGate(id: string, why: string): Promise<void>;
  /** Tells a line of the story. */
  readonly tell: (text: string) => void;
  /** Something that stays open when the operation ends. */
  readonly debt: (debt: Debt) => void;
}

/** Ends an operation early, for a reason that is no mistake; what was begun has been put back by then. */
export class OperationEnds extends Error {
  override readonly name = 'OperationEnds';
  readonly state: Exclude<OperationEnd['state'], 'done'>;
  constructor(state: OperationEnds['state'], message: string) {
    super(message);
    this.state = state;
  }
}

/**
 * The frame of every operation's workflow: handlers first, the plan, then `work`, whose answer is the sentence people
 * read at the end. Pause takes effect before each step, abort as well.
 *
 * @param parkable - how it parks; absent = retry, verify, abort
 */
export async function operate<K extends OperationKind>(
  input: OperationInput,
  kind: K,
  work: (operation: Operation, plan: LoadedOperation<K>) => Promise<string>,
  parkable?: (context: UnitContext) => Parkable,
): Promise<OperationEnd> {
  understood(input);
  const { context } = input;
  const planned = async (operation: Operation): Promise<string> => {
    const plan = await records.loadOperation({ planHash: context.planHash, kind });
    // The activity has checked that it is of this kind.
    return work(operation, plan as LoadedOperation<K>);
  };
  return tellingEnd(input, () =>
    carryOut(input, planned, parkable === undefined ? {} : { parkable: parkable(context) }),
  );
}

/** How an operation is carried out as a part of a run of another kind. */
interface PartOfRun {
  /** Name of a gate in the run, which has gates of its own. */
  gateId(id: string): string;
}

/**
 * Does the work of an operation and answers how it ended. As a part of a run of another kind it tells its steps as lines of
 * the story, and its gates have other names.
 */
export async function carryOut(
  { context, estate, subject, control }: OperationInput,
  work: (operation: Operation) => Promise<string>,
  { parkable = PLAIN, part }: { readonly parkable?: Parkable; readonly part?: PartOfRun } = {},
): Promise<OperationEnd> {
  const debts: Debt[] = [];
  const unit = beginUnit(context, subject, {
    control,
    reportsAll: true,
    parkable,
  });
  const run = getExternalWorkflowHandle(runWorkflowId(context.estate));
  const tell = (text: string): void => void unit.story.tell('operation', subject, text);
  const gateId = (id: string): string => part?.gateId(id) ?? id;

  async function news(step: string, state: OperationStepNews['state']): Promise<void> {
    if (part === undefined) await run.signal(operationStepSignal, { step, state });
    else tell(`${subject}: step '${step}' ${state}`);
  }

  async function carry<T>(id: string, does: () => Promise<T>): Promise<T> {
    await news(id, 'running');
    try {
      const result = await does();
      await news(id, 'done');
      return result;
    } catch (error) {
      if (!isCancellation(error)) await news(id, 'failed');
      throw error;
    }
  }

  const operation: Operation = {
    context,
    estate,
    unit,
    async step(id, does) {
      await unit.checkpoint();
      return carry(id, does);
    },
    always: (id, does) => CancellationScope.nonCancellable(() => carry(id, does)),
    async gate(id, evidence) {
      const gate = gateId(id);
      if (!(await unit.gate(gate, evidence))) throw new OperationEnds('rejected', `${gate} was rejected`);
      await unit.checkpoint();
    },
    skipGate: (id, why) => unit.skipGate(gateId(id), why),
    tell,
    debt: (debt) => void debts.push(debt),
  };

  let end: OperationEnd;
  try {
    await unit.checkpoint();
    end = { state: 'done', text: await work(operation), debts };
  } catch (error) {
    if (error instanceof OperationEnds) end = { state: error.state, text: error.message, debts };
    else if (error instanceof Aborted) end = { state: 'aborted', text: 'aborted', debts };
    else throw error;
  }
  await unit.story.flush();
  await condition(allHandlersFinished);
  return end;
}

export const PLAIN: Parkable = { kind: 'operation', offers: clusterOffers, logFiles: () => [], names: [] };
