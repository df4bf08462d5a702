// The way from a report to the lab: the command that serves the page, and a link to it.

import type { RunManifest } from '#cli/run-folder/manifest.ts';
import { addressOf } from '#lab/inputs/address.ts';
import { labWords } from '#lab/inputs/cli-words.ts';
import type { LabInputs } from '#lab/inputs/inputs.ts';
import { inputsOfRun, recordedScenario } from '#lab/inputs/inputs-of-run.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { usualLabPort } from '../lab/usual-lab-port.ts';
import { html, type Markup } from './markup.ts';
import { quotedCommand } from './shell-command.ts';

/** How the lab opens at the inputs of a run; nothing where the lab does not have them. */
export function labSection(result: ComparisonResult, manifest: RunManifest): Markup {
  const inputs = labInputs(result, manifest);
  if (inputs === null) return html``;
  const link = `http://127.0.0.1:${usualLabPort}/#${addressOf(inputs)}`;
  return html`<h3>See it move, and change it</h3>
<p>The lab is a page that runs this in a browser, on this machine. ${difference(result)}</p>
<pre tabindex="0"><code>${quotedCommand(labWords(inputs))}</code></pre>
<p>While that command runs, <a href="${link}">the lab opens here</a> with the inputs of this
run.</p>`;
}

/** The page's inputs of the run; null where it cannot show them. */
export function labInputs(result: ComparisonResult, manifest: RunManifest): LabInputs | null {
  const { seed, nodes, runs } = result;
  const [first] = runs;
  const recorded = recordedScenario(result.scenario);
  if (first === undefined || recorded === undefined) return null;
  const { startMs, storm, timings, target, scale } = manifest.settings;
  const scenario = { ...recorded, startMs, storm, timings, target, [result.scale]: scale };
  const found = inputsOfRun({
    scenario,
    policies: runs.map(({ policy }) => policy),
    nodes,
    seed,
    concurrency: result.accountConcurrency,
    retries: result.retries,
    region: first.bill.region,
  });
  return found.kind === 'inputs' ? found.inputs : null;
}

function difference({ cloud, scale, scenario }: ComparisonResult): string {
  if (cloud === 'twin' && scale === 'full') return '';
  const hasFull = scenarios[scenario]?.full !== undefined;
  const isOtherScale = hasFull && scale === 'embedded';
  const twin = cloud === 'local' ? 'It runs the twin, which has no faults of the cloud' : '';
  const full = isOtherScale ? 'it runs the network at its real proportions' : '';
  const reasons = [twin, full].filter((words) => words !== '').join(', and ');
  if (reasons === '') return '';
  return `${reasons.charAt(0).toUpperCase()}${reasons.slice(1)}, so its numbers differ.`;
}
