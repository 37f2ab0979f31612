import { readFile, writeFile } from 'node:fs/promises';
import { differenceText } from './inputs/compare.js';
import { RecordingError } from './inputs/entry.js';
import { replayRecording } from './inputs/replay.js';

/**
 * `--replay FILE`: says whether the replay gives the recorded journal; answers the exit code, 1 when it does not.
 *
 * @param journal - file that the journal of the replay is written to, as JSON lines without wall times
 * @throws RecordingError
 */
export async function replayFile(file: string, journal: string | undefined): Promise<0 | 1> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new RecordingError(`${file} cannot be read: ${error.message}`);
  });
  const replay = await replayRecording(text.split('\n'));
  if (journal !== undefined)
    await writeFile(journal, replay.journal.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  const { difference, inputs } = replay;
  if (difference === undefined) {
    console.log(`replayed: ${inputs} inputs, ${replay.journal.length} entries of the journal, no difference`);
    return 0;
  }
  console.log(differenceText(difference));
  return 1;
}
