import { expect, it } from '@jest/globals';
import { VSphereError } from '../../../src/ports/errors.js';
import { concealing } from '../../../src/vsphere/ports/concealing.js';
import { createFaults } from '../../../src/vsphere/connection/faults.js';

const { error: fail } = createFaults('vc');
const KEY = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----';
const secrets = { resolve: async (name: string) => ({ username: name, password: KEY }) };

it.each([
  ['as it is', KEY],
  ['in JSON', JSON.stringify({ private_key: KEY })],
  ['in base64', Buffer.from(KEY).toString('base64')],
])('DG-18: a secret that a server echoes %s is in no error', async (_, echo) => {
  const call = concealing(secrets, fail, async (reveal) => {
    await reveal('client-key.kp');
    throw new VSphereError(`refused: ${echo}`, { kind: 'invalid', operation: 'PATCH /x', server: 'vc' });
  });
  await expect(call).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('***') });
  await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining('c2VjcmV0') });
});

it('DG-18: a secret that nobody brought is asked of a person, by the name of its credential', async () => {
  const none = {
    resolve: async (name: string) => Promise.reject(new Error(`Credential '${name}' is not known`)),
  };
  await expect(concealing(none, fail, (reveal) => reveal('kmip.kp'))).rejects.toMatchObject({
    kind: 'refused',
    errorType: 'SECRET_MISSING',
    message: expect.stringContaining("Credential 'kmip.kp' is not known"),
  });
});
