import { describe, expect, it } from '@jest/globals';
import { drawRun } from '../../chaos/draw.js';
import { smallest, storyOf } from '../../chaos/shrink.js';
import { readStory } from '../../chaos/story/read-story.js';

describe('shrinking a failed run', () => {
  it('keeps exactly what is needed for the failure', async () => {
    const plan = drawRun(6);
    const culprits = new Set([plan.strikes[3], plan.strikes[7], plan.faults[0]]);
    const left = await smallest(plan, async ({ strikes, faults }) => {
      const there = new Set<unknown>([...strikes, ...faults]);
      return [...culprits].every((one) => there.has(one));
    });
    expect(new Set([...left.strikes, ...left.faults])).toEqual(culprits);
  });

  it('is written as a story that can be read again', () => {
    const plan = drawRun(6);
    const text = storyOf(plan, { class: 'safety', rule: 'INV-4', text: 'ta-esx1: was begun' });
    const parts = readStory(text);
    expect(parts.filter((part) => part.kind === 'stage' && part.text.startsWith('strike'))).toHaveLength(
      plan.strikes.length,
    );
    expect(parts.filter((part) => part.kind === 'command')).toHaveLength(1);
  });
});
