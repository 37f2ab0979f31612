import type { HostAccess, VCenterRef } from '../../domain/model/estate.js';
import type { EsxHost } from '../../domain/model/inventory.js';
import { MOST_IMAGE_FILE_BYTES } from '../../domain/repairing/index.js';
import { mostNoticeBytes, readImageFile } from '../../ports/image-file.js';
import type { SecretsPort } from '../../ports/secrets.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import type { Connections } from '../connection/connections.js';
import { createFaults, unreadable } from '../connection/faults.js';
import { createHttp, type HttpAnswer } from '../connection/http.js';
import { createDispatcher } from '../connection/tls.js';
import type { VSphereLogger } from '../options.js';
import { answerFault } from '../rest/errors.js';
import { askInTurn, hostLogins, vcenterTicket } from './image-logins.js';

const operation = 'GET /boot_imgdb.tgz';
/** `Warning`, or a header of the host's own that ends in `notice`. */
const noticeInHeaders = (headers: HttpAnswer['headers']): string | undefined => {
  const found = Object.entries(headers).find(([name]) => name === 'warning' || name.endsWith('notice'))?.[1];
  return found === undefined ? undefined : [found].flat().join('; ').slice(0, mostNoticeBytes);
};

/**
 * Downloads `boot_imgdb.tgz` of the running image from the host itself. The host's certificate must be the one its
 * vCenter knows; without that knowledge nothing is sent.
 *
 * @rule IMG-3
 */
export const downloadImageDatabase = async (
  host: EsxHost,
  access: HostAccess,
  about: {
    readonly secrets: SecretsPort;
    readonly connections: Connections;
    /** The host's vCenter, for a ticket when the host takes no login; none is asked for without it. */
    readonly vcenter?: VCenterRef;
    readonly logger?: VSphereLogger;
    readonly signal?: AbortSignal;
  },
): Promise<{ bytes: Uint8Array; notice?: string }> => {
  const { secrets, connections, vcenter, logger, signal } = about;
  const { timeouts } = connections;
  const faults = createFaults(host.ref.name);
  if (!host.thumbprint) {
    throw faults.error(`${operation}: vCenter knows no certificate thumbprint of this host`, {
      kind: 'refused',
      operation,
    });
  }
  const address = access.addresses[host.ref.name] ?? host.ref.name;
  const dispatcher = createDispatcher({ thumbprint: host.thumbprint }, timeouts.connect);
  const http = createHttp({
    origin: `https://${address}`,
    dispatcher,
    faults,
    ...(logger ? { logger } : {}),
  });
  try {
    const get = (headers: Readonly<Record<string, string>>): Promise<HttpAnswer> =>
      http.send({
        operation,
        method: 'GET',
        path: '/boot_imgdb.tgz',
        headers,
        safe: true,
        timeoutMs: timeouts.transfer,
        maxBytes: MOST_IMAGE_FILE_BYTES,
        asSent: true,
        ...(signal ? { signal } : {}),
      });
    const url = `https://${host.ref.name}/boot_imgdb.tgz`;
    const answer = await askInTurn(get, [
      ...hostLogins(http, access.credential, { secrets, timeouts }, signal),
      ...(vcenter ? [vcenterTicket(connections, vcenter, url, http, signal)] : []),
    ]);
    if ('refusals' in answer) {
      throw faults.error(
        `${operation}: the host gives it to nobody who asks: ${answer.refusals.join('; ')}`,
        {
          kind: 'refused',
          operation,
        },
      );
    }
    if (answer.status === 404) {
      // Not the Automation API: a web server says so in words of its own.
      throw faults.error(`${operation}: 404, the host has no such file`, {
        kind: 'not-found',
        operation,
        status: 404,
      });
    }
    if (answer.status !== 200) throw answerFault(answer, { operation, safe: true }, faults);
    const bytes = new Uint8Array(answer.body);
    const file = await readImageFile(bytes);
    if (file.problem !== undefined) throw new AnswerRefused(file.problem);
    const notice = noticeInHeaders(answer.headers) ?? file.notice;
    return { bytes, ...(notice ? { notice } : {}) };
  } catch (error) {
    if (!(error instanceof AnswerRefused)) throw error;
    throw unreadable(faults, { operation, safe: true }, error.message);
  } finally {
    await dispatcher.destroy();
  }
};
