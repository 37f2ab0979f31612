import { fetch, type Dispatcher } from 'undici';

export interface ViJsonAnswer {
  readonly status: number;
  /** `undefined` = no body. */
  readonly body: any;
  readonly session: string | undefined;
  readonly contentType: string | null;
}

const HEADER = 'vmware-api-session-id';

/** Plain HTTP requests below `/sdk/vim25/{release}`, as somebody who only has the document of VI JSON writes them. */
export const viJson = (
  origin: string,
  { release = '8.0.2.0', dispatcher }: { release?: string; dispatcher?: Dispatcher } = {},
) => {
  let session: string | undefined;
  const send = async (method: string, url: string, body?: unknown): Promise<ViJsonAnswer> => {
    const response = await fetch(`${origin}${url}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(session === undefined ? {} : { [HEADER]: session }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(dispatcher ? { dispatcher } : {}),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type');
    return {
      status: response.status,
      body: text === '' ? undefined : contentType === 'application/json' ? JSON.parse(text) : text,
      session: response.headers.get(HEADER) ?? undefined,
      contentType,
    };
  };
  const path = (target: string): string => `/sdk/vim25/${release}/${target}`;
  return {
    send,
    use: (id: string | undefined): void => {
      session = id;
    },
    /** `HostSystem/host-9/runtime` */
    get: (target: string) => send('GET', path(target)),
    /** `Task/task-7/CancelTask` */
    post: (target: string, body?: unknown) => send('POST', path(target), body),
    login: async (userName: string, password: string): Promise<ViJsonAnswer> => {
      const answer = await send('POST', path('SessionManager/SessionManager/Login'), { userName, password });
      if (answer.session) session = answer.session;
      return answer;
    },
  };
};

export type ViJson = ReturnType<typeof viJson>;

export const aRef = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value });

/** `PropertyFilterSpec` for paths of one type, from objects of that type, along traversals. */
export const filterSpec = (
  type: string,
  pathSet: readonly string[],
  objects: readonly ReturnType<typeof aRef>[],
  selectSet: readonly object[] = [],
) => ({
  _typeName: 'PropertyFilterSpec',
  propSet: [{ _typeName: 'PropertySpec', type, all: false, pathSet }],
  objectSet: objects.map((obj) => ({ _typeName: 'ObjectSpec', obj, skip: false, selectSet })),
});
