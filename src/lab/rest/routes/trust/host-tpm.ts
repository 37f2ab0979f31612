import type { LabHost } from '../../../world/model.js';
import { VCENTER_DIFFERENCES } from '../../../world/releases.js';
import { pcrValues, sha256 } from '../../../world/tpm.js';
import { notFound } from '../../errors.js';
import { hostOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { ti } from './shapes.js';

const base = `${ti}/hosts/{host}/hardware/tpm`;
const common = { since: VCENTER_DIFFERENCES.hostTpm.since, privilege: 'Host.Tpm.Read' };
const tpmId = 'tpm-0';
const version = { major_version: 2, minor_version: 0, active: true };
const keys = [
  { key: 'ek-rsa', type: 'RSA_2048' },
  { key: 'ek-ecc', type: 'ECC_NIST_P_256' },
] as const;

const bytes = (...parts: (string | number)[]): string => sha256(...parts).toString('base64');

const banks = (host: LabHost) => [
  {
    algorithm: 'SHA256',
    pcrs: Object.fromEntries([...pcrValues(host)].map(([index, value]) => [index, value.toString('base64')])),
  },
];

function tpmOf(call: Call): LabHost {
  const host = hostOf(call);
  if (!host.tpm || call.variable('tpm') !== tpmId) throw notFound('TPM', call.variable('tpm'));
  return host;
}

/** Section 5.10: the TPM of any host; stays in vSphere 9. */
export const hostTpmRoutes = [
  route({
    ...common,
    method: 'GET',
    path: base,
    query: ['major_versions', 'active'],
    answer(call) {
      const isWanted =
        hostOf(call).tpm && call.query.passes('major_versions', '2') && call.query.flag('active') !== false;
      return ok(isWanted ? [{ tpm: tpmId, ...version }] : []);
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: `${base}/{tpm}`,
    answer: (call) => ok({ ...version, banks: banks(tpmOf(call)) }),
  }),
  route({
    ...common,
    method: 'GET',
    path: `${base}/{tpm}/endorsement-keys`,
    query: ['types'],
    answer(call) {
      tpmOf(call);
      return ok(keys.filter(({ type }) => call.query.passes('types', type)));
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: `${base}/{tpm}/endorsement-keys/{key}`,
    answer(call) {
      const { uuid, endorsement } = tpmOf(call);
      const found = keys.find(({ key }) => key === call.variable('key'));
      if (found === undefined) throw notFound('endorsement key', call.variable('key'));
      return ok({
        type: found.type,
        public_area: bytes(uuid, found.key, 'area'),
        name: bytes(uuid, found.key, 'name'),
        qualified_name: bytes(uuid, found.key, 'qualified'),
        ...(endorsement && found.key === 'ek-rsa'
          ? { public_key: endorsement.publicKey, certificate: endorsement.certificate }
          : {}),
      });
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: `${base}/{tpm}/event-log`,
    answer: (call) =>
      ok({ type: 'EFI_TCG2_EVENT_LOG_FORMAT_TCG_2', truncated: false, banks: banks(tpmOf(call)) }),
  }),
];
