import { z } from 'zod';
import { judge } from '../referee/index.js';
import { clusterKey } from '../referee/estate.js';
import type { LabWorld } from '../world/api.js';
import { mistakesOf } from './bodies.js';
import type { Answer } from './routes.js';

const most = z.number().int('a whole number').min(1, 'from 1 on');
const budget = z.number().int('a whole number').min(0, 'from 0 on');
const time = z.iso.datetime('a time of the lab, ISO 8601, UTC');

/** Body of `POST /lab/referee`: what no journal tells. */
const RefereeBody = z.strictObject({
  hostsPerCluster: most.exactOptional(),
  perCluster: z.record(z.string(), most).exactOptional(),
  setAside: z
    .array(
      z
        .strictObject({
          host: z.string().min(1),
          from: time,
          to: time.exactOptional(),
          known: time.exactOptional(),
          accepted: time.exactOptional(),
        })
        .refine(({ from, to }) => to === undefined || Date.parse(from) <= Date.parse(to), {
          path: ['to'],
          message: 'not before from',
        }),
    )
    .exactOptional(),
  failureBudget: z
    .strictObject({ perCluster: budget.exactOptional(), trusted: budget.exactOptional() })
    .exactOptional(),
  lookSeconds: z.number().min(0, 'from 0 on').exactOptional(),
  knownLeft: z.array(z.string().min(1)).exactOptional(),
  forced: z.array(z.string().min(1)).exactOptional(),
});

type Mistake = ReturnType<typeof mistakesOf>[number];

/** Verdict over the journal, with what the asker tells. */
export function refereeSays(world: LabWorld, body: unknown): Answer {
  const parsed = RefereeBody.safeParse(body);
  const mistakes = parsed.success ? unknownNames(world, parsed.data) : mistakesOf(parsed.error.issues);
  if (!parsed.success || mistakes.length > 0)
    return { status: 400, json: { error: 'nothing that a referee can be told', mistakes } };
  const told = { ...parsed.data, people: peopleOf(world) };
  return { status: 200, json: judge(world.journal.entries, told) };
}

/** The same, told in the query that so many hosts of a cluster were allowed at once. */
export function refereeSaysOf(world: LabWorld, { query }: { readonly query: URLSearchParams }): Answer {
  const text = query.get('hostsPerCluster');
  return refereeSays(world, text === null ? {} : { hostsPerCluster: Number(text) });
}

/** A name that nobody has would excuse nobody, unnoticed. */
function unknownNames(
  world: LabWorld,
  { perCluster = {}, setAside = [], knownLeft = [], forced = [] }: z.infer<typeof RefereeBody>,
): Mistake[] {
  const vcenters = [...world.vcenters.values()];
  const hosts = new Set(vcenters.flatMap((vcenter) => [...vcenter.hosts.values()].map(({ name }) => name)));
  const clusters = new Set(
    vcenters.flatMap((vcenter) =>
      [...vcenter.clusters.values()].flatMap(({ name }) => [name, clusterKey(vcenter.name, name)]),
    ),
  );
  return [
    ...Object.keys(perCluster)
      .filter((name) => !clusters.has(name))
      .map((name) => ({ field: `perCluster.${name}`, problem: 'there is no such cluster' })),
    ...setAside.flatMap(({ host }, index) =>
      hosts.has(host) ? [] : [{ field: `setAside.${index}.host`, problem: `there is no ${host}` }],
    ),
    ...Object.entries({ knownLeft, forced }).flatMap(([field, names]) =>
      names.flatMap((host, index) =>
        hosts.has(host) ? [] : [{ field: `${field}.${index}`, problem: `there is no ${host}` }],
      ),
    ),
  ];
}

/** Administrators act by hand; whoever may work on the Trust Authority is the product and is judged. */
const peopleOf = (world: LabWorld): string[] => {
  const users = [...world.vcenters.values()].flatMap((vcenter) => vcenter.users);
  const judged = new Set(
    users.flatMap(({ name, groups }) => (groups.includes('TrustedAdmins') ? [name] : [])),
  );
  return users.flatMap(({ name, groups }) =>
    groups.includes('Administrators') && !judged.has(name) ? [name] : [],
  );
};
