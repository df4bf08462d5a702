import type { Runtime } from '#adapters/runtime.ts';
import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { isLogged, logLevelNamed } from '#domain/stack/log-level.ts';
import type { EntryName } from '#domain/stack-names.ts';
import { dispatchCell } from '#functions/dispatch-cell.ts';
import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { observe } from '#functions/observe.ts';
import type { FunctionCode } from '#functions/on-lambda.ts';
import { planStorm } from '#functions/plan-storm.ts';
import { reportStorm } from '#functions/report-storm.ts';
import { rotateKey } from '#functions/rotate-key.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode, LambdaHandler } from '#local-cloud/lambda/lambda-code.ts';
import { inProcessConnection } from './in-process-connection.ts';

/** The code of functions, by the entry file that the template names. */
export type FunctionsCode = Readonly<Record<string, LambdaCode>>;

/** The code of every function in the template. */
export const functionCode = functionCodeWith(builtInDecisions);

/** The same code with a policy's own decisions. */
export function functionCodeWith(decisions: Decisions): FunctionsCode {
  /**
   * The local cloud's environment knows nothing of this stack. This adds the rest of the runtime.
   */
  const onLocalCloud =
    <Input, Output>(code: FunctionCode<Input, Output>): LambdaCode =>
    (environment) => {
      const connection = inProcessConnection(environment.requestHandler, environment.env);
      const threshold = logLevelNamed(environment.env.POWERTOOLS_LOG_LEVEL);
      const log: Runtime['log'] = (entry) => {
        if (isLogged(entry.level, threshold)) environment.log(entry);
      };
      return code({ ...environment, log, connection, decisions }) as LambdaHandler;
    };
  return {
    'functions/membership.ts': onLocalCloud(membership),
    'functions/login.ts': onLocalCloud(login),
    'functions/heal.ts': onLocalCloud(heal),
    'functions/plan-storm.ts': onLocalCloud(planStorm),
    'functions/dispatch-cell.ts': onLocalCloud(dispatchCell),
    'functions/observe.ts': onLocalCloud(observe),
    'functions/report-storm.ts': onLocalCloud(reportStorm),
    'functions/rotate-key.ts': onLocalCloud(rotateKey),
  } satisfies Record<`functions/${EntryName}.ts`, LambdaCode>;
}

/** The same code, but all its calls are serialized as on a wire. */
export function onTheWire(code: FunctionsCode): FunctionsCode {
  return withHandler(code, (requestHandler) => ({ ...requestHandler }));
}

/** The same code, whose calls go through another handler. */
export function withHandler(
  code: FunctionsCode,
  surround: (requestHandler: ClientHandler) => ClientHandler,
): FunctionsCode {
  return Object.fromEntries(
    Object.entries(code).map(([entry, original]) => [
      entry,
      (environment) =>
        original({ ...environment, requestHandler: surround(environment.requestHandler) }),
    ]),
  );
}
