import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { playStory } from '../chaos/story/play-story.js';
import { MOST_LINES } from '../chaos/story/read-story.js';
import { packageFolder } from '../support/processes.js';

const FOLDER = join(packageFolder, 'test', 'stories');
const STORIES = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

/** Stories that people read: commands, prose, and what is printed. `UPDATE_STORIES=1` writes what was printed. */
describe('stories', () => {
  it.each(STORIES)(
    '%s is told as it is written',
    async (name) => {
      const file = join(FOLDER, name);
      const written = await readFile(file, 'utf8');
      const told = await playStory(written);
      if (process.env['UPDATE_STORIES'] === '1') await writeFile(file, told);
      else expect(told).toBe(written);
      expect(told.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
    },
    400_000,
  );
});
