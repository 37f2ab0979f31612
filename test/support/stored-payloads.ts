import { loadStored } from '../replay/history-files.js';

/** Something that a process of an earlier release sent to another, as a stored history holds it. */
export interface Sample {
  readonly kind: string;
  readonly where: string;
  readonly value: unknown;
}

interface Payloads {
  readonly payloads?: readonly { readonly data?: string }[];
}
type Attributes = Readonly<Record<string, any>>;

/** Workflow inputs and results, Updates and their answers, and what was written to the records. */
export async function payloadsIn(file: string): Promise<Sample[]> {
  const { history } = await loadStored(file);
  const type = file.split('/')[0] ?? '';
  return history.events.flatMap((event, index) => {
    const attributes: Attributes =
      Object.entries(event).find(([key]) => key.endsWith('EventAttributes'))?.[1] ?? {};
    const sample = (kind: string, value: unknown): Sample[] =>
      value === undefined ? [] : [{ kind, where: `${file} event ${index + 1}`, value }];
    switch (event.eventType) {
      case 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED':
        return sample(`input ${type}`, first(attributes['input']));
      case 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED':
        return sample(`result ${type}`, first(attributes['result']));
      case 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED': {
        const { name, args } = attributes['acceptedRequest']?.input ?? {};
        return sample(`update ${name}`, first(args));
      }
      case 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED':
        return sample('answer of an update', first(attributes['outcome']?.success));
      case 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED':
        if (attributes['activityType']?.name !== 'record') return [];
        return storyOf(first(attributes['input']), sample);
      default:
        return [];
    }
  });
}

function storyOf(story: unknown, sample: (kind: string, value: unknown) => Sample[]): Sample[] {
  const { events, status, progress } = story as { events: unknown[]; status?: unknown; progress?: unknown };
  return [
    ...events.flatMap((event) => sample('event', event)),
    ...sample('status to remember', status),
    ...sample('line of a host', progress),
  ];
}

function first(payloads: Payloads | undefined): unknown {
  const data = payloads?.payloads?.[0]?.data;
  return data === undefined ? undefined : JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
}
