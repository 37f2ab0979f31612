import type { Director } from '../stage.js';

/** A demonstration of its own: what it shows, the lab it needs, and how it is played. */
export interface DemoScenario {
  /** One sentence for the help text. */
  readonly shows: string;
  /** Flags of the service's lab, `--topology FILE` for instance; the sample estate without. */
  readonly lab?: readonly string[];
  /** @throws DemoFailed when something goes otherwise than it shows */
  play(director: Director): Promise<void>;
}
