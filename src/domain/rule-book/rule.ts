/** Areas of the rule book, in its order. */
export const RULE_AREAS = {
  SVC: {
    title: 'Services',
    about: 'The Trust Authority services on ESXi hosts: what they are, and who restarts them.',
  },
  IMG: {
    title: 'Base images',
    about: 'How the Trust Authority Cluster learns a new ESXi version before trusted hosts get it.',
  },
  ORD: { title: 'Order', about: 'What is upgraded before what, and how many hosts at a time.' },
  QB: {
    title: 'Quick Boot',
    about:
      'A Quick Boot restarts ESXi without the firmware, so the host goes on attesting with the version of its last full boot.',
  },
  CLI: { title: 'Cross-checking by hand', about: 'What the product shows can be checked with PowerCLI.' },
  REC: {
    title: 'Recovery of a Trust Authority host',
    about: 'What is done, in which order, when the upgrade of a Trust Authority host did not succeed.',
  },
  ATT: {
    title: 'Attestation',
    about:
      'What a failed attestation means, how long it lasts, what it keeps from working, where to read about it.',
  },
  FIX: {
    title: 'Repairing base images',
    about: 'How a missing base image is supplied, and when an old one may go.',
  },
  BAK: {
    title: 'Backup',
    about: 'What a vCenter backup does not contain, and the archive that is kept beside it.',
  },
  INV: {
    title: 'Invariants',
    about: 'What holds at every moment of an upgrade; most other rules follow from these.',
  },
  DG: { title: 'Guards', about: 'Guards that follow from how vSphere Trust Authority works.' },
} as const;

export type RuleArea = keyof typeof RULE_AREAS;
export type RuleId = `${RuleArea}-${number}`;

/** One rule in the product's words. Every text is one or more whole sentences. */
export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  /** What holds. */
  readonly statement: string;
  /** What would happen otherwise. */
  readonly why: string;
  /** Where the rule acts: the finding, reason for waiting, refusal or command that the operator sees. */
  readonly sees: string;
  /** What the operator may do then. */
  readonly may: string;
}

/** A rule, and what this release does instead where it does not carry it out. */
export interface RuleInForce extends Rule {
  readonly notYet?: string;
}

export function areaOf(id: RuleId): RuleArea {
  return id.slice(0, id.indexOf('-')) as RuleArea;
}
