import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** No inline script, nothing from elsewhere; the API page's own styles are inline. */
const DOCS_CSP =
  "default-src 'self'; base-uri 'self'; font-src 'self' data:; frame-ancestors 'none'; img-src 'self' data:; " +
  "object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'";

/** OpenAPI 3.1 at `/openapi.json`, a page to read it at `/docs`. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'vTA Conductor',
        version,
        description:
          'Durable rolling upgrades of vSphere Trust Authority estates. Errors are problem documents (RFC 9457) with ' +
          '`code` and the `rules` that said no. Every POST takes an `Idempotency-Key`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'API token, `vta_…`' } },
      },
      tags: ['service', 'estates', 'plans', 'operations', 'runs', 'gates', 'audit', 'rules'].map((name) => ({
        name,
      })),
    },
    transform: jsonSchemaTransform,
    transformObject: (input) => withoutUnused(jsonSchemaTransformObject(input)) as never,
  });
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/docs')) route.config = { ...route.config, access: 'open' };
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_CSP });
}

interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** Drops components that nothing refers to; every schema appears as an input and as an output, mostly in vain. */
function withoutUnused<T extends object>(document: T): T {
  const { components, ...rest } = document as T & Document;
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(rest);
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
}
