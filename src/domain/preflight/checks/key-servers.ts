import type { KeyServer } from '../../model/readiness.js';
import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'key-servers',
  rule: 'DG-8',
  looksAt: 'Every key provider reaches all of its key servers, and they trust each other.',
  severities: ['blocker', 'warning'],
  remedy: 'Repair the key server or its certificates before any host is rebooted.',
});

/**
 * Each reboot of a trusted host fetches its keys anew (2.5): with no key server none of its encrypted VMs starts again.
 * @rule DG-8, DG-7
 */
export const keyServers = check(({ inventory: { authority } }) => {
  const all = authority.readiness?.keyServers ?? [];
  return all
    .filter((server) => problemOf(server) !== undefined)
    .map((server) => {
      const { provider, name } = server;
      const others = all.filter((other) => other.provider === provider && problemOf(other) === undefined);
      const text = `Key server ${name} of ${provider} ${problemOf(server)}`;
      return others.length === 0
        ? blocker(
            provider,
            `${text}, and no other one of ${provider} is well: keys cannot be fetched after a reboot.`,
            'Repair the key server, its network or its certificates; read kmxd.log on the Trust Authority hosts.',
          )
        : warning(
            provider,
            `${text}; ${others.length} other of ${provider} ${others.length === 1 ? 'is' : 'are'} well.`,
            'Repair it before the run: with one key server left, a failure of it stops every encrypted VM.',
          );
    });
});

function problemOf({ health, isTrusted, trustsClient }: KeyServer): string | undefined {
  if (!isTrusted) return 'is not trusted by the key provider';
  if (!trustsClient) return 'does not trust the key provider';
  return health === 'OK' ? undefined : `reports ${health}`;
}
