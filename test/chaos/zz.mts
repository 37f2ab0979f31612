import { readFile, writeFile } from 'node:fs/promises';
import { playStory } from './story/play-story.js';
for (const f of process.argv.slice(2)) {
  const t = Date.now();
  try {
    const text = await playStory(await readFile(f, 'utf8'));
    await writeFile(f, text);
    console.log(f, Date.now() - t);
  } catch (e) {
    console.log(f, e);
  }
}
