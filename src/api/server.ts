import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { requireLogin } from './auth.js';
import type { ApiOptions } from './context.js';
import { describeRoutes } from './document.js';
import { answerErrorsAsProblems } from './errors.js';
import { addArchiveRoutes } from './routes/archives.js';
import { addControlRoutes } from './routes/control.js';
import { addDebtRoutes } from './routes/debts.js';
import { addDecidingRoutes } from './routes/deciding.js';
import { addLimitsRoute } from './routes/limits.js';
import { addEstateRoutes } from './routes/estates.js';
import { addWaiverRoutes } from './routes/waivers.js';
import { addEventRoutes } from './routes/events.js';
import { addDiagnosisRoute } from './routes/diagnoses.js';
import { addImageFileRoute } from './routes/image-files.js';
import { addOperationRoutes } from './routes/operations.js';
import { addPlanRoutes } from './routes/plans.js';
import { addRuleRoutes } from './routes/rules.js';
import { addRunRoutes } from './routes/runs.js';
import { addServiceRoutes } from './routes/service.js';
import { createStored } from './stored.js';

/** An estate file may have 1 MB; JSON makes it longer. */
const BODY_LIMIT = 2_500_000;

/** The REST API, ready to `listen` or to be asked by `inject`. It owns nothing that it was given. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const { records, version } = options;
  const logger: FastifyBaseLogger = options.logger;
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 1_000 },
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrorsAsProblems(app);
  requireLogin(app, records);
  logRequests(app);

  await app.register(helmet, {
    contentSecurityPolicy: {
      // Answers are data. Upgrading to https would break a service on plain loopback.
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  await describeRoutes(app, version);
  app.get('/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, async () => app.swagger());

  const stored = createStored(options);
  addServiceRoutes(app, options);
  addEstateRoutes(app, options, stored);
  addWaiverRoutes(app, options, stored);
  addImageFileRoute(app, options, stored);
  addDebtRoutes(app, options, stored);
  addArchiveRoutes(app, options, stored);
  addPlanRoutes(app, options, stored);
  addOperationRoutes(app, options, stored);
  addDiagnosisRoute(app, options, stored);
  addRunRoutes(app, options, stored);
  addControlRoutes(app, options, stored);
  addDecidingRoutes(app, options, stored);
  addLimitsRoute(app, options, stored);
  addEventRoutes(app, options, stored);
  addRuleRoutes(app, options);
  await app.ready();
  return app;
}

/** One line per request: who, which route, how it ended; never a header or body. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, caller } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const milliseconds = Math.round(reply.elapsedTime);
    const user = caller?.name ?? null;
    request.log.info({ method, route, status: reply.statusCode, milliseconds, user }, 'request');
  });
}
