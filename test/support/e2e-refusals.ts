/** The last host of the cluster: nothing moves while it hangs. */
export const HOST = 'prod-esx2';
const OTHER_PLAN = 'f'.repeat(64);
export const TWO_AT_ONCE = { concurrency: { perCluster: 2 } };

export type Who = 'operator' | 'approver' | 'viewer' | 'nobody';
/** A request that a parked run refuses. */
interface Refusal {
  readonly situation: string;
  /** Path below the run. */
  readonly to: string;
  readonly who?: Who;
  /** In place of the plan that the run carries out. */
  readonly planHash?: string;
  readonly body: object;
  readonly status: number;
  readonly code: string;
  readonly sentence: RegExp;
}
interface RefusedCommand {
  readonly situation: string;
  readonly who?: Exclude<Who, 'nobody'>;
  readonly command: (run: string) => string[];
  readonly code: number;
  readonly sentence: RegExp;
}

export const decision = (host: string): string => `hosts/${host}/decision`;
export const REFUSALS: readonly Refusal[] = [
  {
    situation: 'a decision about another plan',
    to: decision(HOST),
    planHash: OTHER_PLAN,
    body: { choice: 'skip' },
    status: 409,
    code: 'decision-stale',
    sentence: /You decided about plan f{12}, this run executes/,
  },
  {
    situation: 'a decision about a host that is not there',
    to: decision('prod-esx99'),
    body: { choice: 'skip' },
    status: 404,
    code: 'subject-unknown',
    sentence: /no host, vCenter or cluster 'prod-esx99'/,
  },
  {
    situation: 'a decision about a host that is done',
    to: decision('prod-esx1'),
    body: { choice: 'retry' },
    status: 409,
    code: 'subject-not-parked',
    sentence: new RegExp(`'prod-esx1' is not parked.*Parked now: ${HOST}`),
  },
  {
    situation: 'a choice that is not offered',
    to: decision(HOST),
    body: { choice: 'recover' },
    status: 409,
    code: 'choice-not-offered',
    sentence: /not offered/,
  },
  {
    situation: 'a choice that nobody knows',
    to: decision(HOST),
    body: { choice: 'pray' },
    status: 422,
    code: 'request-invalid',
    sentence: /./,
  },
  ...(['approver', 'viewer'] as const).map((who) => ({
    situation: `a decision of the ${who}`,
    to: decision(HOST),
    who,
    body: { choice: 'skip' },
    status: 403,
    code: 'not-permitted',
    sentence: /operator/,
  })),
  {
    situation: 'a decision of somebody without a token',
    to: decision(HOST),
    who: 'nobody',
    body: { choice: 'skip' },
    status: 401,
    code: 'not-authenticated',
    sentence: /token/,
  },
  {
    situation: 'limits for another plan',
    to: 'limits',
    planHash: OTHER_PLAN,
    body: TWO_AT_ONCE,
    status: 409,
    code: 'rule-refused',
    sentence: /You looked at plan f{12}, this run executes/,
  },
  {
    situation: 'limits that count already',
    to: 'limits',
    body: { concurrency: { perCluster: 1 } },
    status: 409,
    code: 'run-refused',
    sentence: /Nothing would change/,
  },
  {
    situation: 'INV-4: two Trust Authority hosts at once',
    to: 'limits',
    body: { concurrency: { authority: 2 } },
    status: 409,
    code: 'rule-refused',
    sentence: /one at a time/,
  },
  {
    situation: 'an order with a host that is not there',
    to: 'limits',
    body: { order: [{ cluster: 'Prod', hosts: ['prod-esx99'] }] },
    status: 409,
    code: 'run-refused',
    sentence: /prod-esx99|have all begun/,
  },
  {
    situation: 'an order of a cluster that is not there',
    to: 'limits',
    body: { order: [{ cluster: 'Nowhere', hosts: [HOST] }] },
    status: 409,
    code: 'run-refused',
    sentence: /no cluster 'Nowhere'/,
  },
  ...(['approver', 'viewer'] as const).map((who) => ({
    situation: `limits of the ${who}`,
    to: 'limits',
    who,
    body: TWO_AT_ONCE,
    status: 403,
    code: 'not-permitted',
    sentence: /operator/,
  })),
];

/** The same by the command line; `--reason` is added. */
export const COMMANDS: readonly RefusedCommand[] = [
  {
    situation: 'host decide for another plan',
    command: (run) => ['host', 'decide', run, HOST, 'skip', '--plan', OTHER_PLAN],
    code: 3,
    sentence: /carries out plan .*not f{12}[^]*DG-2/,
  },
  {
    situation: 'host decide for a host that is not there',
    command: (run) => ['host', 'decide', run, 'prod-esx99', 'skip'],
    code: 4,
    sentence: /no host, vCenter or cluster 'prod-esx99'/,
  },
  {
    situation: 'host decide for a host that is done',
    command: (run) => ['host', 'decide', run, 'prod-esx1', 'skip'],
    code: 3,
    sentence: /'prod-esx1' is not parked/,
  },
  {
    situation: 'host decide of the approver',
    who: 'approver',
    command: (run) => ['host', 'decide', run, HOST, 'skip'],
    code: 4,
    sentence: /operator/,
  },
  {
    situation: 'run limits for another plan',
    command: (run) => ['run', 'limits', run, '--per-cluster', '2', '--plan', OTHER_PLAN],
    code: 3,
    sentence: /carries out plan .*not f{12}[^]*DG-2/,
  },
  {
    situation: 'run limits that count already',
    command: (run) => ['run', 'limits', run, '--per-cluster', '1'],
    code: 3,
    sentence: /Nothing would change/,
  },
  {
    situation: 'run limits with a host that is not there',
    command: (run) => ['run', 'limits', run, '--order', 'Prod=prod-esx99'],
    code: 3,
    sentence: /prod-esx99|have all begun/,
  },
  {
    situation: 'run limits of the viewer',
    who: 'viewer',
    command: (run) => ['run', 'limits', run, '--per-cluster', '2'],
    code: 4,
    sentence: /operator/,
  },
];
