import { condition, setHandler, startChild } from '@temporalio/workflow';
import { gateIds } from '../domain/planning/gates.js';
import { hostWorkflowId } from '../domain/ids.js';
import type { LedgerRow } from '../domain/model/inventory.js';
import type { HostStep } from '../domain/model/plan.js';
import { whyNotImport } from '../domain/safety/index.js';
import { onAuthority, onTrusted, records } from './activity-proxies.js';
import { CHILD_OPTIONS } from './children.js';
import type { Control, UnitContext } from './context.js';
import type { HostResult } from './host/input.js';
import { upgradeHost } from './host/upgrade-host.js';
import { controlSignal, imageTrustedSignal, testHostReadySignal } from './messages.js';
import type { Step } from './step.js';
import { Aborted, beginUnit } from './unit.js';

export interface QualifyBaseImageInput {
  readonly context: UnitContext;
  /** The test host's step; always a full boot. */
  readonly step: HostStep;
  readonly commit: string;
  readonly ledgerRow?: LedgerRow;
  readonly control: Control;
}

const importing = (version: string): Step => ({
  name: 'image-import',
  kind: 'imageImport',
  waiting: {
    kind: 'image-import',
    subject: version,
    have: 'importing the base image into the Trust Authority Cluster',
    need: 'listed with health OK, that is on every TA host',
    rule: 'IMG-4',
    youMay: [],
  },
});

/**
 * The test host goes first: full boot on the target, export, archive, approval, import on every TA host, attested.
 * Only then may production hosts follow.
 *
 * @rule IMG-2, IMG-3, IMG-4, DG-2, DG-4, DG-6, DG-11, DG-15
 */
export async function qualifyBaseImage(input: QualifyBaseImageInput): Promise<HostResult> {
  const { context, step, commit } = input;
  const unit = beginUnit(context, step.cluster.name, { control: input.control });
  let isReady = false;
  setHandler(testHostReadySignal, () => {
    isReady = true;
  });
  const { authority } = context;
  const ta = onAuthority(authority.queue, context.timeScale);
  const on = { vcenter: authority.vcenter, cluster: authority.cluster };

  const child = await startChild(upgradeHost, {
    ...CHILD_OPTIONS,
    workflowId: hostWorkflowId(context.estate, step.host),
    args: [
      {
        context,
        step,
        commit,
        control: unit.control,
        ...(input.ledgerRow === undefined ? {} : { ledgerRow: input.ledgerRow }),
      },
    ],
  });
  let ended: HostResult | undefined;
  const result = unit.relayTo(child).then((value) => (ended = value));

  await condition(() => isReady || ended !== undefined);
  if (ended !== undefined) return ended;

  try {
    await trustImage();
    await child.signal(imageTrustedSignal);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    // Rejected or aborted: the test host waits for its image no longer.
    await child.signal(controlSignal, { paused: false, aborting: true });
  }
  const last = await result;
  await unit.story.flush();
  return last;

  async function trustImage(): Promise<void> {
    const { target } = step;
    const gate = gateIds.trustImage(target);
    const look = () => ta.does.lookAtAuthority(on);
    const before = await unit.attempt('reading the Trust Authority Cluster', 'IMG-4', look);
    const present = before.facts.images.find(({ version }) => version === target);
    if (present?.health === 'OK') {
      await unit.skipGate(gate, `${target} is already trusted on every TA host`);
      return;
    }
    const image = await unit.attempt('export of the base image', 'IMG-3', () =>
      onTrusted(context.queue, context.timeScale).does.exportImage({
        vcenter: context.vcenter,
        host: step.host,
        access: context.hostAccess ?? { credential: context.vcenter.credential, addresses: {} },
        version: target,
      }),
    );
    await records.archiveImage({ image: { ...image, estate: context.estate } });
    unit.story.tell(
      'image.archived',
      target,
      `base image ${target} exported from ${image.sourceHost} and archived`,
      {
        data: { ...image },
      },
    );

    const approved = await unit.gate(gate, [
      `version ${target}, exported from ${image.sourceHost} after a full boot`,
      `SHA-256 ${image.hash}, ${image.bytes} bytes`,
      ...(image.notice === undefined ? [] : [`notice of the export: ${image.notice}`]),
    ]);
    if (!approved) throw new Aborted();

    await unit.untilClear(async () => {
      const { facts, taHosts } = await look();
      return whyNotImport({ authority: facts, taHosts });
    }, 'inHand');
    const started = await unit.attempt('import of the base image', 'IMG-4', () =>
      ta.does.startImport({
        ...on,
        clusterRef: before.facts.cluster,
        imageHash: image.hash,
        version: target,
      }),
    );
    await unit.settle(importing(target), (patience) =>
      ta.awaits.awaitImport({ ...on, ...started, version: target, patience }),
    );
    unit.story.tell('image.trusted', target, `base image ${target} is trusted on every TA host`);
    const { hash } = await unit.attempt('archive of the vTA configuration', 'BAK-3', () =>
      ta.does.archiveConfiguration({ vcenter: authority.vcenter, cluster: before.facts.cluster }),
    );
    await records.recordConfigurationArchive({ estate: context.estate, hash });
  }
}
