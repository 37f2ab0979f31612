import type { ServerResponse } from 'node:http';

/** What a server answers, whatever it is asked. */
export type Answer = (response: ServerResponse) => void;

export const ok =
  (body: string | Buffer, headers = {}): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
export const redirect =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { location: 'https://elsewhere.example/login?token=abc' });
    response.end();
  };
/** Repeats one chunk until the client hangs up. */
export const endless: Answer = (response) => {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  response.writeHead(200);
  const push = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', push);
  push();
};
export const longAsSaid =
  (bytes: number): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': bytes });
    response.write('"');
  };
export const cutBody: Answer = (response) => {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"version":');
  setImmediate(() => response.destroy());
};
export const cutChunks: Answer = (response) => {
  response.writeHead(200, { 'transfer-encoding': 'chunked' });
  response.write('{"version":"8.0.3",');
  setImmediate(() => response.destroy());
};

export const envelope = (body: string): string =>
  `<e:Envelope xmlns:e="x"><e:Body>${body}</e:Body></e:Envelope>`;
export const MIB = 1024 * 1024;
