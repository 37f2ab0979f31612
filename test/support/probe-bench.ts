import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { createPlanningActivities } from '../../src/activities/planning.js';
import { getJson } from '../../src/activities/json-blobs.js';
import {
  createAuthoritySurvey,
  createSurveyAssembly,
  createTrustedSurvey,
} from '../../src/activities/survey.js';
import { labEstateText } from '../../src/composition/lab-estate.js';
import type { LabLine } from '../../src/composition/lab-process.js';
import { validateEstate } from '../../src/domain/estate/index.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type { UpgradePlan, UpgradeRequest } from '../../src/domain/model/plan.js';
import { startLab, type LabOptions, type RunningLab } from '../../src/lab/index.js';
import type { ReadinessPort } from '../../src/ports/readiness.js';
import type { SecretsPort } from '../../src/ports/secrets.js';
import { findDifferences } from '../../src/probe/checks/index.js';
import type { ProbeFinding } from '../../src/probe/finding.js';
import type { Observed } from '../../src/probe/observed.js';
import { redact, type Recorded } from '../../src/probe/recording/index.js';
import { walkEstate } from '../../src/probe/walk.js';
import { createWireObserver } from '../../src/probe/wire/observer.js';
import { createProbeVSphere, createVSphere } from '../../src/vsphere/index.js';
import { inActivity } from './fake-vsphere.js';
import { memoryRecords } from './memory-records.js';
import { memoryBlobs } from './memory-blobs.js';

export interface Probed {
  readonly observed: Observed;
  readonly findings: readonly ProbeFinding[];
  readonly recorded: Recorded;
  /** The recording as a file has it. */
  readonly text: string;
  /** The names file that belongs to it. */
  readonly namesText: string;
  readonly progress: readonly string[];
}

/** A running lab with its estate file, as seen by the probe and by planning. */
export interface ProbeBench {
  readonly lab: RunningLab;
  readonly estateText: string;
  readonly estate: Estate;
  probe(): Promise<Probed>;
  /** The plan that the service would make: real survey, real planning, records that know nothing. */
  plan(request?: Partial<UpgradeRequest>): Promise<{ hash: string; plan: UpgradePlan }>;
  stop(): Promise<void>;
}

export function estateOf(text: string): Estate {
  const result = validateEstate(parse(text));
  if ('estate' in result) return result.estate;
  throw new Error(JSON.stringify(result.problems));
}

/** Logins as `writeLabCredentials` names them. */
export function secretsOf({ world }: RunningLab): SecretsPort {
  const vcenters = [...world.vcenters.values()];
  return {
    async resolve(credential) {
      const vcenter = vcenters.find(({ name }) => name === credential);
      const user = vcenter?.users.find(({ groups }) => groups.includes('TrustedAdmins'));
      if (!user) throw new Error(`Credential '${credential}' is not known to this process.`);
      return { username: user.name, password: user.password };
    },
  };
}

export async function probeEstate(estate: Estate, secrets: SecretsPort): Promise<Probed> {
  const wire = createWireObserver();
  const vsphere = createProbeVSphere({ secrets, observe: wire.observe });
  const progress: string[] = [];
  try {
    const observed = await walkEstate({
      estate,
      reads: vsphere,
      wire: wire.facts,
      say: (line) => progress.push(line),
      now: () => new Date().toISOString(),
    });
    const findings = findDifferences(observed);
    const recorded = redact(observed, findings, '0.0.0');
    const text = `${JSON.stringify(recorded.recording, null, 2)}\n`;
    const namesText = JSON.stringify({
      format: 'vta-recording-names',
      version: 1,
      recording: createHash('sha256').update(text).digest('hex'),
      names: recorded.names,
    });
    return { observed, findings, recorded, text, namesText, progress };
  } finally {
    await vsphere.close();
  }
}

/** The clocks of a lab that is moved by hand cannot be compared with ours: they count as not told. */
const withoutClock = (port: ReadinessPort): ReadinessPort => ({
  readReadiness: async (...args) => {
    const { clock: _, hosts = [], ...rest } = await port.readReadiness(...args);
    const unclocked = hosts.map((host) => {
      const { clock: __, ...others } = host;
      return others;
    });
    return { ...rest, hosts: unclocked };
  },
});

export async function startProbeBench(options: LabOptions): Promise<ProbeBench> {
  const lab = await startLab(options);
  // A replayed lab has the name of the recorded estate, and so has its estate file; any other is called `lab`.
  const name = lab.topology.endsWith('-estate') ? lab.topology : 'lab';
  const estateText = labEstateText(lab as unknown as LabLine).replace(/^estate: lab$/m, `estate: ${name}`);
  const estate = estateOf(estateText);
  const secrets = secretsOf(lab);
  return {
    lab,
    estateText,
    estate,
    probe: () => probeEstate(estate, secrets),
    plan: async (request = {}) => {
      const vsphere = createVSphere({ secrets, timeScale: options.speed });
      const blobs = memoryBlobs();
      const readiness = options.paused ? withoutClock(vsphere.readiness) : vsphere.readiness;
      const dependencies = { vsphere: { ...vsphere, readiness }, blobs, timeScale: 1 };
      const { port: records } = memoryRecords();
      try {
        const { authority, trusted } = estate;
        const { surveyAuthority } = createAuthoritySurvey(dependencies);
        const { surveyTrustedSide } = createTrustedSurvey(dependencies);
        const { vcenter, cluster } = authority;
        const { hash: authorityHash } = await inActivity(surveyAuthority, { vcenter, cluster });
        const trustedHashes: string[] = [];
        for (const side of trusted) trustedHashes.push((await inActivity(surveyTrustedSide, { side })).hash);
        const { assembleInventory } = createSurveyAssembly({ records, blobs });
        const { inventoryHash } = await inActivity(assembleInventory, {
          estate,
          authorityHash,
          trustedHashes,
          unreadable: [],
        });
        const { makePlan } = createPlanningActivities({ records, blobs });
        const { planHash } = await inActivity(makePlan, {
          estate,
          estateHash: createHash('sha256').update(estateText).digest('hex'),
          inventoryHash,
          requestedBy: 'test',
          request: {
            estate: estate.name,
            vcenterVersion: '8.0.3.00000',
            esxVersion: '8.0.3-0.0.24022510',
            boot: 'policy',
            ...request,
          },
        });
        return { hash: planHash, plan: await getJson<UpgradePlan>(blobs, planHash) };
      } finally {
        await vsphere.close();
      }
    },
    stop: () => lab.stop(),
  };
}
