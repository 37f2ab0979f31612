import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VCenterRef } from '../../../src/domain/model/estate.js';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import { VSphereError } from '../../../src/ports/errors.js';
import type { HttpAnswer } from '../../../src/vsphere/connection/http.js';
import { mapLimited } from '../../../src/vsphere/connection/limiter.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { jsonMutations, xmlMutations, type Mutation } from '../../support/mutations.js';
import { keyOf, portsOver, recording } from '../../support/replayed-vsphere.js';

type Ports = ReturnType<typeof portsOver>;
type Recording = ReturnType<typeof recording>['answers'];
type Reading = (ports: Ports, vcenter: VCenterRef, host: HostRef) => Promise<unknown>;

/** All that a survey and the watches of a run read. */
const readings: readonly (readonly ['ta' | 'wl', string, Reading])[] = [
  ['ta', 'readVCenter', ({ appliance }, vcenter) => appliance.readVCenter(vcenter)],
  ['ta', 'readUpdate', ({ appliance }, vcenter) => appliance.readUpdate(vcenter)],
  ['ta', 'listBackups', ({ appliance }, vcenter) => appliance.listBackups(vcenter)],
  ['ta', 'readAuthority', ({ trustAuthority }, vcenter) => trustAuthority.readAuthority(vcenter, 'TA')],
  ['wl', 'readLink', ({ trustedSide }, vcenter) => trustedSide.readLink(vcenter)],
  ['wl', 'readClusters', ({ hosts }, vcenter) => hosts.readClusters(vcenter, ['Prod-A', 'Prod-B'])],
  ['wl', 'readHost', ({ hosts }, vcenter, host) => hosts.readHost(vcenter, host)],
  ['wl', 'readAttestation', ({ hosts }, vcenter, host) => hosts.readAttestation(vcenter, host)],
];

/** Words that allow something; a value that is missing must not turn into one of them. */
const favourable = ['OK', 'attested', 'connected', 'ENABLE', 'green', 'fullyAutomated', 'full', true];

const leaves = (value: unknown, at = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => leaves(item, `${at}/${key}`))
    : [[at, value]];

/** Fields whose absence changes nothing though their value would, and why that does no harm. */
const assumed: readonly (readonly [field: string, why: string])[] = [
  ['EventManager.QueryEvents /QueryEventsResponse/returnval/host/host', 'the event names its object too'],
  ['GET /api/appliance/recovery/backup/job/details /ID/description', 'a text for people'],
  ['GET /api/appliance/recovery/backup/job/details /ID/description/args', 'a text for people'],
  [
    'GET /api/appliance/update/pending?source_type=LAST_CHECK /0/reboot_required',
    'assumed true: the longer outage',
  ],
  [
    'GET /api/esx/settings/clusters/domain-cN/policies/apply/effective /parallel_remediation_action',
    'came with 8.0.0.1; before, hosts were done one by one',
  ],
  [
    'GET /api/esx/settings/clusters/domain-cN/policies/apply/effective /parallel_remediation_action/enabled',
    'the same',
  ],
  [
    'GET /api/esx/settings/clusters/domain-cN/policies/apply/effective /pre_remediation_power_action',
    'came with 7.0.2; a run sets it itself',
  ],
  [
    'POST /api/vcenter/trusted-infrastructure/attestation/services?action=query /0/address/port',
    '443 by contract',
  ],
  ['POST /api/vcenter/trusted-infrastructure/kms/services?action=query /0/address/port', '443 by contract'],
  [
    'PropertyCollector.RetrievePropertiesEx /ClusterComputeResource/host/val/ManagedObjectReference',
    'the host itself is in the answer',
  ],
  ['PropertyCollector.RetrievePropertiesEx /ClusterComputeResource/name', 'the Automation API named it'],
  ['PropertyCollector.RetrievePropertiesEx /VirtualMachine/name', 'its moid stands in, where it is shown'],
  ['PropertyCollector.RetrievePropertiesEx /VirtualMachine/runtime.host', 'its host lists it'],
  ['PropertyCollector.RetrievePropertiesEx /VirtualMachine/runtime.powerState', 'assumed to be running'],
  ['any task /progress', 'a number and a text for people'],
  ['any task /progress/message', 'a text for people'],
  ['any task /progress/message/args', 'a text for people'],
  ['any task /target', 'assumed to be ours, so that nothing is started beside it'],
  ['task of GET …/attestation/os/esx/base-images/VERSION /result/details', 'texts for people'],
  ['task of GET …/attestation/os/esx/base-images/VERSION /result/display_name', 'the list has it too'],
  ['task of GET …/attestation/service-status /result/details', 'texts for people'],
  ['task of GET …/consumer-principals/ID /result/issuer', 'the list has it too'],
  ['task of GET …/kms/service-status /result/details', 'texts for people'],
];

interface Verdicts {
  readonly refused: string[];
  readonly unknown: string[];
  readonly assumed: string[];
  readonly unused: string[];
  /** An error that does not say what is missing, or a result that allows more than before. */
  readonly wrong: string[];
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

describe('each field of each answer that a survey reads, left out', () => {
  let bench: LabVSphere;
  let host: HostRef;
  const recorded = new Map<'ta' | 'wl', Recording>();
  /** What each reading asked for, and what it made of it. */
  const baselines = new Map<string, { readonly keys: readonly string[]; readonly result: unknown }>();
  beforeAll(async () => {
    bench = await startLabVSphere({ speed: 60 });
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    if (!cluster?.hosts[0]) throw new Error('no host');
    host = cluster.hosts[0].ref;
    await bench.vsphere.appliance.startBackup(bench.ta, 'c');
    for (const side of ['ta', 'wl'] as const) {
      const { answers, send, close } = recording(bench[side]);
      for (const [on, name, read] of readings) {
        if (on !== side) continue;
        const keys = new Set<string>();
        const noting: typeof send = (call) => {
          keys.add(keyOf(call));
          return send(call);
        };
        const result = await read(portsOver(bench[side], noting, loginOf(side)), bench[side], host);
        baselines.set(name, { keys: [...keys], result });
      }
      recorded.set(side, answers);
      await close();
    }
  });
  afterAll(() => bench.stop());

  const loginOf = (side: 'ta' | 'wl') => {
    const user = bench.vcenter(bench[side].name).users.find(({ name }) => name.startsWith('svc-'));
    if (!user) throw new Error('no login');
    return user;
  };

  /** Reads from the recording, with one answer replaced. */
  const replay = async (
    [side, , read]: (typeof readings)[number],
    key: string,
    body: string,
  ): Promise<Outcome> => {
    const answers = recorded.get(side) as Recording;
    const ports = portsOver(
      bench[side],
      async (call) => {
        const exact = answers.get(keyOf(call));
        // Times of a query come from the answer before it.
        const found = exact ?? [...answers.values()].find((other) => other.call.operation === call.operation);
        if (!found) return notFound;
        return keyOf(found.call) === key ? { ...found.answer, body: Buffer.from(body) } : found.answer;
      },
      loginOf(side),
    );
    try {
      return { result: await read(ports, bench[side], host) };
    } catch (error) {
      return { error };
    }
  };

  /** An answer to `GET /api/cis/tasks/{task}` by the name of what the task does. */
  const nameOf = (answers: Recording, key: string): string => {
    const operation = answers.get(key)?.call.operation ?? '';
    const id = decodeURIComponent(/^GET \/api\/cis\/tasks\/(.+)$/.exec(operation)?.[1] ?? '');
    if (id === '') return operation;
    const start = [...answers.values()].find(({ answer }) => answer.body.toString() === JSON.stringify(id));
    return `task of ${start?.call.operation ?? ''}`;
  };

  const isMap = (name: string) => (at: string) =>
    (at === '' && /action=list|\/job\/details/.test(name)) ||
    /\/(hosts|subtasks|host_info|components|solutions|packages)$/.test(at);

  const notFound: HttpAnswer = {
    status: 404,
    headers: {},
    body: Buffer.from('{"error_type":"NOT_FOUND","messages":[]}'),
  };

  /** Without names and numbers of this very lab. */
  const plain = (text: string): string =>
    text
      .replaceAll(/[\da-f]{8}-[\da-f-]{27}|\d{14}-\d+-[\da-f]+/g, 'ID')
      .replaceAll(/(domain-c|host-)\d+/g, '$1N')
      .replaceAll(/\d+\.\d+\.\d+-[\d.]+/g, 'VERSION')
      .replaceAll(/\/api\/vcenter\/trusted-infrastructure\/trust(ed|-authority)-clusters\/domain-cN/g, '…')
      .replaceAll(/[?&]vmw-task=true/g, '');

  interface Case extends Mutation {
    readonly reading: (typeof readings)[number];
    readonly key: string;
    readonly name: string;
  }

  const allCases = (): Case[] => {
    const seen = new Set<string>();
    return readings.flatMap((reading) => {
      const answers = recorded.get(reading[0]) as Recording;
      return (baselines.get(reading[1])?.keys ?? []).flatMap((key) => {
        const body = answers.get(key)?.answer.body.toString() ?? '';
        const name = plain(nameOf(answers, key));
        if (body === '' || body.startsWith('"')) return [];
        const mutations = body.startsWith('<') ? xmlMutations(body) : jsonMutations(body, isMap(name));
        return mutations
          .map((mutation): Case => ({
            ...mutation,
            // All tasks are alike but for their results.
            name: name.startsWith('task of') && !mutation.field.startsWith('/result') ? 'any task' : name,
            field: plain(mutation.field.replace('/RetrievePropertiesExResponse/returnval', '')),
            reading,
            key,
          }))
          .filter((one) => !seen.has(`${one.name} ${one.field}`) && seen.add(`${one.name} ${one.field}`));
      });
    });
  };

  /** What became of every case: the error, or how the result differs from the one of the whole answer. */
  const judge = async ({ reading, key, name, field, removed, altered }: Case, into: Verdicts) => {
    const label = `${name} ${field}`;
    const baseline = baselines.get(reading[1])?.result;
    const outcome = await replay(reading, key, removed);
    if ('error' in outcome) {
      const { error } = outcome;
      const last = field.split('/').at(-1) ?? '';
      const isNamed =
        error instanceof VSphereError &&
        (error.message.includes(last) || /incomplete, without|ServiceContent has no/.test(error.message));
      (isNamed ? into.refused : into.wrong).push(`${label} -> ${String(error)}`);
      return;
    }
    const before = new Map(leaves(baseline));
    const changed = leaves(outcome.result).filter(([at, value]) => before.get(at) !== value);
    const isBetter = changed.some(([, value]) => favourable.includes(value as string));
    if (isBetter) into.wrong.push(`${label} -> ${JSON.stringify(changed)}`);
    if (JSON.stringify(outcome.result) !== JSON.stringify(baseline)) {
      into.unknown.push(label);
      return;
    }
    const other = await replay(reading, key, altered);
    const matters = 'error' in other || JSON.stringify(other.result) !== JSON.stringify(baseline);
    (matters ? into.assumed : into.unused).push(label);
  };

  it('is refused with operation and field, or leaves something unknown; what is assumed is listed', async () => {
    const into: Verdicts = { refused: [], unknown: [], assumed: [], unused: [], wrong: [] };
    await mapLimited(allCases(), (one) => judge(one, into), 24);
    expect(into.wrong).toEqual([]);
    expect(into.assumed.toSorted()).toEqual(assumed.map(([field]) => field).toSorted());
    // So that a recording of nothing proves nothing.
    expect(into.refused.length).toBeGreaterThan(60);
    expect(into.unknown.length).toBeGreaterThan(40);
  });
});
