import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { ruleLines, ruleTable } from '../render/rules.js';

/** `explain`: what a rule says, that a refusal, finding or reason for waiting names. */
export function addExplainCommand(program: Program, context: Context): void {
  program
    .command('explain')
    .argument('[rule]', 'rule, such as QB-4; all of them when absent')
    .option('--json', 'print JSON')
    .summary('Explain a rule, or list all of them.')
    .description('Explain a rule that a refusal, finding or reason for waiting names, or list all of them.')
    .addHelpText('after', examples('vta explain QB-4', 'vta explain', 'vta explain --json'))
    .action(async (id, { json }) => {
      const api = await context.api();
      if (id === undefined) {
        const rules = await api.rules();
        context.result(json, rules, () => ruleTable(rules, context.style()));
        return;
      }
      const rule = await api.rule(id);
      context.result(json, rule, () => ruleLines(rule, context.style()).join('\n'));
    });
}
