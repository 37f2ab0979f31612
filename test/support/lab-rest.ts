import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { takeIn } from '../../src/lab/inputs/request.js';
import { createRestDoor } from '../../src/lab/rest/index.js';
import type { RestDoorOptions, WireExchange } from '../../src/lab/rest/index.js';
import { eventually } from './eventually.js';
import { recordAnswers } from './record-wire.js';
import { LabBench } from './lab-world.js';
import type { LabWorldInput } from './lab-world.js';

export interface RestAnswer {
  /** 0 when the connection was cut. */
  readonly status: number;
  readonly body: any;
  readonly headers: http.IncomingHttpHeaders;
}

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Whether all of the body came that was announced. */
  readonly isComplete: boolean;
}

type Which = 'ta-vc' | 'wl-vc';

/** A world that stands still behind the REST door on a plain HTTP server; `path` starts after `/api`. */
export class RestBench extends LabBench {
  readonly wire: WireExchange[] = [];
  readonly #server: http.Server;
  readonly #tokens = new Map<string, string>();

  private constructor(input: LabWorldInput, options: RestDoorOptions) {
    super(input);
    const door = createRestDoor(this.world, { append: (exchange) => this.wire.push(exchange) }, options);
    this.#server = http.createServer((req, res) => {
      // The first part of the path says which vCenter is meant; the door sees the rest.
      const [, which = '', ...rest] = (req.url ?? '').split('/');
      req.url = `/${rest.join('/')}`;
      const vcenter = this.vcenter(which as Which);
      void takeIn(
        this.world.intake,
        { door: 'vcenter', server: vcenter.name },
        { req, res },
        (request, response) => door(vcenter, request, response),
      );
    });
  }

  static async start(input: LabWorldInput = {}, options: RestDoorOptions = {}): Promise<RestBench> {
    const bench = new RestBench(input, options);
    await new Promise<void>((resolve) => {
      bench.#server.listen(0, '127.0.0.1', resolve);
    });
    return bench;
  }

  async stop(): Promise<void> {
    // Contracts of 9.x are not what the answers are compared with.
    const isNew = [...this.world.vcenters.values()].some(({ apiVersion }) => apiVersion.startsWith('9'));
    if (!isNew) await recordAnswers(this.wire.map((exchange, i) => ({ ...exchange, seq: i + 1 })));
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** One request as it stands; `body` is sent as JSON, a Buffer as it is. */
  async raw(
    which: Which,
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<RestAnswer> {
    const { status, text, headers: answered } = await this.text(which, method, path, headers, body);
    return { status, body: text === '' ? undefined : JSON.parse(text), headers: answered };
  }

  /** The same with the answer's body as it came, as far as it came. */
  text(
    which: Which,
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<TextAnswer> {
    const { port } = this.#server.address() as AddressInfo;
    const payload = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return new Promise((resolve) => {
      const req = http.request(
        { host: '127.0.0.1', port, method, path: `/${which}${path}`, headers, agent: false },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          // An answer that breaks off is an error of the response, and then closed all the same.
          res.on('error', () => undefined);
          res.on('close', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const { statusCode = 0, headers: answered, complete } = res;
            resolve({ status: statusCode, text, headers: answered, isComplete: complete });
          });
        },
      );
      req.on('error', () => resolve({ status: 0, text: '', headers: {}, isComplete: false }));
      req.end(payload);
    });
  }

  login(which: Which, user = 'svc@vsphere.local', password = 'svc-pass'): Promise<RestAnswer> {
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    return this.raw(which, 'POST', '/api/session', { authorization: `Basic ${basic}` });
  }

  /** A request of the service user (or of another login), logged in on first use. */
  async call(which: Which, request: string, body?: unknown, user?: [string, string]): Promise<RestAnswer> {
    const key = `${which} ${user?.[0] ?? ''}`;
    if (!this.#tokens.has(key))
      this.#tokens.set(key, (await this.login(which, ...(user ?? []))).body as string);
    const [method = 'GET', path = ''] = request.split(' ');
    const headers = { 'vmware-api-session-id': this.#tokens.get(key) ?? '' };
    return this.raw(which, method, `/api${path}`, headers, body);
  }

  /** Starts a [T] operation and steps the clock until its task has ended; answers the task's info. */
  async task(which: Which, request: string, body?: unknown): Promise<any> {
    const started = await this.call(
      which,
      `${request}${request.includes('?') ? '&' : '?'}vmw-task=true`,
      body,
    );
    if (started.status !== 202)
      throw new Error(`${request}: ${started.status} ${JSON.stringify(started.body)}`);
    return this.finished(which, started.body as string);
  }

  /** Info of a task, once it has ended. */
  finished(which: Which, id: string): Promise<any> {
    return eventually(`task ${id}`, async () => {
      this.world.clock.step(30);
      const { body } = await this.call(which, `GET /cis/tasks/${encodeURIComponent(id)}`);
      return body.status === 'SUCCEEDED' || body.status === 'FAILED' ? body : undefined;
    });
  }
}
