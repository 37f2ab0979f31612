/** Uniform in [0, 1). */
export type Random = () => number;

export interface RandomStreams {
  /**
   * The stream of one purpose and one subject (a host, a cluster). Streams are independent: what one draws, or
   * whether it exists at all, does not move the others.
   */
  stream(purpose: string, subject: string): Random;
}

/** Named streams from one seed: equal seed, purpose and subject give equal numbers in any world. */
export function createStreams(seed: number): RandomStreams {
  const streams = new Map<string, Random>();
  return {
    stream(purpose, subject) {
      const key = `${purpose}/${subject}`;
      let stream = streams.get(key);
      if (!stream) streams.set(key, (stream = mulberry32(hash32(`${seed}/${key}`))));
      return stream;
    },
  };
}

/** FNV-1a with a final avalanche, so that names differing in one digit start far apart. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Small generator of Tommy Ettinger (public domain): 32 bits of state are plenty for jitter. */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
