import type { Context } from './context.js';
import { addArchiveCommands } from './commands/archive.js';
import { addAuditCommands } from './commands/audit.js';
import { addBaseImageCommands } from './commands/base-images.js';
import { addClusterCommands } from './commands/cluster.js';
import { addConfigCommands } from './commands/config.js';
import { addDebtCommands } from './commands/debt.js';
import { addDiagnoseCommand } from './commands/diagnose.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEstateCommands } from './commands/estate.js';
import { addExplainCommand } from './commands/explain.js';
import { addGateCommands } from './commands/gate.js';
import { addHostCommands } from './commands/host.js';
import { addImageCommands } from './commands/image.js';
import { addLoginCommands } from './commands/login.js';
import { addOperationCommands } from './commands/operation.js';
import { addPlanCommands } from './commands/plan.js';
import { addPreflightCommand } from './commands/preflight.js';
import { addProbeCommand } from './commands/probe.js';
import { addProcessCommands } from './commands/processes.js';
import { addQuickBootCommands } from './commands/quick-boot.js';
import { addRecoverCommand } from './commands/recover.js';
import { addReportCommand } from './commands/report.js';
import { addRunCommands } from './commands/run.js';
import { addWaiverCommands } from './commands/waiver.js';
import { addServiceCommands } from './commands/services.js';
import { createProgramBase, examples, type Program } from './program-base.js';

/** The whole command line, in the order in which its help lists it. */
export function buildProgram(context: Context): Program {
  const program = createProgramBase(context.io);
  addLoginCommands(program, context);
  addEstateCommands(program, context);
  addPreflightCommand(program, context);
  addWaiverCommands(program, context);
  addPlanCommands(program, context);
  addRunCommands(program, context);
  addGateCommands(program, context);
  addHostCommands(program, context);
  addBaseImageCommands(program, context);
  addDebtCommands(program, context);
  addQuickBootCommands(program, context);
  addClusterCommands(program, context);
  addImageCommands(program, context);
  addArchiveCommands(program, context);
  addServiceCommands(program, context);
  addRecoverCommand(program, context);
  addOperationCommands(program, context);
  addReportCommand(program, context);
  addAuditCommands(program, context);
  addExplainCommand(program, context);
  addConfigCommands(program, context);
  addDiagnoseCommand(program, context);
  addDoctorCommand(program, context);
  addProbeCommand(program, context);
  addProcessCommands(program, context);
  program.addHelpText(
    'after',
    [
      examples(
        'vta serve',
        'vta estate add FILE',
        'vta preflight ESTATE --vcenter-version V --esx-version V',
      ),
      '',
      'Exit codes: 0 done, 1 unexpected, 2 usage, 3 refused by a rule, 4 not found or not permitted,',
      '5 the run ended without success, 6 service unreachable.',
    ].join('\n'),
  );
  return program;
}
