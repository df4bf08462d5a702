// What is left of a storm at its stack where the command that watches it ends.
import { pastedCommand, type StackPlace } from '../stack/pasted-command.ts';

/** How far a storm has come: nothing stored; being stored; being started; going on by itself. */
export type StormStage = 'preparing' | 'seeding' | 'starting' | 'started';

/** What is left there, and the commands for it. */
export interface StormStanding {
  /** Empty: nothing is left. */
  readonly sentence: string;
  readonly commands: readonly string[];
}

/** Says what is left of a run, with commands that can be pasted. */
export function standingOf(stage: StormStage, runId: string, place: StackPlace): StormStanding {
  const stop = pastedCommand(['stop', runId], place);
  const check = pastedCommand(['check', runId], place);
  switch (stage) {
    case 'preparing':
      return { sentence: '', commands: [] };
    case 'seeding':
      return {
        sentence: `run ${runId} was not started; what is stored of it already is ended with`,
        commands: [stop],
      };
    case 'starting':
      return {
        sentence: `run ${runId} is stored and may have been started; look at it, and stop it, with`,
        commands: [check, stop],
      };
    case 'started':
      return {
        sentence: `run ${runId} goes on in the stack and ends by itself; see it, or stop it, with`,
        commands: [check, stop],
      };
  }
}

/** In one line, for the end of an error. */
export function standingLine({ sentence, commands }: StormStanding): string {
  return sentence === '' ? '' : `${sentence} ${commands.join(' or ')}`;
}

/** In lines of their own, for somebody who pressed Ctrl-C. */
export function standingLines({ sentence, commands }: StormStanding): string {
  return sentence === '' ? '' : `\n${sentence}:\n${commands.map((one) => `  ${one}\n`).join('')}`;
}
