/** Something due at a lab time; `seq` keeps the order of equal times. */
export interface Due {
  readonly at: number;
  readonly seq: number;
  readonly fn: () => void;
  cancelled: boolean;
}

/** Binary min-heap by time, then by order of insertion. Cancelled entries are dropped when they surface. */
export class TimerHeap {
  readonly #items: Due[] = [];

  push(due: Due): void {
    const items = this.#items;
    let index = items.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(due, items[parent] as Due)) break;
      items[index] = items[parent] as Due;
      index = parent;
    }
    items[index] = due;
  }

  peek(): Due | undefined {
    while (this.#items[0]?.cancelled) this.#removeFirst();
    return this.#items[0];
  }

  pop(): Due | undefined {
    const first = this.peek();
    if (first) this.#removeFirst();
    return first;
  }

  clear(): void {
    this.#items.length = 0;
  }

  #removeFirst(): void {
    const items = this.#items;
    const last = items.pop();
    if (!last || items.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1] as Due, items[child] as Due)) child += 1;
      if (!before(items[child] as Due, last)) break;
      items[index] = items[child] as Due;
      index = child;
    }
    items[index] = last;
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);
