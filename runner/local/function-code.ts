import type { Decisions } from '#domain/decisions.ts';
import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { observe } from '#functions/observe.ts';
import { planStorm } from '#functions/plan-storm.ts';
import { reportStorm } from '#functions/report-storm.ts';
import { stirCell } from '#functions/stir-cell.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';

/** The code of every function in the template, by the entry that the template names. */
export const functionCode: Readonly<Record<string, LambdaCode>> = {
  'functions/membership.ts': membership as LambdaCode,
  'functions/login.ts': login as LambdaCode,
  'functions/heal.ts': heal as LambdaCode,
  'functions/plan-storm.ts': planStorm as LambdaCode,
  'functions/stir-cell.ts': stirCell as LambdaCode,
  'functions/observe.ts': observe as LambdaCode,
  'functions/report-storm.ts': reportStorm as LambdaCode,
};

/** The same code, deciding by a policy's own decisions. */
export function functionCodeWith(decisions: Decisions): Readonly<Record<string, LambdaCode>> {
  const entries = Object.entries(functionCode).map(([entry, code]): [string, LambdaCode] => [
    entry,
    (environment) => code({ ...environment, decisions } as LambdaEnvironment),
  ]);
  return Object.fromEntries(entries);
}
