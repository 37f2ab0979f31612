/** One change of the commands of a workflow that has run before, and what stands around `patched(name)`. */
export interface Patch {
  /** Release that first ran the new commands. */
  readonly since: string;
  /** What runs of earlier releases do instead. */
  readonly why: string;
  /** Release from which no run can replay without it; the old branch and this entry go then. */
  readonly removableFrom: string;
}

/**
 * Every name that `patched` or `deprecatePatch` is called with, in the order in which they came. A name is used for
 * one change only, and never again. How to change a workflow stands in CONTRIBUTING.md.
 */
export const PATCHES = {
  'image-by-hand': {
    since: '0.2.0',
    why: 'after a refused export the run looks whether a person has imported the image; before, it only parked',
    removableFrom: '0.4.0',
  },
  'confirm-full-boot': {
    since: '0.2.0',
    why: 'a full boot that nothing proves is asked of a person; before, it was looked for without end',
    removableFrom: '0.4.0',
  },
  parking: {
    since: '0.2.0',
    why: 'a failed step collects messages and can be decided about; before, it only waited for the wanted state',
    removableFrom: '0.4.0',
  },
  'step-repetition': {
    since: '0.2.0',
    why: 'steps that are safe to repeat are started again after a failure; before, the first one was handed over',
    removableFrom: '0.4.0',
  },
  'guards-park': {
    since: '0.2.0',
    why: 'a guard that does not pass by itself is parked after its limit; before, it was shown without end',
    removableFrom: '0.4.0',
  },
  'hosts-outlive-their-roll': {
    since: '0.2.0',
    why: 'hosts stay when their roll continues as new; before, a roll did so only with no host in hand',
    removableFrom: '0.4.0',
  },
  'units-outlive-a-history': {
    since: '0.2.0',
    why: 'vCenters and clusters stay when their run continues as new; before, a run never did',
    removableFrom: '0.4.0',
  },
  'resume-reads-the-estate': {
    since: '0.2.0',
    why: 'a resumed run reads the estate and shows what others changed; before, it went on at once',
    removableFrom: '0.4.0',
  },
  residue: {
    since: '0.2.0',
    why: 'a run that ends early lists what it leaves behind; before, it named hosts only',
    removableFrom: '0.4.0',
  },
  'alone-at-the-vcenter': {
    since: '0.2.0',
    why: 'a vCenter with tasks of others is waited for before its backup and install; before, it was not looked at',
    removableFrom: '0.4.0',
  },
  'return-is-told': {
    since: '0.2.0',
    why: 'the return of a vCenter is a line of the story, by which its time is counted; before, it was not told',
    removableFrom: '0.4.0',
  },
  'guards-before-apply': {
    since: '0.2.0',
    why: 'the guards look again when a host is evacuated; before, only when its upgrade began',
    removableFrom: '0.4.0',
  },
  'guards-before-retry': {
    since: '0.2.0',
    why: 'the guards look again before a step that a person has done again; before, only before the first time',
    removableFrom: '0.4.0',
  },
  'outage-patience': {
    since: '0.2.0',
    why: 'a vCenter known to be away is called for hours at a time; before, every two minutes anew',
    removableFrom: '0.4.0',
  },
  'exit-plan': {
    since: '0.2.0',
    why: 'a plan to a release without vTA reads the encrypted VMs for its exit plan; before, it was refused without one',
    removableFrom: '0.4.0',
  },
  'checks-before-people': {
    since: '0.2.0',
    why: 'a vCenter is looked at before people are asked to upgrade it; before, they were asked at once',
    removableFrom: '0.4.0',
  },
  'remediation-at-a-gate': {
    since: '0.2.0',
    why: 'a trusted cluster that has diverged is remediated after approval; before, people did it and the run waited',
    removableFrom: '0.4.0',
  },
  'words-in-order': {
    since: '0.2.0',
    why: 'pause and abort are told to each part one after another; before, the older word could arrive last',
    removableFrom: '0.4.0',
  },
  'archive-of-both-sides': {
    since: '0.2.0',
    why: 'both sides are archived, and checked to be, before TA work and after an import; before, the TA side alone',
    removableFrom: '0.4.0',
  },
  'unattested-holds': {
    since: '0.2.0',
    why: 'one trusted host that does not attest holds the others until people approve; before, a budget tolerated it',
    removableFrom: '0.4.0',
  },
  'missing-image-is-told': {
    since: '0.2.0',
    why: 'a host whose base image is missing says so at once; before, it was waited for until it was overdue',
    removableFrom: '0.4.0',
  },
  'tpm-trust': {
    since: '0.2.0',
    why: 'an onboarding reads which TPMs the Trust Authority trusts; before, only whether there is a TPM',
    removableFrom: '0.4.0',
  },
  'trouble-told-once': {
    since: '0.2.0',
    why: 'a step that fails again in the same way is told once; before, each of its repetitions was a line of the story',
    removableFrom: '0.4.0',
  },
  'remediation-left': {
    since: '0.2.0',
    why: 'a recovery gone on with remediates the trusted clusters; before, it did so only where their health was not OK',
    removableFrom: '0.4.0',
  },
  'links-after-the-authority': {
    since: '0.2.0',
    why: 'after the TA vCenter the registrations of every trusted vCenter are read; before, those of upgraded ones alone',
    removableFrom: '0.4.0',
  },
} as const satisfies Readonly<Record<string, Patch>>;
