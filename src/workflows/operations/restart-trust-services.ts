import { ActivityFailure, condition, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import type { AuthorityZone } from '../../activities/index.js';
import type { Patience, Watched } from '../../activities/watch.js';
import { logFilesOf } from '../../domain/deciding/index.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import { forceGate } from '../../domain/operations/restart-services/plan.js';
import type { ServiceTarget } from '../../domain/operations/restart-services/targets.js';
import { SERVICE_REASONS, serviceProcedure, whyNotTakeOut } from '../../domain/services/index.js';
import { onAuthority, onTrusted } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import { unitContextOf } from '../estate-context.js';
import type { Parkable } from '../parking.js';
import type { OperationInput } from './input.js';
import { messagesOf } from './messages-of.js';
import { operate, PLAIN, type Operation } from './operate.js';
import { byHand, healthy, running } from './service-steps.js';

/**
 * Services of TA hosts through their vCenter, strictly one host at a time, health OK awaited between them; those of
 * trusted hosts by people, who confirm, and whose work is verified. No order is given twice without a person.
 *
 * @rule SVC-2, SVC-3, SVC-4, SVC-5, INV-4
 */
export async function restartTrustServices(input: OperationInput): Promise<OperationEnd> {
  /** Whose messages and log files a person needs who decides. */
  let inHand: ServiceTarget | undefined;
  const parkable = (context: UnitContext): Parkable => ({
    ...PLAIN,
    logFiles: () => (inHand === undefined ? [] : logFilesOf(inHand.side, inHand.host.name, [])),
    readMessages: async () =>
      inHand === undefined ? [] : messagesOf(sideOf(input, context, inHand.host.vcenter), inHand.host),
  });
  return operate(
    input,
    'restart-services',
    async (operation, { details, request }) => {
      const { action, why: reason, force, targets } = details;
      const done: string[] = [];
      for (const target of targets) {
        inHand = target;
        const { name, vcenter } = target.host;
        await operation.step(`host/${vcenter}/${name}`, async () => {
          if (target.byPeople) await doneByPeople(operation, target);
          else await throughVCenter(operation, target);
        });
        if (target.side === 'authority') done.push(name);
        operation.tell(
          `${name}: ${action} of ${target.services.join(', ')}, ${SERVICE_REASONS[reason]}: ${request.reason}`,
        );
      }
      return targets.length === 0
        ? 'nothing was to be done'
        : `${action} of services done on ${targets.map(({ host }) => host.name).join(', ')}`;

      async function throughVCenter(
        { unit, context }: Operation,
        { host, services }: ServiceTarget,
      ): Promise<void> {
        const { vcenter, queue, timeScale, authority } = context;
        const ta = onAuthority(queue, timeScale);
        const on = { vcenter, cluster: authority.cluster };
        const look = () => ta.does.lookAtServices(on);
        const whyNot = async () => {
          if (action === 'start') return null;
          const { taHosts, health } = await look();
          return whyNotTakeOut(action, host, taHosts, health);
        };
        const why = force ? await unit.attempt('reading the services', 'INV-4', whyNot) : null;
        if (why !== null) await operation.gate(forceGate(host), [why.have]);
        else {
          if (force) await unit.skipGate(forceGate(host), 'another TA host serves');
          await unit.untilClear(whyNot);
        }

        for (const service of services) {
          const order = { vcenter, host, service };
          await unit.work(
            running(host.name, service, action),
            {
              what: `${action} of ${service}`,
              rule: 'SVC-3',
              call: () => (action === 'start' ? ta.does.startService(order) : orderOnce(order)),
            },
            (given, patience) =>
              ta.awaits.awaitService({ ...order, running: action !== 'stop', patience, ...given }),
          );
        }
        if (action === 'stop') return;
        const { taHosts } = await unit.attempt('reading the services', 'SVC-3', look);
        const names = {
          done: [...done, host.name],
          left: taHosts.map(({ ref }) => ref.name).filter((it) => it !== host.name && !done.includes(it)),
        };
        await unit.settle(healthy(host.name), (patience) =>
          ta.awaits.awaitServicesHealthy({ ...on, ...names, patience }),
        );

        /** An order that was lost with its worker may have been carried out: a person decides. @rule SVC-3 */
        async function orderOnce(given: OnService): Promise<{ unanswered?: true }> {
          try {
            return await (action === 'stop' ? ta.does.stopService(given) : ta.does.restartService(given));
          } catch (error) {
            if (isCancellation(error)) throw error;
            if (error instanceof ActivityFailure && error.cause instanceof TimeoutFailure)
              return { unanswered: true };
            throw error;
          }
        }
      }

      /** Waits for the person's word first, then for what it should have brought about. @rule SVC-4, SVC-5 */
      async function doneByPeople({ unit, context }: Operation, target: ServiceTarget): Promise<void> {
        const { host, side, services } = target;
        const { steps } = serviceProcedure(side, host, action, services);
        let isConfirmed = false;
        await unit.settle(byHand(target, action, steps), async (patience): Promise<Watched<unknown>> => {
          if (!isConfirmed) {
            isConfirmed = true;
            return condition(() => false) as Promise<never>;
          }
          return verified(context, target, patience);
        });
      }

      async function verified(
        context: UnitContext,
        { host, side }: ServiceTarget,
        patience: Patience,
      ): Promise<Watched<unknown>> {
        const { timeScale, authority } = context;
        if (side === 'authority') {
          const on = {
            vcenter: context.vcenter,
            cluster: authority.cluster,
            done: [host.name],
            left: [],
            patience,
          };
          return onAuthority(context.queue, timeScale).awaits.awaitServicesHealthy(on);
        }
        const { vcenter, queue } = sideOf(input, context, host.vcenter);
        return onTrusted(queue, timeScale).awaits.awaitAttestation({ vcenter, host, patience });
      }
    },
    parkable,
  );
}

/** One service of one host, as the activities are told. */
type OnService = Parameters<AuthorityZone['stopService']>[0];

const sideOf = ({ estate }: OperationInput, context: UnitContext, vcenter: string): UnitContext =>
  unitContextOf({ ...context, estate }, vcenter);
