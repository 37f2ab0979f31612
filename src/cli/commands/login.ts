import { parseServiceUrl, explicitToken, resolveConnection, storeLogin } from '../connection.js';
import { createHttp } from '../client/http.js';
import { createApi } from '../client/api.js';
import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';

/** `login`, `whoami`: which service, and who we are there. */
export function addLoginCommands(program: Program, context: Context): void {
  program
    .command('login')
    .summary('Store the address of the service and a token.')
    .description(
      'Store the address of the service and a token, after both have been tried.\n' +
        'The token comes from a file, never from the command line. It is kept in a file that only you can read.',
    )
    .addHelpText('after', examples('vta login --url https://vta.example.org --token-file ~/operator.token'))
    .action(async () => {
      const flags = context.flags();
      if (!flags.url) throw usageError('Name the service: --url URL.');
      const token = await explicitToken(flags, context.io.env);
      if (!token) throw usageError('Name the file with your token: --token-file FILE.');
      const url = parseServiceUrl(flags.url);
      const http = createHttp({ url, token }, context.io.signal);
      try {
        const me = await createApi(http).me();
        const path = await storeLogin(context.io.env, { url: url.href, token });
        context.result(
          false,
          undefined,
          () => `Logged in to ${url.origin} as ${me.name} (${me.roles.join(', ')}).`,
        );
        context.progress(`Stored in ${path}.`);
      } finally {
        await http.close();
      }
    });

  program
    .command('whoami')
    .description('Show which service is used and who you are there.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta whoami'))
    .action(async ({ json }) => {
      const { url } = await resolveConnection(context.flags(), context.io.env);
      const me = await (await context.api()).me();
      context.result(
        json,
        { url: url.href, ...me },
        () => `${me.name} (${me.roles.join(', ')}) at ${url.origin}`,
      );
    });
}
