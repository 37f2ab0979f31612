import type { Told } from '../../../../../src/lab/referee/index.js';
import { OLD, draft, upgrade } from '../../../../support/journal.js';
import type { Draft } from '../../../../support/journal.js';

/** One way to break a rule: rule, what is wrong, who must be named, the journal, what the referee is told besides. */
export type Broken = readonly [
  rule: string,
  what: string,
  subject: string,
  drafts: readonly Draft[],
  told?: Told,
];

/** Everything before the trusted hosts. */
export const upToHosts = [
  ...upgrade.start,
  ...upgrade.taVCenter,
  ...upgrade.taHosts,
  ...upgrade.trustedVCenter,
];

export const operatorReboot = (host: string): Draft[] => [
  draft('host.reboot', host, { type: 'full', by: 'operator' }),
  draft('host.booted', host, {
    type: 'full',
    installed: OLD,
    measured: OLD,
    fallback: OLD,
    bootTime: 'then',
  }),
];

export const without = (drafts: readonly Draft[], ...effects: string[]): Draft[] =>
  drafts.filter(({ effect }) => !effects.includes(effect));

/** Its reports of these TA hosts are gone. */
export const unattested = (host: string, taHosts: readonly string[]): Draft[] =>
  taHosts.map((taHost) => draft('host.report.expired', host, { taHost, version: OLD }));
