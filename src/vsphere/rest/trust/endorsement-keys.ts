import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { TpmEvidence, TpmRules } from '../../../domain/operations/onboard-cluster/tpm-trust.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { Id } from '../schemas.js';

const Tpms = z.array(z.object({ tpm: Id }));
const Keys = z.array(z.object({ key: Id }));
const Key = z.object({
  public_key: z.string().nullish(),
  certificate: z.string().nullish(),
  manufacturer_certificates: z.array(z.string()).nullish(),
});
type Key = z.infer<typeof Key>;

/** Certificates between that of the TPM and the CA; more would be a loop. */
const MOST_INTERMEDIATES = 4;

/** Keys and certificates that the Trust Authority Cluster knows, ready to be compared with. */
export const createTpmJudge = ({ caCertificates, endorsementKeys }: TpmRules) => {
  const registered = new Set(endorsementKeys.flatMap(({ publicKey }) => keyIn(publicKey) ?? []));
  const authorities = caCertificates.flatMap(({ chain }) => chain.flatMap((pem) => certificateIn(pem) ?? []));

  const isByKnownCa = (own: X509Certificate, between: readonly X509Certificate[], left: number): boolean =>
    authorities.some((one) => isIssuedBy(own, one)) ||
    (left > 0 &&
      between.some((one) => one !== own && isIssuedBy(own, one) && isByKnownCa(one, between, left - 1)));

  const ofKey = (key: Key): TpmEvidence => {
    const own = key.certificate ? certificateIn(key.certificate) : undefined;
    const publicKey = key.public_key ? keyIn(key.public_key) : own && keyOfCertificate(own);
    const between = (key.manufacturer_certificates ?? []).flatMap((pem) => certificateIn(pem) ?? []);
    return {
      ...(publicKey === undefined ? {} : { isRegistered: registered.has(publicKey) }),
      ...(own && {
        certificate: isByKnownCa(own, between, MOST_INTERMEDIATES)
          ? ('known-ca' as const)
          : ('unknown-ca' as const),
        issuer: own.issuer.replaceAll('\n', ', '),
      }),
    };
  };

  /** Of all keys of a TPM: it is trusted when one of them is. */
  return (keys: readonly Key[]): TpmEvidence => {
    const all = keys.map(ofKey);
    const having = (certificate: TpmEvidence['certificate']) =>
      all.find((one) => one.certificate === certificate);
    const certified = having('known-ca') ?? having('unknown-ca');
    const told = all.flatMap(({ isRegistered }) => isRegistered ?? []);
    return {
      ...(told.length === 0 ? {} : { isRegistered: told.includes(true) }),
      ...(certified?.certificate && { certificate: certified.certificate }),
      ...(certified?.issuer && { issuer: certified.issuer }),
    };
  };
};

/** What a host shows of the keys of its active TPM 2.0; since 8.0.0.1. Empty = it shows none. */
export const readEndorsementKeys = async (
  rest: RestClient,
  host: string,
  signal?: AbortSignal,
): Promise<Key[]> => {
  const base = pathOf`/vcenter/trusted-infrastructure/hosts/${host}/hardware/tpm`;
  const query = { major_versions: '2', active: true };
  const [tpm] = await rest.call({ method: 'GET', path: base, query, schema: Tpms, signal });
  if (tpm === undefined) return [];
  const path = `${base}${pathOf`/${tpm.tpm}`}/endorsement-keys`;
  const keys = await rest.call({ method: 'GET', path, schema: Keys, signal });
  const found: Key[] = [];
  for (const { key } of keys)
    found.push(await rest.call({ method: 'GET', path: `${path}${pathOf`/${key}`}`, schema: Key, signal }));
  return found;
};

/** What cannot be read as a certificate or key is none that anybody could trust. */
const orNothing = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
};

const certificateIn = (pem: string): X509Certificate | undefined => orNothing(() => new X509Certificate(pem));

const isIssuedBy = (own: X509Certificate, issuer: X509Certificate): boolean =>
  own.checkIssued(issuer) && orNothing(() => own.verify(issuer.publicKey)) === true;

const derOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

const keyIn = (pem: string): string | undefined => orNothing(() => derOf(createPublicKey(pem)));

const keyOfCertificate = (own: X509Certificate): string | undefined => orNothing(() => derOf(own.publicKey));
