import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { playStory } from '../chaos/story/play-story.js';
import { MOST_LINES } from '../chaos/story/read-story.js';
import { packageFolder } from '../support/processes.js';

const FOLDER = join(packageFolder, 'test', 'stories');
const ALL = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
/** Days of the lab that take minutes; `LONG_STORIES=1` plays them, too. */
const LONG = new Set(['vcenter-away-for-a-week.txt']);
const STORIES = ALL.filter((name) => process.env['LONG_STORIES'] === '1' || !LONG.has(name));

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
