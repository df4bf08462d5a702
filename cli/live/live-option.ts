// `--live`: a run shown in a browser while it goes on.
import { InvalidArgumentError, Option } from 'commander';

/** `--live`, for every command that can be watched in a browser. */
export function liveOption(): Option {
  return new Option(
    '--live [port]',
    'show it in a browser while it goes on, at this port of 127.0.0.1 (default: any free one)',
  )
    .argParser(livePort)
    .preset('0');
}

const portMax = 65_535;

function livePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= portMax) return port;
  throw new InvalidArgumentError(
    `A port is a whole number from 1 to ${portMax}; 0 takes any free one. A scenario goes before ` +
      '--live.',
  );
}

/** A command's words without `--live`, which does not change what comes of it. */
export function withoutLive(words: readonly string[]): string[] {
  return words.filter(
    (word, index) =>
      !/^--live(=|$)/.test(word) && !(words[index - 1] === '--live' && /^\d+$/.test(word)),
  );
}
