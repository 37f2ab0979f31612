import { AnswerRefused } from '../connection/answer-refused.js';
import { baselineVersion } from './version.js';
import { child, refOf, textAt, type MoRef, type XmlNode } from './xml-node.js';

/** Singletons of one server; their IDs differ between vCenter and ESXi, so they are always read. */
export interface ServiceContent {
  readonly propertyCollector: MoRef;
  readonly sessionManager: MoRef;
  readonly rootFolder: MoRef;
  readonly eventManager?: MoRef;
  readonly licenseManager?: MoRef;
  readonly taskManager?: MoRef;
  readonly authorizationManager?: MoRef;
  readonly userDirectory?: MoRef;
}

/** The answer to RetrieveServiceContent: what the server is, and its singletons. @throws AnswerRefused */
export const readContent = (response: XmlNode) => {
  const content = child(response, 'returnval');
  const required = (name: string): MoRef => {
    const found = refOf(child(content, name));
    if (found) return found;
    throw new AnswerRefused(`ServiceContent has no ${name}`);
  };
  const eventManager = refOf(child(content, 'eventManager'));
  const licenseManager = refOf(child(content, 'licenseManager'));
  const taskManager = refOf(child(content, 'taskManager'));
  const authorizationManager = refOf(child(content, 'authorizationManager'));
  const userDirectory = refOf(child(content, 'userDirectory'));
  return {
    apiVersion: textAt(content, 'about.apiVersion') ?? baselineVersion,
    product: {
      version: textAt(content, 'about.version') ?? '',
      build: textAt(content, 'about.build') ?? '',
    },
    content: {
      propertyCollector: required('propertyCollector'),
      sessionManager: required('sessionManager'),
      rootFolder: required('rootFolder'),
      ...(eventManager ? { eventManager } : {}),
      ...(licenseManager ? { licenseManager } : {}),
      ...(taskManager ? { taskManager } : {}),
      ...(authorizationManager ? { authorizationManager } : {}),
      ...(userDirectory ? { userDirectory } : {}),
    },
  };
};
