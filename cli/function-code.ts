import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { observe } from '#functions/observe.ts';
import { planStorm } from '#functions/plan-storm.ts';
import { reportStorm } from '#functions/report-storm.ts';
import { restartCell } from '#functions/restart-cell.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';

/** The code of every function in the template, by the entry that the template names. */
export const functionCode: Readonly<Record<string, LambdaCode>> = {
  'functions/membership.ts': membership as LambdaCode,
  'functions/login.ts': login as LambdaCode,
  'functions/heal.ts': heal as LambdaCode,
  'functions/plan-storm.ts': planStorm as LambdaCode,
  'functions/restart-cell.ts': restartCell as LambdaCode,
  'functions/observe.ts': observe as LambdaCode,
  'functions/report-storm.ts': reportStorm as LambdaCode,
};
