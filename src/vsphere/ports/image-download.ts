import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import type { HostAccess, VCenterRef } from '../../domain/model/estate.js';
import type { EsxHost } from '../../domain/model/inventory.js';
import type { SecretsPort } from '../../ports/secrets.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import type { Connections } from '../connection/connections.js';
import { createFaults, unreadable } from '../connection/faults.js';
import { createHttp, type HttpAnswer } from '../connection/http.js';
import { mostBytes } from '../connection/limits.js';
import { createDispatcher } from '../connection/tls.js';
import type { VSphereLogger } from '../options.js';
import { answerFault } from '../rest/errors.js';
import { askInTurn, hostLogins, vcenterTicket } from './image-logins.js';

const operation = 'GET /boot_imgdb.tgz';
const maxNoticeBytes = 16 * 1024;

/** Of the unpacked archive. */
const mostUnpackedBytes = 128 * 1024 * 1024;

const unpacked = (bytes: Uint8Array) => Readable.from([bytes]).pipe(createGunzip());

/** A web page, half a file or a bomb ends here, before it is archived and imported. What is inside, the import decides. */
const checkArchive = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length === 0) throw new AnswerRefused('the image database is empty');
  const stream = unpacked(bytes);
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > mostUnpackedBytes) {
        throw new AnswerRefused(`the image database unpacks to more than ${mostUnpackedBytes} bytes`);
      }
    }
  } catch (error) {
    if (error instanceof AnswerRefused) throw error;
    throw new AnswerRefused('the image database is no gzip archive, or is cut off');
  }
};

/** Text of the archive's `notice.txt`, if it has one; an archive that is no tar has none. */
const noticeInArchive = async (bytes: Uint8Array): Promise<string | undefined> => {
  const extract = tar.extract();
  const source = unpacked(bytes);
  source.on('error', (error) => extract.destroy(error));
  source.pipe(extract);
  try {
    for await (const entry of extract) {
      if (!/(^|\/)notice\.txt$/i.test(entry.header.name)) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).subarray(0, maxNoticeBytes).toString('utf8').trim() || undefined;
    }
  } catch {
    // What the file is good for, the import decides.
  } finally {
    source.destroy();
    extract.destroy();
  }
  return undefined;
};

/** `Warning`, or a header of the host's own that ends in `notice`. */
const noticeInHeaders = (headers: HttpAnswer['headers']): string | undefined => {
  const found = Object.entries(headers).find(([name]) => name === 'warning' || name.endsWith('notice'))?.[1];
  return found === undefined ? undefined : [found].flat().join('; ').slice(0, maxNoticeBytes);
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
        maxBytes: mostBytes.imageDatabase,
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
    await checkArchive(bytes);
    const notice = noticeInHeaders(answer.headers) ?? (await noticeInArchive(bytes));
    return { bytes, ...(notice ? { notice } : {}) };
  } catch (error) {
    if (!(error instanceof AnswerRefused)) throw error;
    throw unreadable(faults, { operation, safe: true }, error.message);
  } finally {
    await dispatcher.destroy();
  }
};
