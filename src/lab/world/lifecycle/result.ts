import type { WorldContext } from '../context.js';
import type { LabApplyResult, LabCluster } from '../model.js';
import { hostInfo, notification } from './wire.js';

/** `ApplyResult` of the Automation API; `status` is absent while the work goes on (vsphere-rest.md 8.5). */
export function applyResultOf(
  ctx: WorldContext,
  cluster: LabCluster,
  { commit, startedAt, endedAt, hosts }: LabApplyResult,
): Record<string, unknown> {
  const having = (...statuses: string[]): string[] =>
    [...hosts].filter(([, { status }]) => statuses.includes(status)).map(([moid]) => moid);
  const failed = having('ERROR', 'TIMED_OUT');
  const statusOf = (status: string, from: number, to: number | undefined, messages: readonly string[]) => ({
    status,
    start_time: ctx.clock.iso(from),
    end_time: ctx.clock.iso(to ?? from),
    notifications:
      messages.length > 0
        ? {
            errors: messages.map((text) =>
              notification(ctx, 'ERROR', 'com.vmware.vcIntegrity.lifecycle.HostApply.Failed', text),
            ),
          }
        : {},
  });
  return {
    ...(endedAt === undefined
      ? {}
      : { status: statusOf(failed.length > 0 ? 'ERROR' : 'OK', startedAt, endedAt, []) }),
    commit,
    host_info: hostInfo([...cluster.vcenter.hosts.values()].filter((host) => hosts.has(host.moid))),
    host_status: Object.fromEntries(
      [...hosts].map(([moid, host]) => [
        moid,
        statusOf(host.status, host.startedAt, host.endedAt, host.messages),
      ]),
    ),
    successful_hosts: having('OK'),
    failed_hosts: failed,
    skipped_hosts: having('SKIPPED'),
    notifications: {},
  };
}
