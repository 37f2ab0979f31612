import https from 'node:https';

/** One SOAP call as raw text, whatever becomes of it; `cut` takes its connection away. */
export function sdkCall(
  url: string,
  call: string,
  cookie = '',
): { readonly answer: Promise<{ text: string; cookie: string }>; cut(): void } {
  const body = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${call}</Body></Envelope>`;
  const headers = { 'content-type': 'text/xml', soapaction: '"urn:vim25/8.0.2.0"', cookie };
  const req = https.request(`${url}/sdk`, {
    method: 'POST',
    headers,
    rejectUnauthorized: false,
    agent: false,
  });
  const answer = new Promise<{ text: string; cookie: string }>((resolve, reject) => {
    req.on('error', reject).on('response', (res) => {
      let text = '';
      res.on('data', (part: Buffer) => (text += part.toString()));
      res.on('error', reject);
      res.on('end', () => resolve({ text, cookie: res.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }));
    });
  });
  req.end(body);
  return { answer, cut: () => void req.destroy() };
}
