import type { Operation } from './facts.js';
import type { Window } from './releases.js';
import type { Tasks } from './tasks.js';
import { isObject, isUnset, type Values } from './values.js';
import { shown, violation, type Violation } from './violation.js';

/** Everything that an answer is compared with. */
export interface AnswerAbout {
  readonly vcenter: string;
  /** Value of the last path variable: of `GET /cis/tasks/{task}` the task. */
  readonly lastSegment: string;
  readonly excludeResult: boolean;
  readonly window: Window;
  readonly values: Values;
  readonly tasks: Tasks;
}

/** Status of a success (wire contract 1): bindings do not know it. */
function statusOf({ id, method, task, result }: Operation): number {
  if (task) return 202;
  if (result === 'void') return 204;
  return method === 'POST' && id.endsWith('.create') ? 201 : 200;
}

/** Compares a successful answer with its operation, and the tasks in it with the operations that started them. */
export function checkAnswer(
  operation: Operation,
  status: number,
  body: unknown,
  about: AnswerAbout,
): Violation[] {
  const due = statusOf(operation);
  if (status !== due) {
    const what = operation.task ? `${due} and the ID of its task` : String(due);
    return [violation('wrong-status', 'response.status', `${operation.id} answers ${what}, found ${status}`)];
  }
  const at = 'response.body';
  if (operation.task) {
    const wrong = about.values.check('id', body, at, about.window);
    if (wrong.length === 0) about.tasks.started(about.vcenter, String(body), operation);
    return wrong;
  }
  if (operation.result === 'void')
    return isUnset(body) ? [] : [violation('unexpected-body', at, `nothing is due, found ${shown(body)}`)];
  return [
    ...about.values.check(operation.result, body, at, about.window),
    ...infosOf(operation, body, about).flatMap(([id, info, place]) =>
      about.tasks.checkInfo(about.vcenter, id, info, { ...about, at: place }),
    ),
  ];
}

type InfoEntry = readonly [id: string, info: Readonly<Record<string, unknown>>, at: string];

function infosOf({ id }: Operation, body: unknown, { lastSegment }: AnswerAbout): InfoEntry[] {
  if (!isObject(body)) return [];
  if (id === 'com.vmware.cis.tasks.get') return [[lastSegment, body, 'response.body']];
  if (id !== 'com.vmware.cis.tasks.list') return [];
  return Object.entries(body).flatMap(([task, info]) =>
    isObject(info) ? [[task, info, `response.body/${task}`] as const] : [],
  );
}
