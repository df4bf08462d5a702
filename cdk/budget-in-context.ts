// A budget for the stack, from the context of the CDK: `-c rebootstorm:budgetUsd=10` and
// `-c rebootstorm:budgetMail=me@example.org`.
import { settingContext } from '#domain/stack/stack-configuration.ts';
import { ContextError } from './context-error.ts';

/** The contexts' names, without the prefix. */
export const budgetNames = ['budgetUsd', 'budgetMail'] as const;

/** What a month may cost, and who is told. */
export interface Budget {
  readonly usdPerMonth: number;
  readonly mail: string;
}

/** Reads it; null: none is asked for. @throws {ContextError} for half of one, or nonsense */
export function budgetIn(context: Readonly<Record<string, unknown>>): Budget | null {
  const [usd, mail] = budgetNames.map((name) => context[settingContext(name)]);
  if (usd === undefined && mail === undefined) return null;
  const usdPerMonth = Number(usd);
  if (!(usdPerMonth >= 1 && usdPerMonth <= 1_000_000))
    throw new ContextError(
      `rebootstorm:budgetUsd=${String(usd)} is no number of dollars a month, from 1 to 1,000,000.`,
    );
  if (typeof mail !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(mail))
    throw new ContextError(
      `rebootstorm:budgetMail=${String(mail)} is no mail address; AWS Budgets tells somebody.`,
    );
  return { usdPerMonth, mail };
}
