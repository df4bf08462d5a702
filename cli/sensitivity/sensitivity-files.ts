// The files of the command `sensitivity`: a row for each run, all of it as JSON, and a report.
import type { Sensitivity, SensitivityChoices } from '#runner/study/sensitivity/sensitivity.ts';
import {
  type StudiedMeasure,
  studiedMeasures,
} from '#runner/study/sensitivity/studied-measures.ts';
import { augustUnknowns, unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { jsonPieces } from '../run-folder/large-file.ts';
import { intervalChart, intervalChartStyle } from '../study/interval-chart.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { reportTable } from '../study/report-table.ts';
import { type StudyPaths, writeStudyFiles } from '../study/study-files.ts';
import {
  conclusionOf,
  effectWords,
  effortWords,
  inputTitle,
  screenedHeads,
  screenedRows,
  weighedHeads,
  weighedRows,
} from './sensitivity-table.ts';

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeSensitivity(
  folder: string,
  choices: SensitivityChoices,
  found: Sensitivity,
  environment: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): StudyPaths {
  const { screened, trajectoriesDone, weighed, rowsDone, runs } = found;
  const { program } = environment;
  const head = { schemaVersion: 1, program, choices, unknowns: augustUnknowns };
  const results = { trajectoriesDone, screened, rowsDone, weighed };
  return writeStudyFiles(folder, {
    csv: ['runs.csv', runsCsv(found)],
    json: ['sensitivity.json', jsonPieces({ ...head, ...results }, { runs })],
    report: report(choices, found, environment),
  });
}

function* runsCsv({ runs }: Sensitivity): Generator<string> {
  const measures = Object.keys(studiedMeasures) as StudiedMeasure[];
  yield csvLine(['part', 'policy', 'seed', 'nodes', ...measures, ...unknownNames]);
  for (const { part, point, values } of runs) {
    const { hypothesis, seed, nodes } = point;
    const measured = measures.map((name) => values[name]);
    const inputs = unknownNames.map((name) => point.values[name]);
    yield csvLine([part, hypothesis, seed, nodes, ...measured, ...inputs]);
  }
}

function report(
  choices: SensitivityChoices,
  found: Sensitivity,
  { program, argv }: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): string {
  const measure = studiedMeasures[choices.measure];
  const words = {
    title: 'What decides how August 2007 comes out',
    axis: `Change of ${choices.measure} across the range`,
    description: `How far each input moves ${measure}, with its interval.`,
    origin: `rebootstorm ${program.split(' ')[0]}, sensitivity`,
  };
  const rows = found.screened.map((one) => ({
    name: inputTitle(one.input),
    told: effectWords(one),
    value: one.meanAbsolute,
    low: one.meanAbsoluteInterval.low,
    high: one.meanAbsoluteInterval.high,
  }));
  const isScreened = found.trajectoriesDone > 0;
  const body = html`<h1>${words.title}</h1>
<p class="lead">${conclusionOf(choices, found)}</p>
<p>${effortWords(choices, found)}</p>
${
  isScreened
    ? html`<figure><figcaption>${words.description}</figcaption>
${chartSizes.map((size) => intervalChart(rows, size, words))}</figure>`
    : ''
}
<h2>All inputs, screened</h2>
${reportTable('All inputs, screened', [screenedHeads, ...screenedRows(found)])}
<h2>Shares of the variance</h2>
${reportTable('Shares of the variance', [weighedHeads, ...weighedRows(found)])}
<h2>Again</h2>
<pre>${quotedCommand(argv)}</pre>`;
  return reportPage({ title: words.title, style: intervalChartStyle, body });
}
