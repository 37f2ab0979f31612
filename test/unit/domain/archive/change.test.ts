import { describe, expect, it } from '@jest/globals';
import { changeFor, secretNamesOf } from '../../../../src/domain/archive/change.js';
import type { ItemRef } from '../../../../src/domain/archive/item.js';
import { aConfiguration, aKeyProvider, aPrincipal, emptied } from '../../../support/archive-builders.js';
import { OLD } from '../../../support/builders.js';

const archived = aConfiguration();
const [kms1, kms2] = aKeyProvider().servers;
const names = secretNamesOf('kp-main');
const change = (item: ItemRef, now = emptied(archived)) => changeFor(item, archived, now, names);

describe('REC-3: the write for an archived item', () => {
  it.each<[ItemRef, object | undefined]>([
    [{ kind: 'keyProvider', name: 'kp-main' }, { do: 'createKeyProvider' }],
    [
      { kind: 'keyServer', name: 'kms-2', provider: 'kp-main' },
      { do: 'setKeyServers', servers: [kms2] },
    ],
    [
      { kind: 'clientCertificate', name: 'kp-main' },
      { do: 'setClientCertificate', privateKey: 'client-key.kp-main' },
    ],
    [{ kind: 'serverCertificates', name: 'kp-main' }, { do: 'trustServerCertificates' }],
    [
      { kind: 'kmipPassword', name: 'kp-main' },
      { do: 'setKmipPassword', password: 'kmip.kp-main' },
    ],
    [
      { kind: 'tpmSettings', name: 'settings' },
      { do: 'setTpmSettings', settings: archived.tpmSettings },
    ],
    [
      { kind: 'caCertificate', name: 'vendor' },
      { do: 'addCaCertificate', ...archived.caCertificates[0] },
    ],
    [
      { kind: 'endorsementKey', name: 'ek-1' },
      { do: 'addEndorsementKey', ...archived.endorsementKeys[0] },
    ],
    [
      { kind: 'principal', name: aPrincipal().issuer },
      { do: 'createPrincipal', principal: aPrincipal() },
    ],
    [{ kind: 'baseImage', name: OLD }, undefined],
  ])('%j', (item, wanted) => {
    const found = change(item);
    if (wanted === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(wanted);
  });

  it('further key servers join those that are there; none is lost meanwhile', () => {
    const other = { name: 'kms-9', address: { hostname: 'kms-9.example.com' } };
    const now = aConfiguration({
      keyProviders: [aKeyProvider({ servers: [other, ...(kms1 ? [kms1] : [])] })],
    });
    const found = change({ kind: 'keyServer', name: 'kms-2', provider: 'kp-main' }, now);
    expect(found).toMatchObject({ servers: [other, kms1, kms2] });
  });

  it('a provider that some TA hosts lack is created again, one that differs is changed', () => {
    const item = { kind: 'keyProvider', name: 'kp-main' } as const;
    expect(change(item, archived)).toMatchObject({ do: 'createKeyProvider' });
    const other = aConfiguration({ keyProviders: [aKeyProvider({ masterKeyId: 'x' })] });
    expect(change(item, other)).toMatchObject({ do: 'updateKeyProvider' });
  });

  it('an item that the archive does not have is a mistake of the caller', () => {
    expect(() => change({ kind: 'caCertificate', name: 'nobody' })).toThrow(
      'the archive has no caCertificate nobody',
    );
  });
});

it('DG-18: secrets are names of credentials, whatever the provider is called', () => {
  expect(secretNamesOf('KMS süd/1')).toEqual({
    kmipPassword: 'kmip.KMS-s-d-1',
    privateKey: 'client-key.KMS-s-d-1',
  });
});
