import type { LabSession } from '../../world/model.js';
import { required } from '../arguments.js';
import type { Call, Site } from '../context.js';
import { invalidArgument, VimFault } from '../faults.js';
import type { ManagedType } from '../managed-object.js';
import { sessionKey } from '../session-objects.js';
import { typed } from '../value.js';
import { issueTicket } from './service-tickets.js';

const clients = new WeakMap<LabSession, Call['client']>();

function userSession(session: LabSession): Record<string, unknown> {
  const client = clients.get(session);
  return {
    key: sessionKey(session),
    userName: session.user.name,
    fullName: session.user.name,
    loginTime: session.createdAt,
    lastActiveTime: session.lastUsedAt,
    locale: 'en',
    messageLocale: 'en',
    extensionSession: false,
    ipAddress: client?.address ?? '',
    userAgent: client?.userAgent ?? '',
    callCount: 0,
  };
}

const sessionOf = ({ sessions }: Site, key: string): LabSession | undefined =>
  sessions.find((session) => sessionKey(session) === key);

const notOnHosts = ({ kind }: Site): void => {
  if (kind === 'HostAgent') throw new VimFault('NotImplemented', 'The operation is not implemented.');
};

export const sessionManager: ManagedType<Site> = {
  name: 'SessionManager',
  open: ['currentSession', 'messageLocaleList', 'supportedLocaleList', 'defaultLocale'],
  privileges: { sessionList: 'Sessions.TerminateSession' },
  properties: {
    sessionList: ({ sessions }) => sessions.map(userSession),
    currentSession: (_, context) => (context.hasSession ? userSession(context.session) : undefined),
    message: () => '',
    messageLocaleList: () => ['en'],
    supportedLocaleList: () => ['en'],
    defaultLocale: () => 'en',
  },
  methods: {
    Login: {
      open: true,
      run(site, call) {
        const user = required(call.args.text('userName'), 'userName');
        const password = required(call.args.text('password'), 'password');
        // A connection that is logged in cannot log in again (vim-and-vcsim.md 4.3).
        if (call.hasSession) {
          throw new VimFault('InvalidLogin', 'Cannot complete login: the session is already logged in.');
        }
        const session = site.login(user, password);
        clients.set(session, call.client);
        call.setCookie(session);
        return typed('UserSession', userSession(session));
      },
    },
    Logout: {
      run(site, { session }) {
        site.logout(session);
        return undefined;
      },
    },
    SessionIsActive: {
      privilege: 'Sessions.ValidateSession',
      run(site, { args }) {
        notOnHosts(site);
        const session = sessionOf(site, required(args.text('sessionID'), 'sessionID'));
        return typed('boolean', session?.user.name === args.text('userName'));
      },
    },
    TerminateSession: {
      privilege: 'Sessions.TerminateSession',
      run(site, { args, session }) {
        const targets = args.texts('sessionId').map((key) => {
          const target = sessionOf(site, key);
          if (!target) throw new VimFault('NotFound', `Session ${key} was not found.`);
          if (target === session) throw invalidArgument('sessionId');
          return target;
        });
        for (const target of targets) site.logout(target);
        return undefined;
      },
    },
    AcquireGenericServiceTicket: {
      since: '5.0',
      run(site, { args }) {
        const spec = required(args.object('spec'), 'spec');
        if (spec.xsiType !== 'SessionManagerHttpServiceRequestSpec') throw invalidArgument('spec');
        if (!['httpGet', undefined].includes(spec.text('method'))) throw invalidArgument('spec.method');
        return typed(
          'SessionManagerGenericServiceTicket',
          issueTicket(site, required(spec.text('url'), 'spec.url')),
        );
      },
    },
  },
};
