// Carries out the lines of the console of `rebootstorm local`.

import type { LocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import type { Pace } from '#runner/endpoint/pacer.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { readConsoleLine } from './console-line.ts';

/** What a console works on. */
export type ConsoleCloud = {
  readonly cloud: Pick<LocalEndpoint['cloud'], 'nowMs' | 'queueDepths'>;
  readonly pacer: Pick<LocalEndpoint['pacer'], 'pace' | 'setPace' | 'leap' | 'present'>;
};

/** A console: lines in, words out. */
export type ClockConsole = {
  /** Carries a line out. @returns what to say, and whether the console is over */
  take(line: string): Promise<{ readonly said: string; readonly isOver: boolean }>;
};

/** Opens a console. Lines are to be given one after the other. */
export function openConsole({ cloud, pacer }: ConsoleCloud): ClockConsole {
  let before: Pace = pacer.pace === 0 ? 1 : pacer.pace;
  const setPace = (pace: Pace): void => {
    if (pacer.pace !== 0) before = pacer.pace;
    pacer.setPace(pace);
  };
  const now = async (): Promise<string> => {
    await pacer.present();
    return `${formatMoment(cloud.nowMs())}, ${formatPace(pacer.pace)}`;
  };
  const leap = async (durationMs: number): Promise<string> => {
    await pacer.leap(durationMs);
    return `${formatDuration(durationMs)} passed. ${await now()}`;
  };
  const sayOf = async (line: ReturnType<typeof readConsoleLine>): Promise<string> => {
    switch (line.kind) {
      case 'nothing':
      case 'quit':
        return '';
      case 'unreadable':
        return line.why;
      case 'help':
        return consoleHelp;
      case 'queues':
        await pacer.present();
        return formatDepths(cloud.queueDepths());
      case 'now':
        return now();
      case 'pause':
        setPace(0);
        return now();
      case 'resume':
        setPace(before);
        return now();
      case 'speed':
        setPace(line.pace);
        return now();
      case 'step':
        setPace(0);
        return leap(line.durationMs);
      case 'jump':
        return leap(line.durationMs);
      default:
        return line satisfies never;
    }
  };
  return {
    async take(text) {
      const line = readConsoleLine(text);
      return { said: await sayOf(line), isOver: line.kind === 'quit' };
    },
  };
}

/** How fast time passes, in words. */
export function formatPace(pace: Pace): string {
  if (pace === 'waiting') return 'as the wall clock, and at once while a call waits';
  if (pace === 0) return 'paused: no time passes';
  return pace === 1 ? 'as the wall clock' : `${pace.toLocaleString('en-US')} times the wall clock`;
}

function formatMoment(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

function formatDepths(depths: ReturnType<ConsoleCloud['cloud']['queueDepths']>): string {
  const names = Object.keys(depths);
  const width = Math.max(...names.map((name) => name.length));
  const rows = Object.entries(depths).map(([name, { visible, inFlight, delayed }]) => {
    return `${name.padEnd(width)}  ${visible} visible, ${inFlight} in flight, ${delayed} delayed`;
  });
  return rows.length === 0 ? 'there is no queue' : rows.join('\n');
}

const consoleHelp = `pause      no time passes; calls are answered, long polls wait
resume     time passes again, as fast as before
speed 60   60 seconds pass each second; 0 to 1,000,000, or waiting
step 1m    a minute passes at once, and then none
jump 2h    two hours pass at once, and time goes on
now        what time it is, and how fast it passes
queues     how many messages stand where
quit       ends it; nothing is kept`;
