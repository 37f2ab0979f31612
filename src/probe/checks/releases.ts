import { isAtLeast } from '../../domain/versions/index.js';
import type { ProbeCheck } from '../check.js';
import type { Observed } from '../observed.js';

/** Documented differences between releases that matter here, oldest first. */
const differences: readonly (readonly [since: string, what: string])[] = [
  ['7.0.1', 'applied vTA configuration and attestation of hosts readable'],
  ['7.0.2', 'Automation API under /api, power action in remediation policies'],
  ['8.0.0', 'staging of hosts, parallel remediation, TPM calls'],
  ['8.0.1', 'last_attested_time of base images, VI JSON'],
  ['8.0.2', 'rollback of appliance updates'],
  ['8.0.3', 'quick patch; Trust Authority marked as deprecated'],
];

const first = '7.0.1';
const end = '9.0.0';
const threeParts = (version: string): string => version.split('.').slice(0, 3).join('.');

export const release: ProbeCheck = {
  check: 'release',
  assumed: 'vCenter 7.0 U1 to 8.0 U3',
  means: 'Outside this range Trust Authority is not there, or nothing is known of how it behaves.',
  where: 'README.md, supported releases; VMware, history of the vSphere Automation API',
  judge: ({ vcenters }) =>
    vcenters.map(({ ref, facts }) => {
      const subject = ref.name;
      if (!facts) return { subject, isAsAssumed: undefined, found: 'version not read' };
      const { version, build } = facts.current;
      const apply = differences.filter(([since]) => isAtLeast(version, since)).map(([, what]) => what);
      return {
        subject,
        isAsAssumed: isAtLeast(version, first) && !isAtLeast(version, end),
        found: `${version} build ${build}${apply.length > 0 ? `: ${apply.join('; ')}` : ''}`,
      };
    }),
};

export const apiVersion: ProbeCheck = {
  check: 'api-version',
  assumed: 'the vim25 API version begins like the product version',
  means: 'The client negotiates the version by itself; a difference tells which properties to expect.',
  where: 'vSphere Web Services API, ServiceContent.about.apiVersion',
  judge: ({ vcenters }: Observed) =>
    vcenters.map(({ ref, server }) => ({
      subject: ref.name,
      isAsAssumed: server && threeParts(server.apiVersion) === threeParts(server.version),
      found: server ? `API ${server.apiVersion}, product ${server.version}` : 'not read',
    })),
};
