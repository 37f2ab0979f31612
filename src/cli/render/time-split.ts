import type { TimeSplit } from '../client/types.js';
import { duration } from './time.js';

const WORDS = {
  working: 'working',
  people: 'waiting for people',
  vcenter: 'waiting for vCenter',
  window: 'waiting for a window',
} as const;

/** `working 2 h, waiting for people 40 min`; what took no time is left out. Counts up to now where it still runs. */
export function timeSplitText(time: TimeSplit, now: number): string {
  const parts = (['working', 'people', 'vcenter', 'window'] as const)
    .map((category) => ({ category, seconds: secondsOf(time, category, now) }))
    .filter(({ category, seconds }) => category === 'working' || seconds >= 1)
    .map(({ category, seconds }) => `${WORDS[category]} ${duration(seconds)}`);
  return parts.join(', ');
}

/** The same without the work: what a host or tier waited; empty when it did not. */
export function waitedText(time: TimeSplit, now: number): string {
  return timeSplitText(time, now).split(', ').slice(1).join(', ');
}

function secondsOf(time: TimeSplit, category: keyof typeof WORDS, now: number): number {
  const running = time.now === category ? Math.max(0, (now - Date.parse(time.at)) / 1000) : 0;
  return time[category] + running;
}
