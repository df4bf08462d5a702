// The files of a calibration: every candidate as a row, all of it as JSON, and a report.
import type { Calibration, CalibrationChoices } from '#runner/study/calibrate/calibrate.ts';
import { augustUnknowns, unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { jsonPieces } from '../run-folder/large-file.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { type StudyPaths, writeStudyFiles } from '../study/study-files.ts';
import { renderCalibration } from './calibrate-report.ts';

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeCalibration(
  folder: string,
  choices: CalibrationChoices,
  found: Calibration,
  { program, argv }: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): StudyPaths {
  const { fits, doneCount, plannedCount, all } = found;
  const head = { schemaVersion: 1, program, choices, doneCount, plannedCount };
  const pieces = jsonPieces({ ...head, unknowns: augustUnknowns }, { fits, candidates: all });
  return writeStudyFiles(folder, {
    csv: ['candidates.csv', candidatesCsv(found)],
    json: ['calibrate.json', pieces],
    report: renderCalibration(choices, found, { program, argv }),
  });
}

function* candidatesCsv({ all }: Calibration): Generator<string> {
  const measured = ['withinTwo', 'withinQuarter', 'distance', 'healedMonths', 'months', 'score'];
  const sizes = ['nodes', 'seeds', 'fallenSeeds'];
  yield csvLine(['hypothesis', 'candidate', ...sizes, ...measured, ...unknownNames]);
  for (const judged of all) {
    const { candidate, nodes, seedCount, fallenCount } = judged;
    const { withinTwo, withinQuarter, distance, healedMonths, months, score } = judged;
    yield csvLine([
      candidate.hypothesis,
      candidate.number,
      nodes,
      seedCount,
      fallenCount,
      withinTwo,
      withinQuarter,
      distance,
      healedMonths,
      months,
      score,
      ...unknownNames.map((name) => candidate.values[name]),
    ]);
  }
}
