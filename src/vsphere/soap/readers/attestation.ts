import type { Attestation } from '../../../domain/model/inventory.js';
import { instant } from '../../rest/schemas.js';
import { childrenOf, textAt, type XmlNode } from '../xml-node.js';

type Status = Attestation['status'];

const statusOf = (text: string | undefined): Status =>
  text === 'attested' || text === 'notAttested' ? text : 'unknown';

/**
 * Reads `summary.trustAuthorityAttestationInfos`: one entry per attestation service.
 *
 * Attested = any service says so and its report has not run out by the server's clock; a report that names no end
 * counts for as long as the server calls the host attested (vta-operations 2.5). Absent property = unknown (DG-14).
 *
 * @param now - the server's time, ISO 8601
 */
export const readAttestationInfos = (node: XmlNode | undefined, now: string): Attestation => {
  const entries = (node?.children ?? []).map((item) => {
    const serviceId = textAt(item, 'serviceId');
    const until = textAt(item, 'attestedUntil');
    return {
      status: statusOf(textAt(item, 'attestationStatus')),
      ...(serviceId ? { serviceId } : {}),
      messages: childrenOf(item, 'messages').map((message) => textAt(message, 'message') || message.text),
      messageIds: childrenOf(item, 'messages').flatMap((message) => textAt(message, 'key') || []),
      attestedAt: instant(textAt(item, 'attestedAt')),
      attestedUntil: instant(until),
      hasEnd: until !== undefined,
    };
  });
  const attested = entries.filter((entry) => entry.status === 'attested');
  // An end that cannot be read is one that may have passed.
  const valid = attested.filter(({ attestedUntil = '', hasEnd }) => !hasEnd || attestedUntil > now);
  const isRefused = entries.length > 0 && entries.every((entry) => entry.status === 'notAttested');
  // The newest report that counts; when none does, the newest there was.
  const newest = (valid.length > 0 ? valid : attested)
    .toSorted((a, b) => (a.attestedAt ?? '').localeCompare(b.attestedAt ?? ''))
    .at(-1);
  return {
    status: valid.length > 0 ? 'attested' : isRefused ? 'notAttested' : 'unknown',
    ...(newest?.attestedAt ? { attestedAt: newest.attestedAt } : {}),
    ...(newest?.attestedUntil ? { attestedUntil: newest.attestedUntil } : {}),
    services: entries.map(({ status, serviceId, messages, messageIds }) => ({
      status,
      ...(serviceId ? { serviceId } : {}),
      messages,
      ...(messageIds.length > 0 ? { messageIds } : {}),
    })),
  };
};
