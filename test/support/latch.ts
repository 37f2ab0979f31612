/** Holds named steps of a stub estate until a test lets them go, and tells when one is reached. */
export function createLatches() {
  const latches = new Map<string, { readonly reached: Gate; readonly released: Gate }>();
  const latchOf = (name: string) => {
    const latch = latches.get(name) ?? { reached: createGate(), released: createGate() };
    latches.set(name, latch);
    return latch;
  };
  return {
    /** From now on `step subject` is held. */
    hold: (name: string): void => void latchOf(name),
    /** For `StubTrouble.holds`. */
    holds: (step: string, subject: string): Promise<unknown> | undefined => {
      const latch = latches.get(`${step} ${subject}`);
      latch?.reached.open();
      return latch?.released.opened;
    },
    reached: (name: string): Promise<void> => latchOf(name).reached.opened,
    release: (name: string): void => latchOf(name).released.open(),
  };
}

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
