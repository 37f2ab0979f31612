import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { renderOpenApi } from '../../../src/api/index.js';
import { expectReference } from '../../support/reference-file.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: string[];
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
  readonly parameters?: { in: string; name: string }[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, unknown> };
}

let text: string;
let document: Document;
let operations: [string, Operation][];
beforeAll(async () => {
  const file = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  text = await renderOpenApi((JSON.parse(file) as { version: string }).version);
  document = JSON.parse(text) as Document;
  operations = Object.values(document.paths).flatMap((path) => Object.entries(path));
});

it('docs/reference/openapi.json is what the service serves', async () => {
  await expectReference('docs/reference/openapi.json', text);
});

it('every operation has an ID of its own, a summary, a tag, and answers errors as problem documents', () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [method, operation] of operations) {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toMatch(/^[A-Z]/);
    expect(operation.tags).toHaveLength(1);
    expect(
      Object.keys(operation.responses['4XX']?.content ?? operation.responses['4xx']?.content ?? {}),
    ).toEqual(['application/problem+json']);
    const headers = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header');
    expect(headers.map(({ name }) => name)).toEqual(method === 'post' ? ['idempotency-key'] : []);
  }
});

it('is OpenAPI 3.1, refers to nothing that is missing, and holds nothing that is not used', () => {
  expect(document.openapi).toBe('3.1.0');
  const used = new Set(
    [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => String(name)),
  );
  expect([...used].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
});
