/**
 * `@peculiar/x509` draws in `tsyringe`, which refuses to load without the metadata functions of the
 * `reflect-metadata` package. These three are all that it calls. Import this file before `@peculiar/x509`.
 */
const store = new WeakMap<object, Map<unknown, unknown>>();

const getOwnMetadata = (key: unknown, target: object): unknown => store.get(target)?.get(key);

const getMetadata = (key: unknown, target: object | null): unknown =>
  target === null
    ? undefined
    : (getOwnMetadata(key, target) ?? getMetadata(key, Object.getPrototypeOf(target) as object | null));

const defineMetadata = (key: unknown, value: unknown, target: object): void => {
  const entries = store.get(target) ?? new Map<unknown, unknown>();
  store.set(target, entries.set(key, value));
};

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
