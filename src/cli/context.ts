import { resolveConnection, type ConnectionFlags } from './connection.js';
import { createApi, type Api } from './client/api.js';
import { createHttp, type HttpClient } from './client/http.js';
import { print, type CliIo } from './io.js';
import { styleFor, type Style } from './render/style.js';

/** What a command works with; made once per call of `main`. */
export interface Context {
  readonly io: CliIo;
  /** Flags that stand for the whole call; known once the arguments are parsed. */
  flags(): ConnectionFlags;
  style(): Style;
  /** The service, opened at first use and closed at the end of the call. */
  http(): Promise<HttpClient>;
  api(): Promise<Api>;
  /** A result: JSON where it was asked for, otherwise the text. */
  result(asJson: boolean | undefined, value: unknown, text: () => string): void;
  /** A word about what is going on; never part of a result. */
  progress(text: string): void;
  /** Makes the call end with this code although nothing was thrown. */
  endWith(code: number): void;
}

/** Builds the context; `close` releases what the commands opened and answers the exit code. */
export function createContext(
  io: CliIo,
  flags: () => ConnectionFlags,
): { context: Context; close: () => Promise<number> } {
  let client: HttpClient | undefined;
  let exitCode = 0;
  const http = async (): Promise<HttpClient> =>
    (client ??= createHttp(await resolveConnection(flags(), io.env), io.signal));
  const context: Context = {
    io,
    flags,
    style: () => styleFor(io),
    http,
    api: async () => createApi(await http()),
    result: (asJson, value, text) => print(io.stdout, asJson ? JSON.stringify(value, null, 2) : text()),
    progress: (text) => print(io.stderr, text),
    endWith: (code) => {
      exitCode = code;
    },
  };
  return {
    context,
    close: async () => {
      await client?.close();
      return exitCode;
    },
  };
}
