import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { expectThat, type Director } from '../stage.js';
import type { DemoScenario } from './scenario.js';

const HOST = 'prod-a-esx2';
const NEW = '8.0.3-24022510';
const PATIENCE_MS = 120_000;

const State = z.object({
  vcenters: z.array(
    z.object({
      clusters: z.array(
        z.object({
          hosts: z.array(
            z.object({
              name: z.string(),
              measured: z.string(),
              inMaintenance: z.boolean(),
              connection: z.string(),
              reports: z.array(z.object({ status: z.string() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** @rule ATT-1, ATT-2, FIX-1, FIX-2 */
export const missingImage: DemoScenario = {
  shows:
    'a host was upgraded by hand and its base image forgotten; it is exported, imported, and the host attests',
  async play(director) {
    director.say(`An administrator upgrades ${HOST} to ${NEW} by hand and forgets its base image.`);
    await director.order('/lab/people', { do: 'enter-maintenance', host: HOST });
    await until(director, 'maintenance mode', ({ inMaintenance }) => inMaintenance);
    await director.order('/lab/people', { do: 'upgrade-host', host: HOST, version: NEW });
    await until(
      director,
      'a failed attestation',
      ({ measured, connection, reports }) =>
        measured === NEW &&
        connection === 'connected' &&
        reports.some(({ status }) => status === 'notAttested'),
    );
    await director.carryOut({ kind: 'repair-base-image', parameters: { host: HOST } });
    const { reports } = await seen(director);
    expectThat(
      reports.some(({ status }) => status === 'attested'),
      `${HOST} is not attested after the repair`,
    );
  },
};

async function seen(director: Director) {
  const { vcenters } = State.parse(await director.look('/lab/state'));
  const hosts = vcenters.flatMap(({ clusters }) => clusters.flatMap((cluster) => cluster.hosts));
  const host = hosts.find(({ name }) => name === HOST);
  expectThat(host !== undefined, `the lab has no ${HOST}`);
  return host as NonNullable<typeof host>;
}

type Host = Awaited<ReturnType<typeof seen>>;

async function until(director: Director, what: string, is: (host: Host) => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!is(await seen(director))) {
    expectThat(Date.now() < end, `${what} of ${HOST} does not come`);
    await sleep(250);
  }
}
