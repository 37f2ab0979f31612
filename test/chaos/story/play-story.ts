import { readStory, writeStory, type Part } from './read-story.js';
import { openStage } from './stage.js';

/** Plays a story on processes of its own; answers its text with what was printed this time. */
export async function playStory(text: string): Promise<string> {
  const parts = readStory(text);
  const printed = new Map<Part, string[]>();
  const stage = await openStage();
  try {
    for (const part of parts) {
      if (part.kind === 'prose') continue;
      const said = part.kind === 'stage' ? await stage.direct(part.text) : await stage.command(part.text);
      printed.set(part, said.split('\n').map(safe));
    }
    return writeStory(parts, printed);
  } finally {
    await stage.close();
  }
}

/** A printed line must not read as the beginning of another part. */
const safe = (line: string): string => (/^[#>$]/.test(line) ? ` ${line}` : line);
