// What the page says of a recorded run: that it is one, of what, and how it can be run here.
import type { RecordedManifest, RecordedRun } from '#cli/run-folder/recorded-run.ts';
import { formatCloud } from '#cli/show/comparison-rows.ts';
import { counted } from '#runner/sentences/human-numbers.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { button, element } from '../page/element.ts';
import { runHere } from './run-again.ts';

/** The card above the charts. @param onRun gets the inputs that come nearest */
export function recordingCard(
  recorded: RecordedRun,
  onRun: (inputs: LabInputs) => void,
): HTMLElement {
  const said = recordingWords(recorded).map((words) => element('p', {}, words));
  return element('div', { class: 'origin' }, ...said, ...runHereParts(recorded, onRun));
}

/** The button that runs it in the page, and in what that would be another run. */
export function runHereParts(
  recorded: RecordedRun,
  onRun: (inputs: LabInputs) => void,
): HTMLElement[] {
  const { inputs, differences } = runHere(recorded);
  if (inputs === null) return [element('p', {}, `It cannot be run here. ${differences.join(' ')}`)];
  return [
    element(
      'p',
      {},
      button('Run it here', () => onRun(inputs)),
    ),
    element('p', { class: 'says' }, differenceWords(differences)),
  ];
}

function differenceWords(differences: readonly string[]): string {
  if (differences.length === 0) return 'With the same inputs, so the result should be the same.';
  return `It will be another run. ${differences.join(' ')}`;
}

/** What a recording is, in sentences: of which run, where, and when, and what it lacks. */
function recordingWords({ result, manifest }: RecordedRun): string[] {
  const { scenario, seed, nodes, runs } = result;
  const size = `${counted(nodes, 'node')}, seed ${seed}`;
  return [
    `A recorded run: ${scenario}, ${size}, ${formatCloud(result)}. Nothing is computed here.`,
    ...(manifest === null
      ? ['Its folder has no manifest.json: when and by which version it ran is not known.']
      : [madeWords(manifest)]),
    ...(runs.every(({ samples }) => samples.length === 0)
      ? ['There is no series.csv beside it, so there are no curves.']
      : []),
    ...(manifest?.unfinished === undefined
      ? []
      : [`It was ended before its time. Not done: ${manifest.unfinished.join(', ')}.`]),
  ];
}

function madeWords({ createdAt, versions, commit }: RecordedManifest): string {
  const when = `${createdAt.slice(0, 10)} ${createdAt.slice(11, 16)} UTC`;
  const version = versions.rebootstorm === undefined ? '' : ` ${versions.rebootstorm}`;
  const from = commit === null ? ', a release' : `, commit ${commit.slice(0, 12)}`;
  return `Made on ${when} by rebootstorm${version}${from}.`;
}
