import { describe, expect, it } from '@jest/globals';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { certificateOf, publicKeyOf } from '../../../../src/lab/topology/pem.js';

describe('certificates of the topology', () => {
  it('are X.509 that verifies against its issuer', () => {
    const root = new X509Certificate(certificateOf('1/root of tpm-ca'));
    const leaf = new X509Certificate(certificateOf('1/tpm-ca', '1/root of tpm-ca'));
    expect(leaf.subject).toBe('CN=tpm-ca');
    expect(leaf.issuer).toBe('CN=root of tpm-ca');
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(leaf.publicKey.equals(createPublicKey(publicKeyOf('1/tpm-ca')))).toBe(true);
  });

  it('are equal for equal names and differ with the seed', () => {
    expect(certificateOf('1/a')).toBe(certificateOf('1/a'));
    expect(certificateOf('1/a')).not.toBe(certificateOf('2/a'));
  });

  it('may have long names', () => {
    const name = 'n'.repeat(300);
    expect(new X509Certificate(certificateOf(`1/${name}`)).subject).toBe(`CN=${name}`);
  });
});
