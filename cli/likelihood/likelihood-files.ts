// The files of the command `likelihood`: a row for each run, all of it as JSON, and a report.
import type { LikelihoodChoices, Likelihoods } from '#runner/study/likelihood/likelihood.ts';
import { augustUnknowns, unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { jsonPieces } from '../run-folder/large-file.ts';
import {
  type IntervalChartWords,
  type IntervalRow,
  intervalChart,
  intervalChartStyle,
} from '../study/interval-chart.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { reportTable } from '../study/report-table.ts';
import { type StudyPaths, writeStudyFiles } from '../study/study-files.ts';
import {
  aheadWords,
  caveat,
  conclusions,
  effortWords,
  intervalWords,
  likelihoodHeads,
  likelihoodRows,
} from './likelihood-table.ts';

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeLikelihood(
  folder: string,
  choices: LikelihoodChoices,
  found: Likelihoods,
  environment: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): StudyPaths {
  const { program } = environment;
  const { policies, drawsDone, runs } = found;
  const head = { schemaVersion: 1, program, choices, unknowns: augustUnknowns };
  return writeStudyFiles(folder, {
    csv: ['runs.csv', runsCsv(found)],
    json: ['likelihood.json', jsonPieces({ ...head, drawsDone, policies }, { runs })],
    report: report(choices, found, environment),
  });
}

function* runsCsv({ runs }: Likelihoods): Generator<string> {
  yield csvLine([
    'policy',
    'draw',
    'month',
    'seed',
    'nodes',
    'fell',
    'worstOfflineShare',
    'healMs',
    ...unknownNames,
  ]);
  for (const { draw, point, fell, worstOfflineShare, healMs } of runs) {
    const { hypothesis, month, seed, nodes, values } = point;
    const names = unknownNames.map((name) => values[name]);
    yield csvLine([
      hypothesis,
      draw,
      month,
      seed,
      nodes,
      fell,
      worstOfflineShare,
      healMs,
      ...names,
    ]);
  }
}

function report(
  choices: LikelihoodChoices,
  found: Likelihoods,
  { program, argv }: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): string {
  const words = {
    title: 'How likely the network falls',
    axis: 'Chance that at least one month falls',
    description: 'The chance for each policy and time ahead, with its interval.',
    origin: `rebootstorm ${program.split(' ')[0]}, likelihood`,
  };
  const rows = found.policies.flatMap(({ policy, horizons }) =>
    horizons.map((horizon) => ({
      name: `${policy}, ${aheadWords(horizon)}`,
      told: intervalWords(horizon),
      value: horizon.chance,
      low: horizon.low,
      high: horizon.high,
    })),
  );
  const body = html`<h1>How likely does it happen again?</h1>
<p class="lead">${effortWords(choices, found)}</p>
${conclusions(found).map((one) => html`<p>${one}</p>`)}
${rows.length === 0 ? '' : figure(rows, words)}
${reportTable('Each policy', [likelihoodHeads, ...likelihoodRows(found)])}
<p class="note">${caveat}</p>
<h2>Again</h2>
<pre>${quotedCommand(argv)}</pre>`;
  return reportPage({ title: words.title, style: intervalChartStyle, body });
}

function figure(rows: readonly IntervalRow[], words: IntervalChartWords): Markup {
  return html`<figure><figcaption>${words.description}</figcaption>
${chartSizes.map((size) => intervalChart(rows, size, words))}</figure>`;
}
