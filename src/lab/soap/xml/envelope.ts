/** The SOAP envelope around the content of a body. */
export const envelope = (body: string): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope',
    'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"',
    'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"',
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
  ].join(' ') + `\n<soapenv:Body>\n${body}\n</soapenv:Body>\n</soapenv:Envelope>`;
