// What `npm run contract` says of an error, and the code that it ends with.
import { NoRegionError } from '#adapters/aws-environment.ts';
import { ForeignEndpointError, UnreadableEndpointError } from '#adapters/loopback.ts';
import { NoPermitError } from '#adapters/operator-connection.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { NotConfirmedError } from '#cli/stack/confirm-on-aws.ts';
import { plainLines } from '#domain/plain-text.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { CommandFailedError } from '../engines/bounded-command.ts';
import { EngineError } from '../engines/engine.ts';
import { ContractUsageError } from './contract-options.ts';

/** Exit codes as in cli/exit-codes.ts. */
export const exitCodes = { differs: 1, usage: 64, unreachable: 69, bug: 70, refused: 77 } as const;

/** Whose errors end with which code. */
const codes: readonly (readonly [
  code: number,
  kinds: readonly (abstract new (...args: never[]) => Error)[],
])[] = [
  [exitCodes.usage, [ContractUsageError, WrongInputError, UnreadableEndpointError, NoRegionError]],
  [exitCodes.refused, [ForeignEndpointError, NotConfirmedError, NoPermitError]],
  [exitCodes.unreachable, [EngineError, CommandFailedError]],
];

/** The error in words. */
export function wordsFor(error: unknown): string {
  const failure = serviceFailure(error);
  if (failure !== undefined) return `error: ${failure.said}; ${failure.whatNow}`;
  const words = plainLines(error instanceof Error ? error.message : String(error));
  return exitCodeFor(error) === exitCodes.refused ? `refused: ${words}` : words;
}

/** The code. */
export function exitCodeFor(error: unknown): number {
  const known = codes.find(([, kinds]) => kinds.some((kind) => error instanceof kind));
  if (known !== undefined) return known[0];
  return serviceFailure(error) === undefined ? exitCodes.bug : exitCodes.unreachable;
}
