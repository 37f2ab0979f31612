import { XMLParser } from 'fast-xml-parser';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWireLog } from '../../src/lab/control/wire-log.js';
import type { WireLog } from '../../src/lab/control/wire-log.js';
import { takeIn } from '../../src/lab/inputs/request.js';
import { createEsxDoor, createSoapDoor } from '../../src/lab/soap/index.js';
import { LabBench } from './lab-world.js';
import type { LabWorldInput } from './lab-world.js';

/** Elements by name, every one as a list, texts and attributes (`@type`, `@xsi`) beside them. */
export interface Element {
  readonly text: string;
  readonly type?: string;
  readonly xsi?: string;
  readonly children: Readonly<Record<string, readonly Element[]>>;
}

export interface SoapAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Results, in order. */
  readonly results: readonly Element[];
  /** Type of the fault's detail. */
  readonly fault: string | undefined;
  readonly faultString: string | undefined;
}

/** A reference as a client writes it: `HostSystem:host-9`. */
export type Target = string;

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const moref = (name: string, target: Target): string => {
  const [type = '', ...value] = target.split(':');
  return `<${name} type="${type}">${escape(value.join(':'))}</${name}>`;
};

/** `specSet` for paths of one type, from objects, with an optional selection. */
export const specSet = (
  type: string,
  paths: readonly string[],
  objects: readonly Target[],
  { select = '', skip = false, report = false, name = 'specSet' } = {},
): string =>
  [
    `<${name}><propSet><type>${type}</type>`,
    paths.length === 0
      ? '<all>true</all>'
      : paths.map((path) => `<pathSet>${escape(path)}</pathSet>`).join(''),
    '</propSet>',
    ...objects.map((object) => `<objectSet>${moref('obj', object)}<skip>${skip}</skip>${select}</objectSet>`),
    report ? '<reportMissingObjectsInResults>true</reportMissingObjectsInResults>' : '',
    `</${name}>`,
  ].join('');

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
});

type Raw = Record<string, unknown>;

function toElement(entry: Raw, tag: string): Element {
  const attributes = (entry[':@'] ?? {}) as Record<string, string>;
  const children: Record<string, Element[]> = {};
  let text = '';
  for (const part of entry[tag] as Raw[]) {
    const name = Object.keys(part).find((key) => key !== ':@') as string;
    if (name === '#text') text += part[name] as string;
    else (children[name.replace(/^.*:/, '')] ??= []).push(toElement(part, name));
  }
  return {
    text,
    children,
    ...(attributes['type'] === undefined ? {} : { type: attributes['type'] }),
    ...(attributes['xsi:type'] === undefined ? {} : { xsi: attributes['xsi:type'] }),
  };
}

/** First element along a path of names. */
export const at = (element: Element | undefined, path: string): Element | undefined =>
  path.split('.').reduce<Element | undefined>((found, name) => found?.children[name]?.[0], element);
export const textAt = (element: Element | undefined, path: string): string | undefined =>
  at(element, path)?.text;

/** Properties of an `ObjectContent` by name. */
export const properties = (content: Element | undefined): Record<string, Element> =>
  Object.fromEntries(
    (content?.children['propSet'] ?? []).map((set) => [
      textAt(set, 'name') ?? '',
      set.children['val']?.[0] as Element,
    ]),
  );

/** The SOAP doors over a paused world, behind plain HTTP servers on loopback. */
export class SoapBench {
  readonly lab: LabBench;
  readonly wire: WireLog = createWireLog();
  readonly #servers = new Map<string, http.Server>();
  readonly #soap;
  readonly #esx;
  cookie: string | undefined;
  version = '8.0.2.0';

  constructor(input: LabWorldInput = {}) {
    this.lab = new LabBench(input);
    this.#soap = createSoapDoor(this.lab.world, this.wire);
    this.#esx = createEsxDoor(this.lab.world, this.wire);
  }

  /** Address of `wl-vc`, `ta-vc`, or of a host by name. */
  async url(server: string): Promise<string> {
    let listening = this.#servers.get(server);
    if (!listening) {
      const vcenter = this.lab.world.vcenters.get(server);
      listening = http.createServer((req, res) => {
        takeIn(
          this.lab.world.intake,
          { door: vcenter ? 'vcenter' : 'host', server },
          { req, res },
          (request, response) =>
            vcenter
              ? this.#soap(vcenter, request, response)
              : this.#esx(this.lab.host(server), request, response),
        ).catch((error: unknown) => res.writeHead(599).end(String(error)));
      });
      this.#servers.set(server, listening);
      await new Promise<void>((resolve) => {
        listening?.listen(0, '127.0.0.1', resolve);
      });
    }
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.lab.world.clock.stop();
    for (const server of this.#servers.values()) {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    }
  }

  async post(body: string, server = 'wl-vc', action = `"urn:vim25/${this.version}"`): Promise<SoapAnswer> {
    const response = await fetch(`${await this.url(server)}/sdk`, {
      method: 'POST',
      headers: {
        'content-type': 'text/xml',
        soapaction: action,
        ...(this.cookie ? { cookie: `vmware_soap_session=${this.cookie}` } : {}),
      },
      body,
    });
    const text = await response.text();
    const set = response.headers.get('set-cookie');
    const [root = {}] = (text.startsWith('<?xml') ? parser.parse(text) : []).slice(1) as Raw[];
    const tag = Object.keys(root).find((key) => key !== ':@');
    const content = tag ? Object.values(at(toElement(root, tag), 'Body')?.children ?? {})[0]?.[0] : undefined;
    const detail = Object.values(at(content, 'detail')?.children ?? {})[0]?.[0];
    return {
      status: response.status,
      headers: set ? { 'set-cookie': [set] } : {},
      text,
      results: content?.children['returnval'] ?? [],
      fault: detail?.xsi,
      faultString: textAt(content, 'faultstring'),
    };
  }

  call(method: string, target: Target, parameters = '', server?: string): Promise<SoapAnswer> {
    return this.post(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"',
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body>',
        `<${method} xmlns="urn:vim25">${moref('_this', target)}${parameters}</${method}>`,
        '</e:Body></e:Envelope>',
      ].join(''),
      server,
    );
  }

  async login(user = 'svc@vsphere.local', password = 'svc-pass', server = 'wl-vc'): Promise<SoapAnswer> {
    const manager = server.endsWith('-vc') ? 'SessionManager' : 'ha-sessionmgr';
    const answer = await this.call(
      'Login',
      `SessionManager:${manager}`,
      `<userName>${escape(user)}</userName><password>${escape(password)}</password>`,
      server,
    );
    const cookie = /^vmware_soap_session=([^;]+)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[1];
    if (cookie) this.cookie = cookie;
    return answer;
  }

  async read(spec: string, options = ''): Promise<SoapAnswer> {
    return this.call(
      'RetrievePropertiesEx',
      'PropertyCollector:propertyCollector',
      `${spec}<options>${options}</options>`,
    );
  }

  /** Properties of one host by name. */
  async hostProperties(host: string, ...paths: string[]): Promise<Record<string, Element>> {
    const answer = await this.read(specSet('HostSystem', paths, [`HostSystem:${this.lab.host(host).moid}`]));
    return properties(answer.results[0]?.children['objects']?.[0]);
  }
}
