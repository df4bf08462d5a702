// A sweep of very many runs is confirmed: a slip in a range can ask for days.
import { type Command, Option } from 'commander';

/** For more runs than this the user has to confirm. */
const runsMaxUnasked = 100_000;

/** `--yes`, of every command that sweeps. */
export function yesOption(): Option {
  const many = runsMaxUnasked.toLocaleString('en-US');
  return new Option('--yes', `confirms more than ${many} runs`).default(false);
}

/**
 * Ends the command where nobody has confirmed so many runs.
 * @param upTo whether they may be fewer
 */
export function refuseManyRuns(
  count: number,
  { yes, upTo = false }: { readonly yes: boolean; readonly upTo?: boolean },
  command: Command,
): void {
  if (count <= runsMaxUnasked || yes) return;
  const runs = `${upTo ? 'up to ' : ''}${count.toLocaleString('en-US')} runs`;
  command.error(`error: these are ${runs}; confirm them with --yes.`);
}
