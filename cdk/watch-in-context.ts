// Whether somebody watches the stack, from the context of the CDK: `-c rebootstorm:alarms=on`.
import { settingContext } from '#domain/stack/stack-configuration.ts';
import { ContextError } from './context-error.ts';

/** The contexts' names, without the prefix. */
export const watchNames = ['alarms'] as const;

/**
 * Reads whether the stack has alarms and a dashboard: usually not, since they cost more a month
 * than all else that stands idle. @throws {ContextError} for another word
 */
export function isWatchedIn(context: Readonly<Record<string, unknown>>): boolean {
  const alarms = context[settingContext('alarms')] ?? 'off';
  if (alarms === 'on' || alarms === 'off') return alarms === 'on';
  throw new ContextError(
    `rebootstorm:alarms=${String(alarms)} is neither on (alarms and a dashboard, about $5 a ` +
      'month) nor off.',
  );
}
