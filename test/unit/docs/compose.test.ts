import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const ROOT = new URL('../../../', import.meta.url).pathname;

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const document = parseDocument(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { strict: true });
const compose = document.toJS() as Compose;
const services = Object.entries(compose.services);
/** `name value` for every service and every value, for messages that say where. */
const every = (values: (service: Service) => readonly string[] | undefined): (readonly [string, string])[] =>
  services.flatMap(([name, service]) => (values(service) ?? []).map((value) => [name, value] as const));

describe('docker-compose.yml', () => {
  it('is YAML without errors, warnings or doubled keys', () => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  it('declares every volume, secret and network that a service uses', () => {
    const volumes = every(({ volumes }) =>
      volumes?.filter((one) => !/^[./]/.test(one)).map((one) => one.split(':')[0] ?? ''),
    );
    expect(volumes.filter(([, name]) => !(name in compose.volumes))).toEqual([]);
    expect(every(({ secrets }) => secrets).filter(([, name]) => !(name in compose.secrets))).toEqual([]);
    expect(every(({ networks }) => networks).filter(([, name]) => !(name in compose.networks))).toEqual([]);
  });

  it('uses every volume, secret and network that it declares', () => {
    const used = [
      ...every(({ volumes, secrets, networks }) => [
        ...(volumes ?? []),
        ...(secrets ?? []),
        ...(networks ?? []),
      ]),
    ].map(([, value]) => value.split(':')[0]);
    const declared = [compose.volumes, compose.secrets, compose.networks].flatMap((group) =>
      Object.keys(group),
    );
    expect(declared.filter((name) => !used.includes(name))).toEqual([]);
  });

  it('waits only for services that exist, in a way that can come true', () => {
    for (const [name, { depends_on: needs = {}, network_mode: mode }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const service = compose.services[needed];
        expect({ name, needed, exists: service !== undefined }).toEqual({ name, needed, exists: true });
        expect(['service_started', 'service_healthy', 'service_completed_successfully']).toContain(condition);
        if (condition === 'service_healthy') expect(service?.healthcheck).toBeDefined();
      }
      if (mode?.startsWith('service:')) expect(Object.keys(compose.services)).toContain(mode.slice(8));
    }
  });

  it('pins every image to a version', () => {
    for (const [name, { image }] of services) {
      expect({ name, pinned: /:\d+\.\d+/.test(image ?? '') }).toEqual({ name, pinned: true });
      expect(image).not.toMatch(/latest|auto-setup/);
    }
  });

  it('mounts only files of this repository, and makes the rest by script', () => {
    const mounted = every(({ volumes }) =>
      volumes?.filter((one) => one.startsWith('./')).map((one) => one.split(':')[0] ?? ''),
    );
    expect(mounted.filter(([, path]) => !existsSync(join(ROOT, path)))).toEqual([]);
    const script = readFileSync(join(ROOT, 'examples/compose/make-secrets.sh'), 'utf8');
    for (const { file } of Object.values(compose.secrets)) {
      expect(script).toContain(file.replace('./examples/compose/', ''));
    }
  });

  it('keeps passwords in files and everything off the network', () => {
    for (const [, { environment = {}, ports = [] }] of services) {
      const inTheClear = Object.keys(environment).filter((key) => /(PASSWORD|PWD|TOKEN|SECRET)$/.test(key));
      expect(inTheClear).toEqual([]);
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });
});

describe('Dockerfile', () => {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

  it('runs as an unprivileged user on a glibc image that is pinned', () => {
    const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(images).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
    expect(text).toMatch(/^USER node$/m);
  });

  it('takes no secret of this machine into the image', () => {
    expect(readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')).toContain(
      'examples/compose/secrets',
    );
  });

  it('copies only what is there', () => {
    const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, sources]) =>
      (sources ?? '').split(' '),
    );
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
