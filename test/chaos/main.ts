import { runCampaign } from './campaign.js';
import { stopAllStacks } from './stack.js';
import { runSystematic } from './systematic.js';
import { HELP, readOptions, UsageError, type Options } from './options.js';

async function main(options: Options): Promise<number> {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  return options.systematic ? runSystematic(options) : runCampaign(options);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAllStacks().finally(() => process.exit(130)));
}
try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${HELP}` : error);
  process.exitCode = 2;
}
