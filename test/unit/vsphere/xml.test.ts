import { describe, expect, it } from '@jest/globals';
import { readSoapFault } from '../../../src/vsphere/soap/faults.js';
import { readXml, XmlRefused } from '../../../src/vsphere/soap/read-xml.js';
import { clampVersion, negotiate, offeredVersions } from '../../../src/vsphere/soap/version.js';
import { envelope, value } from '../../../src/vsphere/soap/write-xml.js';
import { at, child, refOf, refsOf, textAt } from '../../../src/vsphere/soap/xml-node.js';

describe('reading XML', () => {
  it('keeps values as texts and decodes the five entities and character references', () => {
    const node = readXml('<a><build>00123456</build><name> A&amp;B &lt;x&gt; &#65;&#x42; </name></a>');
    expect(textAt(node, 'build')).toBe('00123456');
    expect(textAt(node, 'name')).toBe(' A&B <x> AB ');
  });

  it('does not decode twice, nor inside CDATA', () => {
    const node = readXml('<a><b>&amp;lt;</b><c><![CDATA[<x>&amp;]]></c></a>');
    expect([textAt(node, 'b'), textAt(node, 'c')]).toEqual(['&lt;', '<x>&amp;']);
  });

  it('knows an xsi:type by any prefix, and a reference’s own type beside it', () => {
    const node = readXml(
      `<r xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance">
        <val type="HostSystem" _XMLSchema-instance:type="ManagedObjectReference">host-21</val>
        <val XMLSchema-instance:type="xsd:string">x</val></r>`,
    );
    expect(node.children[0]).toMatchObject({ type: 'HostSystem', xsiType: 'ManagedObjectReference' });
    expect(node.children[1]).toMatchObject({ xsiType: 'string', text: 'x' });
    expect(refOf(node.children[0])).toEqual({ type: 'HostSystem', value: 'host-21' });
  });

  it.each`
    items                                                                                                                                 | count
    ${''}                                                                                                                                 | ${0}
    ${'<ManagedObjectReference type="VirtualMachine">vm-1</ManagedObjectReference>'}                                                      | ${1}
    ${'<ManagedObjectReference type="VirtualMachine">vm-1</ManagedObjectReference><ManagedObjectReference>vm-2</ManagedObjectReference>'} | ${2}
  `('reads lists of $count', ({ items, count }) => {
    expect(refsOf(readXml(`<val xsi:type="ArrayOfManagedObjectReference">${items}</val>`))).toHaveLength(
      Number(count),
    );
  });

  it('refuses document types, so that no entity is ever expanded', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>';
    expect(() => readXml(bomb)).toThrow(XmlRefused);
    expect(() => readXml('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')).toThrow(XmlRefused);
    expect(() => readXml('<a>&x;</a>')).toThrow('unknown entity &x;');
  });

  it.each(['', 'hello', '{"a":1}', '<a><b></a>', '<a>'])('refuses %j', (text) => {
    expect(() => readXml(text)).toThrow(XmlRefused);
  });

  it('refuses an element name that could reach an object’s prototype', () => {
    expect(() => readXml('<a><constructor>2</constructor></a>')).toThrow(XmlRefused);
    expect(() => readXml('<a><__proto__>2</__proto__></a>')).toThrow(XmlRefused);
  });
});

describe('writing XML', () => {
  it('escapes values and round-trips them', () => {
    const text = `a<b>&"c"'\u0000d`;
    const body = child(
      readXml(envelope('Login', { type: 'S', value: 'a"b' }, [value('userName', text)])),
      'Body',
    );
    expect(textAt(body, 'Login.userName')).toBe(`a<b>&"c"'d`);
    expect(refOf(at(body, 'Login._this'))).toEqual({ type: 'S', value: 'a"b' });
  });
});

describe('faults', () => {
  it('are named by the type of their detail, else by its element, else by the fault code', () => {
    const fault = (inner: string) => readSoapFault(readXml(`<Fault>${inner}</Fault>`)).type;
    expect(fault('<detail><XFault xsi:type="vim25:InvalidState"/></detail>')).toBe('InvalidState');
    expect(fault('<detail><NotAuthenticatedFault/></detail>')).toBe('NotAuthenticated');
    expect(fault('<faultcode>v:VersionMismatchFaultCode</faultcode>')).toBe('VersionMismatch');
  });

  it('have a message even when the server gives none', () => {
    const xml = '<Fault><faultstring/><detail><AFault xsi:type="A"/></detail></Fault>';
    expect(readSoapFault(readXml(xml))).toEqual({ type: 'A', message: 'A' });
  });
});

describe('version negotiation', () => {
  it.each`
    offered                               | chosen
    ${['8.0.2.0', '8.0.1.0', '7.0.0.0']}  | ${'8.0.2.0'}
    ${['9.1.0.0', '8.0.3.0', '8.0.2.0']}  | ${'8.0.3.0'}
    ${['8.0.10.0', '8.0.2.1', '8.0.2.0']} | ${'8.0.2.1'}
    ${['9.0.0.0', 'junk']}                | ${undefined}
  `('of $offered takes $chosen', ({ offered, chosen }) => {
    expect(negotiate(offered as string[])).toBe(chosen);
  });

  it('holds a newer server down to what we were written against', () => {
    expect([clampVersion('9.1.0.0'), clampVersion('7.0.3.0'), clampVersion('dev')]).toEqual([
      '8.0.3.0',
      '7.0.3.0',
      '8.0.3.0',
    ]);
  });

  it('reads the vim25 namespace only', () => {
    const xml = `<namespaces><namespace><name>urn:sms</name><version>99.0</version></namespace>
      <namespace><name>urn:vim25</name><version>8.0.2.0</version>
      <priorVersions><version>8.0.1.0</version></priorVersions></namespace></namespaces>`;
    expect(offeredVersions(readXml(xml))).toEqual(['8.0.2.0', '8.0.1.0']);
  });
});
