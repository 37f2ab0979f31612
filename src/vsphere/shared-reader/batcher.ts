import { setMaxListeners } from 'node:events';

/** Reads many things of one server at once. */
interface BatchOptions<K, V> {
  /**
   * One reading of all keys; each of them must be in the answer. An error is everybody's.
   *
   * @param signal - aborts when nobody waits for any of the keys any more
   */
  readonly read: (keys: readonly K[], signal: AbortSignal) => Promise<ReadonlyMap<K, V>>;
  /** Milliseconds in which those who ask come together. */
  readonly windowMs: number;
  /** Whether an error may be the fault of one key alone: then each half is read for itself, down to the culprit. */
  readonly mayBeOfOne?: (error: unknown) => boolean;
  /** Keys of one reading; more are read one batch after the other. */
  readonly mostKeys?: number;
}

export interface Batcher<K, V> {
  /**
   * What a reading says that begins after this call: nobody is ever given one that was under way already, so that an
   * effect is seen by the look after it. An abort ends the waiting of this asker alone.
   */
  ask(key: K, signal?: AbortSignal): Promise<V>;
}

interface Asker<V> {
  readonly answer: (value: V) => void;
  readonly refuse: (reason: unknown) => void;
}

interface Batch<K, V> {
  readonly askers: Map<K, Set<Asker<V>>>;
  readonly abandoned: AbortController;
  /** The window is over: it goes as soon as it may. */
  isRipe: boolean;
}

/** Readings under way at once: one that hangs does not hold up the next. */
const atOnce = 2;

/** Brings together what is asked for within a window, and reads it once for all who asked. */
export const createBatcher = <K, V>({
  read,
  windowMs,
  mayBeOfOne = () => false,
  mostKeys = 250,
}: BatchOptions<K, V>): Batcher<K, V> => {
  /** Not sent yet, so that it may be joined. */
  let open: Batch<K, V> | undefined;
  let underWay = 0;

  const settle = ({ askers }: Batch<K, V>, key: K, how: (asker: Asker<V>) => void): void => {
    for (const asker of askers.get(key) ?? []) how(asker);
  };

  const readPart = async (batch: Batch<K, V>, keys: readonly K[]): Promise<void> => {
    const wanted = keys.filter((key) => batch.askers.has(key));
    if (wanted.length === 0) return;
    try {
      const answers = await read(wanted, batch.abandoned.signal);
      for (const key of wanted) {
        if (!answers.has(key)) throw new Error(`a batch was read without ${String(key)}`);
        settle(batch, key, ({ answer }) => answer(answers.get(key) as V));
      }
    } catch (error) {
      if (!mayBeOfOne(error)) throw error;
      if (wanted.length === 1) {
        for (const key of wanted) settle(batch, key, ({ refuse }) => refuse(error));
        return;
      }
      const half = Math.ceil(wanted.length / 2);
      await readPart(batch, wanted.slice(0, half));
      await readPart(batch, wanted.slice(half));
    }
  };

  const readAll = async (batch: Batch<K, V>): Promise<void> => {
    const keys = [...batch.askers.keys()];
    try {
      for (let start = 0; start < keys.length; start += mostKeys) {
        await readPart(batch, keys.slice(start, start + mostKeys));
      }
    } catch (error) {
      for (const key of keys) settle(batch, key, ({ refuse }) => refuse(error));
    }
  };

  const send = (): void => {
    if (!open?.isRipe || underWay >= atOnce) return;
    const batch = open;
    open = undefined;
    underWay += 1;
    void readAll(batch).finally(() => {
      underWay -= 1;
      send();
    });
  };

  const begin = (): Batch<K, V> => {
    const abandoned = new AbortController();
    // All calls of a reading listen to its signal; that is no leak.
    setMaxListeners(0, abandoned.signal);
    const batch: Batch<K, V> = { askers: new Map(), abandoned, isRipe: false };
    setTimeout(() => {
      batch.isRipe = true;
      send();
    }, windowMs);
    return batch;
  };

  const leave = (batch: Batch<K, V>, key: K, asker: Asker<V>): void => {
    const same = batch.askers.get(key);
    same?.delete(asker);
    if (same?.size === 0) batch.askers.delete(key);
    // One that is not sent yet may still be joined.
    if (batch.askers.size === 0 && batch !== open) batch.abandoned.abort();
  };

  return {
    ask: (key, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const batch = (open ??= begin());
        const end = (): void => {
          signal?.removeEventListener('abort', abort);
          leave(batch, key, asker);
        };
        const asker: Asker<V> = {
          answer: (value) => {
            end();
            resolve(value);
          },
          refuse: (reason) => {
            end();
            // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as it was thrown
            reject(reason);
          },
        };
        const abort = (): void => asker.refuse(signal?.reason);
        const same = batch.askers.get(key) ?? new Set();
        batch.askers.set(key, same.add(asker));
        signal?.addEventListener('abort', abort, { once: true });
      }),
  };
};
