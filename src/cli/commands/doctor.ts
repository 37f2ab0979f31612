import type { Api } from '../client/api.js';
import type { ServiceHealth } from '../client/types.js';
import type { Context } from '../context.js';
import { CliError, EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { checkLines, type Check } from '../render/checks.js';

/** Temporal's native bridge and our own code need this. */
const NODE_NEEDED = [20, 19] as const;

/** `doctor`: is everything there that an upgrade needs, and if not, what to do. */
export function addDoctorCommand(program: Program, context: Context): void {
  program
    .command('doctor')
    .summary('Check the installation.')
    .description(
      'Check Node, service, Temporal, workers, records and your token; say what to do about each problem.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta doctor'))
    .action(async ({ json }) => {
      const checks = [nodeCheck(process.versions.node), ...(await serviceChecks(await context.api()))];
      context.result(json, checks, () => checkLines(checks, context.style()).join('\n'));
      const unreachable = checks.some(({ name, ok }) => name === 'service' && !ok);
      if (checks.some(({ ok }) => !ok)) context.endWith(unreachable ? EXIT.unreachable : EXIT.unexpected);
    });
}

/** Is this Node new enough? */
function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1]);
  return {
    name: 'node',
    ok,
    text: `Node ${version}`,
    ...(ok ? {} : { todo: `Install Node ${NODE_NEEDED.join('.')} or later.` }),
  };
}

async function serviceChecks(api: Api): Promise<Check[]> {
  let health: ServiceHealth;
  try {
    health = await api.health();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    // It answers, but tells nothing to a stranger: the token is what is wrong.
    if (error.exitCode === EXIT.notFound) {
      return [{ name: 'service', ok: true, text: api.url.origin }, await tokenCheck(api)];
    }
    const text = error.message;
    return [
      {
        name: 'service',
        ok: false,
        text,
        todo: 'Start it with "npm start" or "vta serve"; then run doctor again.',
      },
    ];
  }
  return [
    { name: 'service', ok: true, text: `${api.url.origin}, release ${health.versions.service}` },
    ...healthChecks(health),
    await tokenCheck(api),
  ];
}

/** What the service says about its own surroundings. */
function healthChecks({ temporal, queues, records }: ServiceHealth): Check[] {
  return [
    {
      name: 'temporal',
      ok: temporal.reachable,
      text: temporal.reachable
        ? `server ${temporal.serverVersion ?? 'of unknown version'}`
        : (temporal.problem ?? 'away'),
      ...(temporal.reachable
        ? {}
        : { todo: 'Start Temporal or correct its address; runs stand still and go on by themselves.' }),
    },
    ...queues.map(({ name, pollers }) => ({
      name: `queue ${name}`,
      ok: pollers > 0,
      text: `${pollers} ${pollers === 1 ? 'poller' : 'pollers'}`,
      ...(pollers > 0 ? {} : { todo: 'Start a worker for this zone: vta worker --zone ZONE --config FILE.' }),
    })),
    {
      name: 'records',
      ok: records.writable,
      text: records.writable ? 'writable' : 'not writable',
      ...(records.writable
        ? {}
        : { todo: 'Check disk space and owner of the database; no gate is passed meanwhile.' }),
    },
  ];
}

async function tokenCheck(api: Api): Promise<Check> {
  try {
    const me = await api.me();
    return { name: 'token', ok: true, text: `${me.name} (${me.roles.join(', ')})` };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const text = error.message.split('\n')[0] ?? '';
    return { name: 'token', ok: false, text, todo: 'Log in: vta login --url URL --token-file FILE.' };
  }
}
